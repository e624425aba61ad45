using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers;

/// <summary>
/// The optimisers of the paper under their names, and their kin. GC centralizes all weights, GCC convolutions only. Each is one of this
/// library's optimisers with its options set; state and files are those of the optimiser without centralization.
/// These optimisers stand in here too, under torch's names, which a file with their state begins with.
/// </summary>
public static partial class Centralized
{
    /// <summary>SGD on <c>P(g + λw)</c>, of all weights.</summary>
    /// <param name="module">The network; tells what each parameter is, and is read once.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="momentum">How much of the previous step the next one keeps; 0: none.</param>
    /// <param name="dampening">How much less than whole the gradient enters the momentum.</param>
    /// <param name="weight_decay">The weight decay λ.</param>
    /// <param name="nesterov">Whether the step looks ahead along the momentum (Nesterov).</param>
    public static SGD SGD_GC(
        nn.Module module, double lr, double momentum = 0.0, double dampening = 0.0, double weight_decay = 0.0, bool nesterov = false) =>
        SGD_GC(Parameters(module), lr, momentum, dampening, weight_decay, nesterov, ParameterCatalog.Of(module));

    /// <summary>SGD on <c>P(g + λw)</c>, of all weights.</summary>
    /// <param name="parameters">The parameters; at least one.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="momentum">How much of the previous step the next one keeps; 0: none.</param>
    /// <param name="dampening">How much less than whole the gradient enters the momentum.</param>
    /// <param name="weight_decay">The weight decay λ.</param>
    /// <param name="nesterov">Whether the step looks ahead along the momentum (Nesterov).</param>
    /// <param name="catalog">What is known of the parameters; null: only their ranks.</param>
    public static SGD SGD_GC(
        IEnumerable<Parameter> parameters, double lr, double momentum = 0.0, double dampening = 0.0, double weight_decay = 0.0,
        bool nesterov = false,
        ParameterCatalog? catalog = null) =>
        new SGD(
            parameters, lr, momentum, dampening, weight_decay, nesterov, maximize: false,
            Options(CentralizationSelection.All, CentralizationLocation.Gradient, catalog, WeightDecayRule.CoupledInside));

    /// <summary>SGD on <c>P(g + λw)</c>, of convolutions; dense layers take the plain step.</summary>
    /// <param name="module">The network; tells what each parameter is, and is read once.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="momentum">How much of the previous step the next one keeps; 0: none.</param>
    /// <param name="dampening">How much less than whole the gradient enters the momentum.</param>
    /// <param name="weight_decay">The weight decay λ.</param>
    /// <param name="nesterov">Whether the step looks ahead along the momentum (Nesterov).</param>
    public static SGD SGD_GCC(
        nn.Module module, double lr, double momentum = 0.0, double dampening = 0.0, double weight_decay = 0.0, bool nesterov = false) =>
        SGD_GCC(Parameters(module), lr, momentum, dampening, weight_decay, nesterov, ParameterCatalog.Of(module));

    /// <summary>SGD on <c>P(g + λw)</c>, of convolutions; dense layers take the plain step.</summary>
    /// <param name="parameters">The parameters; at least one.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="momentum">How much of the previous step the next one keeps; 0: none.</param>
    /// <param name="dampening">How much less than whole the gradient enters the momentum.</param>
    /// <param name="weight_decay">The weight decay λ.</param>
    /// <param name="nesterov">Whether the step looks ahead along the momentum (Nesterov).</param>
    /// <param name="catalog">What is known of the parameters; null: only their ranks.</param>
    public static SGD SGD_GCC(
        IEnumerable<Parameter> parameters, double lr, double momentum = 0.0, double dampening = 0.0, double weight_decay = 0.0,
        bool nesterov = false,
        ParameterCatalog? catalog = null) =>
        new SGD(
            parameters, lr, momentum, dampening, weight_decay, nesterov, maximize: false,
            Options(CentralizationSelection.ConvolutionsOnly, CentralizationLocation.Gradient, catalog, WeightDecayRule.CoupledInside));

