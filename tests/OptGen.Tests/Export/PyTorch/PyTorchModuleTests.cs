using OptGen.Blocks;
using OptGen.FixedPoint;
using OptGen.Training.Tests;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.Export.PyTorch;

/// <summary>Operators of every kind, in one layer each, and names that Python has a meaning for: exported and run by PyTorch.</summary>
[Collection("default generator")]
public sealed class PyTorchModuleTests
{
    [FactWithPythonTorch]
    public void Layers_WithTheirSettings_ComputeTheSame()
    {
        manual_seed(11);
        using var oracle = new PythonOracle();
        var vectors = new Dictionary<string, Func<Module<Tensor, Tensor>>>(StringComparer.Ordinal)
        {
            ["linear"] = () => Linear(6, 6, hasBias: false),
            ["nested"] = () => Sequential(Linear(6, 8), Sequential(("a", LayerNorm(8, 1e-3)), ("b", LeakyReLU(0.2))), Linear(8, 6)),
            ["norms"] = () => Sequential(BatchNorm1d(6, 1e-3, 0.2), LayerNorm(6, elementwise_affine: false)),
            ["activations"] = () => Sequential(ELU(0.7), Softplus(2, 15), PReLU(6, 0.3), CELU(0.6), SiLU(), Mish(), SELU(), Softsign(), Tanhshrink(), LogSigmoid(), Hardswish(), Hardsigmoid(), ReLU6(), Identity()),
            ["softmax"] = () => Sequential(Softmax(1), LogSoftmax(1), Softmin(1), Softshrink(0.1), Hardshrink(0.05), Threshold(0.1, 0.2)),
            ["gelu"] = () => Sequential(GELU(), Linear(6, 6), Unflatten(1, [2, 3]), Flatten())
        };
        foreach ((string name, Func<Module<Tensor, Tensor>> make) in vectors)
            oracle.Add(Of(name, make(), randn([5, 6], dtype: float64)));
        var images = new Dictionary<string, Func<Module<Tensor, Tensor>>>(StringComparer.Ordinal)
        {
            ["conv"] = () => Sequential(Conv2d(16, 16, (3L, 5L), (1L, 1L), (1L, 4L), (1L, 2L), groups: 4), Conv2d(16, 16, 3, padding: Padding.Same, padding_mode: PaddingModes.Reflect, bias: false)),
            ["transposed"] = () => Sequential(Conv2d(16, 16, 3, stride: 2L, padding: 1L), ConvTranspose2d(16, 16, 3, stride: 2L, padding: 1L, output_padding: 1L, groups: 2)),
            ["pools"] = () => Sequential(MaxPool2d(3, 1, 1), AvgPool2d(3, 1, 1, false, false), InstanceNorm2d(16, affine: true), BatchNorm2d(16, track_running_stats: false), GroupNormalization.Create(4, 16, 1e-2)),
            ["shuffle"] = () => Sequential(Conv2d(16, 64, 2, stride: 2L), PixelShuffle(2), ZeroPad2d(1), AvgPool2d(3, 1), LocalResponseNorm(3)),
            ["adaptive"] = () => Sequential(AdaptiveAvgPool2d([6, 6]), ReplicationPad2d((1, 1, 1, 1)), MaxPool2d(3, 1))
        };
        foreach ((string name, Func<Module<Tensor, Tensor>> make) in images)
            oracle.Add(Of(name, make(), randn([2, 16, 6, 6], dtype: float64)));
        Assert.Empty(oracle.Differences());
    }

    /// <summary>Should the first half fail, TorchSharp has mended its layer, and the exporter need not refuse it.</summary>
    [Fact]
    public void Hardtanh_WhichTorchSharpDoesNotApply_IsRefused()
    {
        using Tensor x = tensor(new[] { -3.0, 0.5, 3.0 });
        using Hardtanh layer = Hardtanh(-1, 1);
        Assert.Same(x, layer.call(x));
        using Module<Tensor, Tensor> network = Recurrence.Parse("x_<k+1> = x_k - T(x_k)").ToModule(new RecurrenceBindings { Layers = 1 }.Operator("T", Sequential(Linear(3, 3), Hardtanh(-1, 1))));
        Assert.StartsWith("The network has a Hardtanh", Assert.Throws<NotSupportedException>(() => PyTorchExport.ToText(network)).Message, StringComparison.Ordinal);
    }

