using OptGen.FixedPoint;
using OptGen.Testing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests;

/// <summary>What tests need that hold a module against something else that should compute the same.</summary>
internal static class Comparison
{
    /// <summary>Everything agrees to 1e-12, however great it is.</summary>
    public static SameNetworkOptions Exact { get; } = new() { AbsoluteTolerance = 1e-12, RelativeTolerance = 0 };

    /// <summary>The same; a gradient that one side does not have is zero on the other.</summary>
    public static SameNetworkOptions ExactOrMissing { get; } = Exact with { MissingGradientIsZero = true };

    /// <summary>Bindings of the interpreter to the modules that a generated module holds.</summary>
    public static InterpreterBindings Bind(Module module, Recurrence recurrence, int layers, Func<string, IReadOnlyList<int>, Tensor>? coefficient = null)
    {
        var bindings = new InterpreterBindings { Implicit = ImplicitModuleTests.Exact(new UnrolledAdjoint()) };
        foreach ((string name, Module child) in module.named_children())
        {
            int first = recurrence.Operators.Contains(name) ? recurrence.FirstModule(name, layers) : 0;
            bindings.Operators[name] = (number, arguments) => child switch
            {
                ModuleList<Module<Tensor, Tensor>> list => list[number - first].call(arguments[0]),
                ModuleList<Module<Tensor, Tensor, Tensor>> list => list[number - first].call(arguments[0], arguments[1]),
                _ => ((Module<Tensor, Tensor>)child).call(arguments[0])
            };
        }

        foreach (string name in recurrence.Coefficients)
            bindings.Coefficients[name] = indices => coefficient!(name, indices);
        return bindings;
    }

    public static Tensor Number(double value) => tensor(value, dtype: float64);

    public static Tensor Input(params long[] shape) => randn(shape, dtype: float64, requires_grad: true);
}