    /// <summary>SGD on <c>P(g)</c>, of all weights, with decoupled decay: <c>w -= lr·λ·w</c> beside the step.</summary>
    /// <param name="module">The network; tells what each parameter is, and is read once.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="momentum">How much of the previous step the next one keeps; 0: none.</param>
    /// <param name="dampening">How much less than whole the gradient enters the momentum.</param>
    /// <param name="weight_decay">The weight decay λ.</param>
    /// <param name="nesterov">Whether the step looks ahead along the momentum (Nesterov).</param>
    public static SGD SGDW_GC(
        nn.Module module, double lr, double momentum = 0.0, double dampening = 0.0, double weight_decay = 0.0, bool nesterov = false) =>
        SGDW_GC(Parameters(module), lr, momentum, dampening, weight_decay, nesterov, ParameterCatalog.Of(module));

    /// <summary>SGD on <c>P(g)</c>, of all weights, with decoupled decay: <c>w -= lr·λ·w</c> beside the step.</summary>
    /// <param name="parameters">The parameters; at least one.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="momentum">How much of the previous step the next one keeps; 0: none.</param>
    /// <param name="dampening">How much less than whole the gradient enters the momentum.</param>
    /// <param name="weight_decay">The weight decay λ.</param>
    /// <param name="nesterov">Whether the step looks ahead along the momentum (Nesterov).</param>
    /// <param name="catalog">What is known of the parameters; null: only their ranks.</param>
    public static SGD SGDW_GC(
        IEnumerable<Parameter> parameters, double lr, double momentum = 0.0, double dampening = 0.0, double weight_decay = 0.0,
        bool nesterov = false,
        ParameterCatalog? catalog = null) =>
        new SGD(
            parameters, lr, momentum, dampening, weight_decay, nesterov, maximize: false,
            Options(CentralizationSelection.All, CentralizationLocation.Gradient, catalog, WeightDecayRule.DecoupledOutside));

    /// <summary>SGD on <c>P(g)</c>, of convolutions, with decoupled decay: <c>w -= lr·λ·w</c> beside the step.</summary>
    /// <param name="module">The network; tells what each parameter is, and is read once.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="momentum">How much of the previous step the next one keeps; 0: none.</param>
    /// <param name="dampening">How much less than whole the gradient enters the momentum.</param>
    /// <param name="weight_decay">The weight decay λ.</param>
    /// <param name="nesterov">Whether the step looks ahead along the momentum (Nesterov).</param>
    public static SGD SGDW_GCC(
        nn.Module module, double lr, double momentum = 0.0, double dampening = 0.0, double weight_decay = 0.0, bool nesterov = false) =>
        SGDW_GCC(Parameters(module), lr, momentum, dampening, weight_decay, nesterov, ParameterCatalog.Of(module));

    /// <summary>SGD on <c>P(g)</c>, of convolutions, with decoupled decay: <c>w -= lr·λ·w</c> beside the step.</summary>
    /// <param name="parameters">The parameters; at least one.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="momentum">How much of the previous step the next one keeps; 0: none.</param>
    /// <param name="dampening">How much less than whole the gradient enters the momentum.</param>
    /// <param name="weight_decay">The weight decay λ.</param>
    /// <param name="nesterov">Whether the step looks ahead along the momentum (Nesterov).</param>
    /// <param name="catalog">What is known of the parameters; null: only their ranks.</param>
    public static SGD SGDW_GCC(
        IEnumerable<Parameter> parameters, double lr, double momentum = 0.0, double dampening = 0.0, double weight_decay = 0.0,
        bool nesterov = false,
        ParameterCatalog? catalog = null) =>
        new SGD(
            parameters, lr, momentum, dampening, weight_decay, nesterov, maximize: false,
            Options(CentralizationSelection.ConvolutionsOnly, CentralizationLocation.Gradient, catalog, WeightDecayRule.DecoupledOutside));

    private static Centralization Options(
        CentralizationSelection selection, CentralizationLocation location, ParameterCatalog? catalog, WeightDecayRule decay = WeightDecayRule.Default) =>
        new() { Selection = selection, Location = location, Catalog = catalog, Decay = decay };

    private static IEnumerable<Parameter> Parameters(nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return module.parameters().DistinctBy(TensorIdentity.Of); // a shared parameter is stepped once
    }

    private static double First((double, double)? betas) => betas?.Item1 ?? 0.9;

    private static double Second((double, double)? betas) => betas?.Item2 ?? 0.999;
}