    [FactWithPythonTorch]
    public void Blocks_WithTheirSettings_ComputeTheSame()
    {
        manual_seed(12);
        using var oracle = new PythonOracle();
        oracle.Add(Of("TwoLayer", new TwoLayer(6, 9, Activation.GELU), randn([4, 6], dtype: float64)));
        oracle.Add(Of("Attention", new SelfAttention(6, 2), randn([2, 5, 6], dtype: float64)));
        oracle.Add(Of("AttentionMlp", new AttentionMlp(6, 3, 2, Activation.Tanh), randn([2, 5, 6], dtype: float64)));
        Tensor image = randn([2, 16, 6, 6], dtype: float64);
        oracle.Add(Of("PreActivation", new PreActivation(16, 32, 5, Activation.SiLU), image));
        oracle.Add(Of("Bottleneck", new Bottleneck(16, 16, 3, Activation.Sigmoid), image));
        oracle.Add(Of("ConvNeXt", new ConvNeXtBlock(16, 3, 2, layerScale: 0.5), image));
        oracle.Add(Of("Dense", new DenseLayer(16, 16, 2, Activation.Tanh), image));
        oracle.Add(Of("Standardized", new WeightStandardizedConv2d(16, 16, 3, padding: 1, groups: 4, bias: false, epsilon: 1e-3), image));
        oracle.Add(Of("Bounded", Settled(Lipschitz.Bound(Sequential(Conv2d(16, 16, 3, padding: 1L), ReLU(), Conv2d(16, 16, 1, bias: false)), 0.9, (6, 6)), image), image));
        Assert.Empty(oracle.Differences());
    }

    [FactWithPythonTorch]
    public void LinearOperators_AndTheirAdjoints_ComputeTheSame()
    {
        manual_seed(13);
        using var oracle = new PythonOracle();
        Tensor image = randn([2, 16, 6, 6], dtype: float64);
        var operators = new (string, Module<Tensor, Tensor>, Tensor)[]
        {
            ("Map", new LinearMap(6, 4), randn([3, 6], dtype: float64)),
            ("Fixed", new LinearMap(randn(4, 6)), randn([3, 6], dtype: float64)),
            ("Plain", Linear(6, 4, hasBias: false), randn([3, 6], dtype: float64)),
            ("Conv", Conv2d(16, 32, 3, padding: 2L, dilation: 2L, groups: 2, bias: false), image),
            ("Strided", new StridedConvolution(16, 32, 3, 2, (6, 6), 1), image),
            ("Mask", new Mask(rand(6, 6).round()), image),
            ("Blur", new CircularBlur(rand(3, 2)), image),
            ("Average", new Downsampling(2), image),
            ("Decimate", new Downsampling(3, DownsamplingMode.Decimate), image)
        };
        foreach ((string name, Module<Tensor, Tensor> linear, Tensor x) in operators)
        {
            Module<Tensor, Tensor> network = Recurrence.Parse("x_<k+1> = x_k - 0.25*K^T(K(x_k) - relu(K(x_k)))").ToModule(new RecurrenceBindings { Layers = 2 }.Operator("K", linear));
            oracle.Add(PythonCase.Of(name, network, x) with { Construct = "Recurrence()" });
        }
        Assert.Empty(oracle.Differences());
    }

    /// <summary>Keywords, what modules of PyTorch have already, what the file itself names, letters that are not ASCII.</summary>
    [FactWithPythonTorch]
    public void Names_ThatPythonHasAMeaningFor_StayThoseOfTheState()
    {
        manual_seed(14);
        using var oracle = new PythonOracle();
        var recurrence = Recurrence.Parse("""
            x_<k+1> = x_k - lambda*type(x_k) + training*(F_k - half_k)*λ(self_k) + nn(x_k)
            self_<k+1> = 0.5*self_k + global*forward(x_k)/2
            """);
        Module<Tensor, Tensor> network = recurrence.ToModule(new RecurrenceBindings { Layers = 3, Name = "class" }
            .Learned("lambda", 0.5, minimum: 0).Coefficient("training", 0.5).Coefficient("F", k => k / 4.0).Learned("half", 0.25, perLayer: true, maximum: 1).Coefficient("global", [0.5, 0.25, 0.125])
            .Operator("type", _ => Linear(4, 4)).Operator("λ", Linear(4, 4)).Operator("nn", Linear(4, 4)).Operator("forward", _ => Linear(4, 4)));
        oracle.Add(PythonCase.Of("names", network, randn([3, 4], dtype: float64)) with { Construct = "class_()" });
        Assert.Empty(oracle.Differences());
    }

