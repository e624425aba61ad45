using OptGen.FixedPoint;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests;

/// <summary>A matrix that all samples share, of as many rows as the batch has.</summary>
[Update("z = 0.5*tanh(times(z, A)) + 0.1*times(z, square(A) - A) + shift(u, A)", Inputs = "u, A")]
[Implicit(Shared = " A ", Tolerance = 1e-13, RelativeTolerance = 1e-13, MaxIterations = 200, BackwardTolerance = 1e-13, BackwardMaxIterations = 200)]
public partial class SharedMatrix
{
    // What does not fit is an exception here; matmul of TorchSharp (0.107.0) ends the process.
    internal static Tensor times(Tensor z, Tensor a) => functional.linear(z, a.t());

    internal static Tensor square(Tensor a) => a.mm(a);

    internal static Tensor shift(Tensor u, Tensor a) => u.add(a[0], ScalarArguments.One);
}

/// <summary>Inputs that all samples of a solve share.</summary>
public sealed class SharedInputTests
{
    private const int Size = 4;

    /// <summary>Each sample alone, of which a matrix cannot be mistaken for samples, and the whole batch: values and gradients.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Solve_MatrixOfAsManyRowsAsSamples_IsThatOfEachSampleAlone(bool atRunTime)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = manual_seed(7);
        Tensor u = randn([Size, Size], dtype: float64, generator: generator);
        // Samples that are solved at different times, so that rows are dropped.
        u = u.mul(tensor(new[] { 1e-3, 1, 3, 10.0 }).unsqueeze(1)).requires_grad_();
        Tensor a = randn([Size, Size], dtype: float64, generator: generator).mul_(0.3).requires_grad_();
        Module<Tensor, Tensor, Tensor> network = atRunTime ? AtRunTime(["A"]) : new SharedMatrix();

        Tensor whole = network.call(u, a);
        whole.square().sum().backward();
        (Tensor ofU, Tensor ofA) = (u.grad!.clone(), a.grad!.clone());
        u.grad.zero_();
        a.grad.zero_();
        Tensor[] each = [.. Enumerable.Range(0, Size).Select(i => network.call(u.narrow(0, i, 1), a))];
        Tensor alone = cat(each, 0);
        alone.square().sum().backward();

        Assert.InRange(Difference(whole, alone), 0, 1e-11);
        Assert.InRange(Difference(ofU, u.grad), 0, 1e-9);
        Assert.InRange(Difference(ofA, a.grad), 0, 1e-9);
        network.Dispose();
    }

    /// <summary>Without the declaration the matrix would lose rows with the samples: what the test above shows is there to be shown.</summary>
    [Fact]
    public void Solve_MatrixThatNothingDeclares_IsCutWithTheSamples()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor u = ones([Size, Size], dtype: float64).mul(tensor(new[] { 0, 0, 3, 10.0 }).unsqueeze(1));
        Tensor a = eye(Size, dtype: float64).mul(0.3);
        using Module<Tensor, Tensor, Tensor> network = AtRunTime([]);

        Assert.ThrowsAny<Exception>(() => network.call(u, a));
    }

    [Theory]
    [InlineData("B", "Shared names B, which is no input; the inputs are u, A.")]
    [InlineData("z", "Shared names z, which is no input; the inputs are u, A.")]
    public void ToModule_SharedThatIsNoInput_IsRefused(string name, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => AtRunTime([name])).Message, StringComparison.Ordinal);

    [Fact]
    public void ToModule_SharedWhereNothingIsSolved_IsRefused() => Assert.StartsWith(
        "Shared says which inputs the samples of a solve share, but no layer of this recurrence is solved; leave Shared out.",
        Assert.Throws<ArgumentException>(() => Recurrence.Parse("x_<k+1> = x_k - b*T(x_k + u)", new RecurrenceOptions { Inputs = ["x", "u"] })
            .ToModule<Module<Tensor, Tensor, Tensor>>(new RecurrenceBindings { Layers = 2, Shared = ["u"] }.Coefficient("b", 0.5).Operator("T", Linear(2, 2)))).Message,
        StringComparison.Ordinal);

    private static Module<Tensor, Tensor, Tensor> AtRunTime(string[] shared)
    {
        var options = new SolveOptions
        {
            Tolerance = 1e-13, RelativeTolerance = 1e-13, MaxIterations = 200, Adjoint = new ImplicitAdjoint { RelativeTolerance = 1e-13, MaxIterations = 200 }
        };
        RecurrenceBindings bindings = new RecurrenceBindings { Implicit = options, Shared = shared }
            .Function("times", (Tensor z, Tensor a) => SharedMatrix.times(z, a)).Function("square", (Tensor a) => SharedMatrix.square(a)).Function("shift", (Tensor u, Tensor a) => SharedMatrix.shift(u, a));
        return SharedMatrix.Recurrence.ToModule<Module<Tensor, Tensor, Tensor>>(bindings);
    }

    private static double Difference(Tensor a, Tensor b) => a.sub(b).abs().max().item<double>();
}
