using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers;

public static partial class Centralized
{
    /// <summary>Adagrad on <c>P(g + λw)</c>, of all weights.</summary>
    /// <param name="module">The network; tells what each parameter is, and is read once.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="lr_decay">How fast the learning rate falls: step t uses lr / (1 + (t - 1) * lr_decay).</param>
    /// <param name="weight_decay">The weight decay λ.</param>
    /// <param name="initial_accumulator_value">What the sum of squares starts from.</param>
    /// <param name="eps">Added to the divisor, which may be zero.</param>
    public static Adagrad Adagrad_GC(
        nn.Module module, double lr = 1e-2, double lr_decay = 0.0, double weight_decay = 0.0, double initial_accumulator_value =
        0.0, double eps =
        1e-10) =>
        Adagrad_GC(Parameters(module), lr, lr_decay, weight_decay, initial_accumulator_value, eps, ParameterCatalog.Of(module));

    /// <summary>Adagrad on <c>P(g + λw)</c>, of all weights.</summary>
    /// <param name="parameters">The parameters; at least one.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="lr_decay">How fast the learning rate falls: step t uses lr / (1 + (t - 1) * lr_decay).</param>
    /// <param name="weight_decay">The weight decay λ.</param>
    /// <param name="initial_accumulator_value">What the sum of squares starts from.</param>
    /// <param name="eps">Added to the divisor, which may be zero.</param>
    /// <param name="catalog">What is known of the parameters; null: only their ranks.</param>
    public static Adagrad Adagrad_GC(
        IEnumerable<Parameter> parameters, double lr = 1e-2, double lr_decay = 0.0, double weight_decay = 0.0, double
        initial_accumulator_value = 0.0, double eps =
        1e-10,
        ParameterCatalog? catalog = null) =>
        new Adagrad(
            parameters, lr, lr_decay, weight_decay, initial_accumulator_value, eps,
            Options(CentralizationSelection.All, CentralizationLocation.Gradient, catalog));

    /// <summary>Adagrad on <c>P(g + λw)</c>, of convolutions.</summary>
    /// <param name="module">The network; tells what each parameter is, and is read once.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="lr_decay">How fast the learning rate falls: step t uses lr / (1 + (t - 1) * lr_decay).</param>
    /// <param name="weight_decay">The weight decay λ.</param>
    /// <param name="initial_accumulator_value">What the sum of squares starts from.</param>
    /// <param name="eps">Added to the divisor, which may be zero.</param>
    public static Adagrad Adagrad_GCC(
        nn.Module module, double lr = 1e-2, double lr_decay = 0.0, double weight_decay = 0.0, double initial_accumulator_value =
        0.0, double eps =
        1e-10) =>
        Adagrad_GCC(Parameters(module), lr, lr_decay, weight_decay, initial_accumulator_value, eps, ParameterCatalog.Of(module));

    /// <summary>Adagrad on <c>P(g + λw)</c>, of convolutions.</summary>
    /// <param name="parameters">The parameters; at least one.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="lr_decay">How fast the learning rate falls: step t uses lr / (1 + (t - 1) * lr_decay).</param>
    /// <param name="weight_decay">The weight decay λ.</param>
    /// <param name="initial_accumulator_value">What the sum of squares starts from.</param>
    /// <param name="eps">Added to the divisor, which may be zero.</param>
    /// <param name="catalog">What is known of the parameters; null: only their ranks.</param>
    public static Adagrad Adagrad_GCC(
        IEnumerable<Parameter> parameters, double lr = 1e-2, double lr_decay = 0.0, double weight_decay = 0.0, double
        initial_accumulator_value = 0.0, double eps =
        1e-10,
        ParameterCatalog? catalog = null) =>
        new Adagrad(
            parameters, lr, lr_decay, weight_decay, initial_accumulator_value, eps,
            Options(CentralizationSelection.ConvolutionsOnly, CentralizationLocation.Gradient, catalog));

