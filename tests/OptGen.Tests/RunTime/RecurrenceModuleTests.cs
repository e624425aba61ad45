using OptGen.FixedPoint;
using OptGen.Testing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.RunTime;

/// <summary>Modules that are made of a recurrence at run time, against the generated classes: every bit of values and gradients, names, releases, messages.</summary>
public sealed class RecurrenceModuleTests
{
    private const int Width = GeneratedModuleTests.Width;

    /// <summary>A function of a class that reads a parameter of the class is the one thing that bindings do not have.</summary>
    public static TheoryData<string> Networks => [.. GeneratedModuleTests.Names, .. ImplicitModuleTests.Names.Where(n => n != nameof(ImplicitPrimalDual))];

    [Theory]
    [MemberData(nameof(Networks))]
    public void ToModule_OfTheGallery_HasTheBitsOfTheGeneratedModule(string network)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(3);
        (Module<Tensor, Tensor> generated, Recurrence recurrence) = Generated(network);
        Module<Tensor, Tensor> module = GalleryBindings.Copy(generated, recurrence, GalleryBindings.Of(network));
        Settle(generated, module);

        AssertSameBits(generated, module, randn([3, Width], dtype: float64));
        generated.Dispose();
        module.Dispose();
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void ToModule_OfTheGallery_HasTheStateOfTheGeneratedModule(string network)
    {
        using DisposeScope scope = NewDisposeScope();
        (Module<Tensor, Tensor> generated, Recurrence recurrence) = Generated(network);
        Module<Tensor, Tensor> module = recurrence.ToModule(GalleryBindings.Of(network));

        Assert.Equal(Shapes(generated), Shapes(module));
        Assert.Equal(generated.named_parameters().Select(p => p.name), module.named_parameters().Select(p => p.name));
        generated.Dispose();
        module.Dispose();

        static IEnumerable<string> Shapes(Module module) => module.state_dict().Select(p => $"{p.Key} [{string.Join(", ", p.Value.shape)}]").Order(StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Forward_LeavesNothingButItsResult(string network)
    {
        (Module<Tensor, Tensor> generated, Recurrence recurrence) = Generated(network);
        generated.Dispose();
        using Module<Tensor, Tensor> module = recurrence.ToModule(GalleryBindings.Of(network));
        using Tensor input = randn(3, Width);
        using (no_grad())
        {
            module.call(input).Dispose();
            long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            using Tensor result = module.call(input);
            Assert.Equal(before + 1, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        Assert.False(input.IsInvalid);
    }

    /// <summary>No more tensors live at once than in the generated module: releases are the program's, too.</summary>
    [Theory]
    [InlineData(nameof(HeavyBall))]
    [InlineData(nameof(FullAccelerated))]
    [InlineData(nameof(LinearizedAlternatingDirections))]
    public void Forward_HoldsAsManyTensorsAsTheGeneratedModule(string network)
    {
        (Module<Tensor, Tensor> generated, Recurrence recurrence) = Generated(network);
        using Module<Tensor, Tensor> module = recurrence.ToModule(GalleryBindings.Of(network));
        module.to(float64);

        Assert.Equal(LiveAtEachCall(generated), LiveAtEachCall(module));
        generated.Dispose();

        static List<long> LiveAtEachCall(Module<Tensor, Tensor> module)
        {
            var live = new List<long>();
            foreach (var operators in module.named_children().Select(c => c.Item2).OfType<ModuleList<Module<Tensor, Tensor>>>())
            {
                foreach (Module<Tensor, Tensor> called in operators)
                {
                    called.register_forward_pre_hook((_, x) =>
                    {
                        live.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
                        return x;
                    });
                }
            }

            using IDisposable off = no_grad();
            using Tensor input = randn([3, Width], dtype: float64);
            module.call(input).Dispose();
            live.Clear();
            module.call(input).Dispose();
            return [.. live.Select(l => l - live[0])];
        }
    }

    [Fact]
    public void Move_ToFloat64AndBack_KeepsParametersRegistered()
    {
        using DisposeScope scope = NewDisposeScope();
        using Module<Tensor, Tensor> module = HeavyBall.Recurrence.ToModule(GalleryBindings.Of(nameof(HeavyBall)));
        var trained = (IRecurrenceModule)module;

        module.to(float64);

        Assert.Equal(ScalarType.Float64, trained.Trained("b").dtype);
        Assert.Same(trained.Trained("b"), module.get_parameter("b"));
        module.call(randn([2, Width], dtype: float64)).sum().backward();
        Assert.Equal([6L], trained.Trained("b").grad!.shape);
        module.to(float32);
        Assert.Equal(ScalarType.Float32, module.call(randn(2, Width)).dtype);
    }

    [Fact]
    public void Implicit_HasTheSettingsOfTheBindingsAndReports()
    {
        using DisposeScope scope = NewDisposeScope();
        var options = new SolveOptions { Solver = new PicardSolver(), MaxIterations = 77 };
        using Module<Tensor, Tensor> module = Recurrence.Parse("x_<k+1> = x_k - 0.5*T(x_<k+1>)").ToModule(
            new RecurrenceBindings { Layers = 2, Implicit = options }.Operator("T", _ => Contractions.Of(Width)));

        module.call(randn(2, Width));

        ImplicitSolve solves = ((IRecurrenceModule)module).Implicit!;
        Assert.Same(options, solves.Options);
        Assert.Equal(["x_<k+1>", "x_<k+1>"], solves.Reports.Select(r => r.Unknowns));
        Assert.Equal([0, 1], solves.Reports.Select(r => r.Layer));
    }

    [Fact]
    public void ToModule_OfSeveralInputs_EqualsInterpreter()
    {
        using DisposeScope scope = NewDisposeScope();
        Recurrence recurrence = Recurrence.Parse("x_<k+1> = x_k - 0.5*T(x_k, u) + 0.1*w", new RecurrenceOptions { Inputs = ["x", "u", "w"] });
        using Module<Tensor, Tensor, Tensor, Tensor> module = recurrence.ToModule<Module<Tensor, Tensor, Tensor, Tensor>>(
            new RecurrenceBindings { Layers = 3 }.Operator("T", _ => new InjectedContraction(Width)));
        module.to(float64);

        SameNetwork.Verify(
            module, x => module.call(x[0], x[1], x[2]), x => recurrence.Run(Comparison.Bind(module, recurrence, 3), 3, [.. x]),
            [Comparison.Input(2, Width), Comparison.Input(2, Width), Comparison.Input(2, Width)], Comparison.Exact);
    }

    [Fact]
    public void ToModule_WithEveryFormOfFunction_EqualsTheirFormulas()
    {
        using DisposeScope scope = NewDisposeScope();
        using Module<Tensor, Tensor> module = Recurrence.Parse("x_<k+1> = x_k + f(x_k) + g[a](x_k) + h[a, 2](x_k) + m(x_k, x_0) + p[c](x_k) + q[a, c](x_k, x_0) + s[a](x_k)")
            .ToModule(new RecurrenceBindings { Layers = 1 }.Coefficient("a", 0.5).Learned("c", 3)
                .Function("f", x => x.sin()).Function("g", (Tensor x, double a) => x * a).Function("h", (Tensor x, double a, double b) => x * a / b).Function("m", (Tensor x, Tensor y) => x * y)
                .Function("p", (Tensor x, Tensor c) => x * c).Function("q", (IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> s) => (x[0] + x[1]) * s[0] * s[1])
                // A function may return its argument.
                .Function("s", (Tensor x, double a) => x));
        Tensor x = randn(2, 3);

        Tensor found = module.call(x);

        Assert.InRange((found - (x + x.sin() + (x * 0.5) + (x * 0.25) + (x * x) + (x * 3) + (x * 2 * 1.5) + x)).abs().max().item<float>(), 0, 1e-6);
        found.sum().backward();
        Assert.InRange((((IRecurrenceModule)module).Trained("c").grad! - (x + x).sum()).abs().item<float>(), 0, 1e-4);
        Assert.False(x.IsInvalid);
    }

    [Fact]
    public void ToModule_WithArraysAndAdjoints_EqualsTheirFormulas()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor matrix = randn(3, 3);
        using Module<Tensor, Tensor> module = Recurrence.Parse("x_<k+1> = x_k - p_<k+1>*K^T(K(x_k))").ToModule(
            new RecurrenceBindings { Layers = 2 }.Coefficient("p", [9, 0.5, 0.25]).Operator("K", new Times(matrix), (_, y) => y.matmul(matrix.t())));
        Tensor x = randn(2, 3);

        Tensor found = module.call(x);

        Tensor product = matrix.matmul(matrix.t());
        Tensor once = x - (0.5 * x.matmul(product));
        Assert.InRange((found - (once - (0.25 * once.matmul(product)))).abs().max().item<float>(), 0, 1e-4);
    }

    [Fact]
    public void Forward_OfAWrongShape_SaysWhatTheGeneratedModuleSays()
    {
        using DisposeScope scope = NewDisposeScope();
        using var generated = new HeavyBall(Width);
        using Module<Tensor, Tensor> module = HeavyBall.Recurrence.ToModule(GalleryBindings.Of(nameof(HeavyBall)));

        Assert.Equal(Assert.Throws<NetworkException>(() => generated.call(randn(2, 5))).Message, Assert.Throws<NetworkException>(() => module.call(randn(2, 5))).Message);
    }

    [Fact]
    public async Task Forward_OnSeveralThreads_GivesEachItsOwn()
    {
        using Module<Tensor, Tensor> module = LinearizedAlternatingDirections.Recurrence.ToModule(GalleryBindings.Of(nameof(LinearizedAlternatingDirections)));
        Tensor[] inputs = [.. Enumerable.Range(0, 4).Select(_ => randn(3, Width))];
        float[] alone = [.. inputs.Select(Sum)];

        float[][] together = await Task.WhenAll(inputs.Select(x => Task.Run(() => Enumerable.Range(0, 50).Select(_ => Sum(x)).ToArray())));

        for (int i = 0; i < inputs.Length; i++)
            Assert.All(together[i], sum => Assert.Equal(alone[i], sum));

        float Sum(Tensor x)
        {
            using IDisposable off = no_grad();
            using DisposeScope scope = NewDisposeScope();
            return module.call(x).sum().item<float>();
        }
    }

    /// <summary>A network of networks: what was made at run time is a module like any other.</summary>
    [Fact]
    public void ToModule_InsideAnother_IsPartOfItsState()
    {
        using DisposeScope scope = NewDisposeScope();
        Recurrence inner = Recurrence.Parse("x_<k+1> = x_k - b_<k+1>*T(x_k)");
        using Module<Tensor, Tensor> outer = Recurrence.Parse("y_<k+1> = y_k + 0.5*S(y_k)").ToModule(
            new RecurrenceBindings { Layers = 2 }.Operator("S", _ => inner.ToModule(new RecurrenceBindings { Layers = 3 }.Learned("b", 1, perLayer: true).Operator("T", _ => Linear(Width, Width)))));

        Assert.Equal(
            ["S.0.T.0.bias", "S.0.T.0.weight", "S.0.T.1.bias", "S.0.T.1.weight", "S.0.T.2.bias", "S.0.T.2.weight", "S.0.b"],
            outer.state_dict().Keys.Where(k => k.StartsWith("S.0", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal([4L], outer.get_parameter("S.1.b")!.shape);
        outer.call(randn(2, Width)).sum().backward();
        Assert.All(outer.parameters(), p => Assert.NotNull(p.grad));
        outer.Dispose();
        outer.Dispose();
    }

    [Fact]
    public void Bindings_MakeModulesThatShareNothing()
    {
        using DisposeScope scope = NewDisposeScope();
        RecurrenceBindings bindings = GalleryBindings.Of(nameof(HeavyBall));

        using Module<Tensor, Tensor> one = HeavyBall.Recurrence.ToModule(bindings), two = HeavyBall.Recurrence.ToModule(bindings);

        Assert.Empty(one.parameters().Select(p => p.Handle).Intersect(two.parameters().Select(p => p.Handle)));
    }

    /// <summary>Every bit of the value, of the input's gradient and of the gradients of all parameters.</summary>
    internal static void AssertSameBits(Module<Tensor, Tensor> expected, Module<Tensor, Tensor> actual, Tensor input)
    {
        (Tensor value, List<Tensor?> gradients) = Run(expected, input);
        (Tensor found, List<Tensor?> foundGradients) = Run(actual, input);

        Assert.True(value.equal(found).all().item<bool>(), $"The values differ by {(value - found).abs().max().item<double>():G3}.");
        Assert.Equal(gradients.Count, foundGradients.Count);
        for (int i = 0; i < gradients.Count; i++)
        {
            Assert.Equal(gradients[i] is null, foundGradients[i] is null);
            Assert.True(gradients[i] is null || gradients[i]!.equal(foundGradients[i]!).all().item<bool>(), $"Gradient {i} differs.");
        }

        static (Tensor Value, List<Tensor?> Gradients) Run(Module<Tensor, Tensor> module, Tensor input)
        {
            Tensor x = input.detach().clone().requires_grad_();
            module.zero_grad();
            Tensor value = module.call(x);
            (value * arange(value.numel(), dtype: value.dtype).reshape(value.shape).cos()).sum().backward();
            return (value.detach(), [x.grad, .. module.parameters().Select(p => p.grad)]);
        }
    }

    /// <summary>Solves until nothing changes any more, in both alike.</summary>
    internal static void Settle(Module generated, Module module)
    {
        if (GalleryBindings.SolvesOf(module) is not { } solves)
            return;
        solves.Options = ImplicitModuleTests.Exact(ImplicitModuleTests.ExactAdjoint);
        ((ImplicitSolve)generated.GetType().GetProperty("Implicit")!.GetValue(generated)!).Options = ImplicitModuleTests.Exact(ImplicitModuleTests.ExactAdjoint);
    }

    private static (Module<Tensor, Tensor> Module, Recurrence Recurrence) Generated(string network)
    {
        if (!GeneratedModuleTests.Names.Contains(network))
        {
            (Module<Tensor, Tensor> solved, Recurrence text, _, _) = ImplicitModuleTests.MakeBound(network);
            return (solved, text);
        }

        (Module<Tensor, Tensor> module, Recurrence recurrence, _, _) = GeneratedModuleTests.Make(network);
        return (module, recurrence);
    }

    internal sealed class Times(Tensor matrix) : Module<Tensor, Tensor>(nameof(Times))
    {
        public override Tensor forward(Tensor input) => input.matmul(matrix);
    }
}