    [FactWithPythonTorch]
    public void Name_ThatTheFileItselfNeeds_HidesNothing()
    {
        manual_seed(16);
        using var oracle = new PythonOracle();
        foreach (string name in new[] { "torch", "nn", "F", "math", "range", "super", "max", "soft", "hasattr", "OrderedDict", "Linear" })
        {
            Module<Tensor, Tensor> network = Recurrence.Parse("x_<k+1> = x_k - soft(T(x_k), 0.25*k) + S(x_<k-4>)")
                .ToModule(new RecurrenceBindings { Layers = 7, Name = name }.Operator("T", _ => Sequential(("in", Linear(4, 4)), ("act", Tanh()))).Operator("S", Linear(4, 4)));
            oracle.Add(PythonCase.Of("name " + name, network, randn([3, 4], dtype: float64)) with { Construct = (name == "Linear" ? name : name + "_") + "()" });
        }
        Assert.Empty(oracle.Differences());
    }

    [FactWithPythonTorch]
    public void Inputs_SeveralOfThem_ComputeTheSame()
    {
        manual_seed(15);
        using var oracle = new PythonOracle();
        var recurrence = Recurrence.Parse("x_0 = 0; x_<k+1> = x_k + T(x_k, u, v) + 0.5*x_<k-4> - 0.25*v", new RecurrenceOptions { Inputs = ["u", "v"] });
        var cell = new Sum();
        Module<Tensor, Tensor, Tensor> network = recurrence.ToModule<Module<Tensor, Tensor, Tensor>>(new RecurrenceBindings { Layers = 7 }.Operator("T", cell));
        oracle.Add(new PythonCase("inputs", network, [randn([3, 4], dtype: float64), randn([3, 4], dtype: float64)], x => network.call(x[0], x[1]), "Recurrence()"));
        Assert.Empty(oracle.Differences());
    }

    [FactWithPythonTorch]
    public void Gradients_OfEveryKindThroughASolution_AreTheSame()
    {
        manual_seed(16);
        using var oracle = new PythonOracle();
        var exact = new SolveOptions { Tolerance = 1e-13, RelativeTolerance = 1e-13, MaxIterations = 300 };
        var kinds = new Dictionary<string, SolveOptions>(StringComparer.Ordinal)
        {
            ["jacobian_free"] = exact with { Adjoint = new JacobianFreeAdjoint() },
            ["phantom"] = exact with { Adjoint = new PhantomAdjoint { Steps = 3, Damping = 0.7 } },
            ["unrolled"] = exact with { Adjoint = new UnrolledAdjoint() },
            ["picard"] = exact with { Solver = new PicardSolver { Damping = 0.8 } },
            ["broyden"] = exact with { Solver = new BroydenSolver(), CoupledSamples = true }
        };
        foreach ((string name, SolveOptions options) in kinds)
        {
            Module<Tensor, Tensor> network = Recurrence.Parse("x_<k+1> = x_k - 0.5*T(x_<k+1>)").ToModule(new RecurrenceBindings { Layers = 2, Implicit = options }.Operator("T", _ => Contractions.Of(4)));
            oracle.Add(PythonCase.Of(name, network, randn([3, 4], dtype: float64)) with { Construct = "Recurrence()" });
        }
        Assert.Empty(oracle.Differences());
    }

    private static PythonCase Of(string name, Module<Tensor, Tensor> module, Tensor x)
    {
        Module<Tensor, Tensor> network = Recurrence.Parse("x_<k+1> = T(x_k)").ToModule(new RecurrenceBindings { Layers = 1 }.Operator("T", module));
        return PythonCase.Of(name, network, x) with { Construct = "Recurrence()" };
    }

    /// <summary>Bounded layers look for the direction that they stretch most when they first run.</summary>
    private static Module<Tensor, Tensor> Settled(Module<Tensor, Tensor> module, Tensor x)
    {
        using IDisposable off = no_grad();
        module.to(float64);
        module.call(x).Dispose();
        return module;
    }

    /// <summary>A module that says itself what it is in Python.</summary>
    private sealed class Sum : Module<Tensor, Tensor, Tensor, Tensor>, IPyTorchModule
    {
        private readonly Linear first = Linear(4, 4);

        public Sum()
            : base(nameof(Sum)) => RegisterComponents();

        public override Tensor forward(Tensor x, Tensor u, Tensor v) => (first.call(x) + u * v).tanh();

        public string ToPyTorch(PyTorchModules modules) => modules.Define("Sum", """
            class Sum(nn.Module):
                def __init__(self, first):
                    super().__init__()
                    self.first = first

                def forward(self, x, u, v):
                    return torch.tanh(self.first(x) + u * v)
            """) + $"({modules.Write(first)})";
    }
}