    /// <summary>RAdam on <c>P(g + λw)</c>, of all weights.</summary>
    /// <param name="module">The network; tells what each parameter is, and is read once.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="betas">How much of the means of the gradient and of its square each step keeps; null: (0.9, 0.999).</param>
    /// <param name="eps">Added to the divisor, which may be zero.</param>
    /// <param name="weight_decay">The weight decay λ.</param>
    /// <param name="location">What is centralized; the paper's "2" versions centralize the update.</param>
    public static RAdam RAdam_GC(
        nn.Module module, double lr = 1e-3, (double, double)? betas = null, double eps = 1e-8, double weight_decay = 0.0,
        CentralizationLocation
        location = CentralizationLocation.Gradient) =>
        RAdam_GC(Parameters(module), lr, betas, eps, weight_decay, location, ParameterCatalog.Of(module));

    /// <summary>RAdam on <c>P(g + λw)</c>, of all weights.</summary>
    /// <param name="parameters">The parameters; at least one.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="betas">How much of the means of the gradient and of its square each step keeps; null: (0.9, 0.999).</param>
    /// <param name="eps">Added to the divisor, which may be zero.</param>
    /// <param name="weight_decay">The weight decay λ.</param>
    /// <param name="location">What is centralized; the paper's "2" versions centralize the update.</param>
    /// <param name="catalog">What is known of the parameters; null: only their ranks.</param>
    public static RAdam RAdam_GC(
        IEnumerable<Parameter> parameters, double lr = 1e-3, (double, double)? betas = null, double eps = 1e-8, double
        weight_decay = 0.0, CentralizationLocation
        location = CentralizationLocation.Gradient,
        ParameterCatalog? catalog = null) =>
        new RAdam(parameters, lr, First(betas), Second(betas), eps, weight_decay, Options(CentralizationSelection.All, location, catalog));

    /// <summary>Lookahead over RAdam with centralization of all weights and decoupled decay.</summary>
    /// <param name="module">The network; tells what each parameter is, and is read once.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="betas">How much of the means each step keeps; null: (0.95, 0.999).</param>
    /// <param name="eps">Added to the divisor, which may be zero.</param>
    /// <param name="weight_decay">The weight decay λ.</param>
    /// <param name="steps">How many steps of RAdam make one of Lookahead.</param>
    /// <param name="alpha">How far the slow weights follow.</param>
    /// <param name="location">What is centralized; the paper's "2" versions centralize the update.</param>
    public static Lookahead Ranger(
        nn.Module module, double lr = 1e-3, (double, double)? betas = null, double eps = 1e-5, double weight_decay = 0.0, int
        steps = 6, double
        alpha = 0.5, CentralizationLocation location = CentralizationLocation.Gradient) =>
        Ranger(Parameters(module), lr, betas, eps, weight_decay, steps, alpha, location, ParameterCatalog.Of(module));

    /// <summary>Lookahead over RAdam with centralization of all weights and decoupled decay.</summary>
    /// <param name="parameters">The parameters; at least one.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="betas">How much of the means each step keeps; null: (0.95, 0.999).</param>
    /// <param name="eps">Added to the divisor, which may be zero.</param>
    /// <param name="weight_decay">The weight decay λ.</param>
    /// <param name="steps">How many steps of RAdam make one of Lookahead.</param>
    /// <param name="alpha">How far the slow weights follow.</param>
    /// <param name="location">What is centralized; the paper's "2" versions centralize the update.</param>
    /// <param name="catalog">What is known of the parameters; null: only their ranks.</param>
    public static Lookahead Ranger(
        IEnumerable<Parameter> parameters, double lr = 1e-3, (double, double)? betas = null, double eps = 1e-5, double
        weight_decay = 0.0, int steps = 6, double
        alpha = 0.5, CentralizationLocation location = CentralizationLocation.Gradient,
        ParameterCatalog? catalog = null) =>
        new(
            new RAdam(
                parameters, lr, betas?.Item1 ?? 0.95, Second(betas), eps, weight_decay,
                Options(
                    CentralizationSelection.All, location, catalog,
                    location == CentralizationLocation.Update ? WeightDecayRule.DecoupledInside : WeightDecayRule.DecoupledOutside)),
            steps, alpha);
}
