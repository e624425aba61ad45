using OptGen.FixedPoint;
using OptGen.Tests.RunTime;
using OptGen.Training.Tests;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.Export.PyTorch;

/// <summary>Every network of the galleries, exported and run by PyTorch on the same weights: values and all gradients.</summary>
[Collection("default generator")]
public sealed class PyTorchGalleryTests
{
    private const int Width = GeneratedModuleTests.Width;

    /// <summary>The methods and modules of the galleries that are no part of OptGen, as a reader of the file would write them.</summary>
    private const string Cell = """
        type("Cell", (nn.Module,), dict(
            __init__=lambda self: (nn.Module.__init__(self), setattr(self, "state", nn.Linear(4, 4, bias=False)), setattr(self, "input", nn.Linear(4, 4)))[0],
            forward=lambda self, z, u: torch.tanh(self.state(z) + self.input(u))))()
        """;

    [FactWithPythonTorch]
    public void Gallery_ExportedClasses_ComputeTheSame()
    {
        manual_seed(7);
        using var oracle = new PythonOracle();
        foreach (string network in GeneratedModuleTests.Names)
            oracle.Add(Case(network, GeneratedModuleTests.Make(network).Module));
        foreach (string network in ImplicitModuleTests.Names)
            oracle.Add(Case(network, Tight(ImplicitModuleTests.MakeBound(network).Module)));
        Assert.Empty(oracle.Differences());
    }

    [FactWithPythonTorch]
    public void Gallery_ExportedModulesOfBindings_ComputeTheSame()
    {
        manual_seed(8);
        using var oracle = new PythonOracle();
        foreach (string network in GeneratedModuleTests.Names)
            oracle.Add(Case(network, GalleryBindings.Copy(GeneratedModuleTests.Make(network).Module, GeneratedModuleTests.Make(network).Recurrence, GalleryBindings.Of(network)), network));
        foreach (string network in ImplicitModuleTests.Names.Except([nameof(ImplicitPrimalDual)]))
            oracle.Add(Case(network, Tight(GalleryBindings.Copy(ImplicitModuleTests.MakeBound(network).Module, ImplicitModuleTests.MakeBound(network).Recurrence, GalleryBindings.Of(network))), network));
        Assert.Empty(oracle.Differences());
    }

    /// <summary>Solutions to the last digits, so that both sides have the same one.</summary>
    private static Module<Tensor, Tensor> Tight(Module<Tensor, Tensor> module)
    {
        ImplicitSolve solves = (module as IRecurrenceModule)?.Implicit ?? (ImplicitSolve)module.GetType().GetProperty("Implicit")!.GetValue(module)!;
        solves.Options = solves.Options with
        {
            Tolerance = 1e-13, RelativeTolerance = 1e-13, MaxIterations = 300, Adjoint = new ImplicitAdjoint { RelativeTolerance = 1e-13, MaxIterations = 300 }
        };
        return module;
    }

    private static PythonCase Case(string network, Module<Tensor, Tensor> module, string? name = null)
    {
        string arguments = network switch
        {
            nameof(PrimalDual) => "proxF=lambda u, s: u.clamp(-1 - s, 1 + s), proxG=lambda x, t: x / (1 + t)",
            nameof(ImplicitPrimalDual) => "proxF=lambda u, s: u.clamp(-1 - s, 1 + s)",
            nameof(DeepEquilibrium) => $"T={Cell}",
            nameof(EquilibriumSystem) => $"T={Cell}, S={Cell}",
            _ => ""
        };
        return PythonCase.Of(network, module, randn([3, Width], dtype: float64), arguments) with { Construct = $"{name ?? network}({arguments})" };
    }
}
