using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers;

public static partial class Centralized
{
    /// <summary>Adam on <c>P(g + λw)</c>, of all weights.</summary>
    /// <param name="module">The network; tells what each parameter is, and is read once.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="betas">How much of the means of the gradient and of its square each step keeps; null: (0.9, 0.999).</param>
    /// <param name="eps">Added to the divisor, which may be zero.</param>
    /// <param name="weight_decay">The weight decay λ.</param>
    /// <param name="amsgrad">Whether to divide by the largest mean of squares so far.</param>
    /// <param name="location">What is centralized; the paper's "2" versions centralize the update.</param>
    public static Adam Adam_GC(
        nn.Module module, double lr = 1e-3, (double, double)? betas = null, double eps = 1e-8, double weight_decay = 0.0, bool
        amsgrad = false,
        CentralizationLocation location = CentralizationLocation.Gradient) =>
        Adam_GC(Parameters(module), lr, betas, eps, weight_decay, amsgrad, location, ParameterCatalog.Of(module));

    /// <summary>Adam on <c>P(g + λw)</c>, of all weights.</summary>
    /// <param name="parameters">The parameters; at least one.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="betas">How much of the means of the gradient and of its square each step keeps; null: (0.9, 0.999).</param>
    /// <param name="eps">Added to the divisor, which may be zero.</param>
    /// <param name="weight_decay">The weight decay λ.</param>
    /// <param name="amsgrad">Whether to divide by the largest mean of squares so far.</param>
    /// <param name="location">What is centralized; the paper's "2" versions centralize the update.</param>
    /// <param name="catalog">What is known of the parameters; null: only their ranks.</param>
    public static Adam Adam_GC(
        IEnumerable<Parameter> parameters, double lr = 1e-3, (double, double)? betas = null, double eps = 1e-8, double
        weight_decay = 0.0, bool amsgrad = false,
        CentralizationLocation location = CentralizationLocation.Gradient,
        ParameterCatalog? catalog = null) =>
        new Adam(
            parameters, lr, First(betas), Second(betas), eps, weight_decay, amsgrad, maximize: false,
            Options(CentralizationSelection.All, location, catalog));

    /// <summary>Adam on <c>P(g + λw)</c>, of convolutions.</summary>
    /// <param name="module">The network; tells what each parameter is, and is read once.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="betas">How much of the means of the gradient and of its square each step keeps; null: (0.9, 0.999).</param>
    /// <param name="eps">Added to the divisor, which may be zero.</param>
    /// <param name="weight_decay">The weight decay λ.</param>
    /// <param name="amsgrad">Whether to divide by the largest mean of squares so far.</param>
    /// <param name="location">What is centralized; the paper's "2" versions centralize the update.</param>
    public static Adam Adam_GCC(
        nn.Module module, double lr = 1e-3, (double, double)? betas = null, double eps = 1e-8, double weight_decay = 0.0, bool
        amsgrad = false,
        CentralizationLocation location = CentralizationLocation.Gradient) =>
        Adam_GCC(Parameters(module), lr, betas, eps, weight_decay, amsgrad, location, ParameterCatalog.Of(module));

    /// <summary>Adam on <c>P(g + λw)</c>, of convolutions.</summary>
    /// <param name="parameters">The parameters; at least one.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="betas">How much of the means of the gradient and of its square each step keeps; null: (0.9, 0.999).</param>
    /// <param name="eps">Added to the divisor, which may be zero.</param>
    /// <param name="weight_decay">The weight decay λ.</param>
    /// <param name="amsgrad">Whether to divide by the largest mean of squares so far.</param>
    /// <param name="location">What is centralized; the paper's "2" versions centralize the update.</param>
    /// <param name="catalog">What is known of the parameters; null: only their ranks.</param>
    public static Adam Adam_GCC(
        IEnumerable<Parameter> parameters, double lr = 1e-3, (double, double)? betas = null, double eps = 1e-8, double
        weight_decay = 0.0, bool amsgrad = false,
        CentralizationLocation location = CentralizationLocation.Gradient,
        ParameterCatalog? catalog = null) =>
        new Adam(
            parameters, lr, First(betas), Second(betas), eps, weight_decay, amsgrad, maximize: false,
            Options(CentralizationSelection.ConvolutionsOnly, location, catalog));

    /// <summary>AdamW on <c>P(g)</c>, of all weights. Its weight decay is PyTorch's 0.01 unless given.</summary>
    /// <param name="module">The network; tells what each parameter is, and is read once.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="betas">How much of the means of the gradient and of its square each step keeps; null: (0.9, 0.999).</param>
    /// <param name="eps">Added to the divisor, which may be zero.</param>
    /// <param name="weight_decay">The weight decay λ.</param>
    /// <param name="amsgrad">Whether to divide by the largest mean of squares so far.</param>
    /// <param name="location">What is centralized; the paper's "2" versions centralize the update.</param>
    public static AdamW AdamW_GC(
        nn.Module module, double lr = 1e-3, (double, double)? betas = null, double eps = 1e-8, double weight_decay = 1e-2, bool
        amsgrad = false,
        CentralizationLocation location = CentralizationLocation.Gradient) =>
        AdamW_GC(Parameters(module), lr, betas, eps, weight_decay, amsgrad, location, ParameterCatalog.Of(module));

    /// <summary>AdamW on <c>P(g)</c>, of all weights. Its weight decay is PyTorch's 0.01 unless given.</summary>
    /// <param name="parameters">The parameters; at least one.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="betas">How much of the means of the gradient and of its square each step keeps; null: (0.9, 0.999).</param>
    /// <param name="eps">Added to the divisor, which may be zero.</param>
    /// <param name="weight_decay">The weight decay λ.</param>
    /// <param name="amsgrad">Whether to divide by the largest mean of squares so far.</param>
    /// <param name="location">What is centralized; the paper's "2" versions centralize the update.</param>
    /// <param name="catalog">What is known of the parameters; null: only their ranks.</param>
    public static AdamW AdamW_GC(
        IEnumerable<Parameter> parameters, double lr = 1e-3, (double, double)? betas = null, double eps = 1e-8, double
        weight_decay = 1e-2, bool amsgrad = false,
        CentralizationLocation location = CentralizationLocation.Gradient,
        ParameterCatalog? catalog = null) =>
        new AdamW(
            parameters, lr, First(betas), Second(betas), eps, weight_decay, amsgrad, maximize: false,
            Options(CentralizationSelection.All, location, catalog));

    /// <summary>AdamW on <c>P(g)</c>, of convolutions. Its weight decay is PyTorch's 0.01 unless given.</summary>
    /// <param name="module">The network; tells what each parameter is, and is read once.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="betas">How much of the means of the gradient and of its square each step keeps; null: (0.9, 0.999).</param>
    /// <param name="eps">Added to the divisor, which may be zero.</param>
    /// <param name="weight_decay">The weight decay λ.</param>
    /// <param name="amsgrad">Whether to divide by the largest mean of squares so far.</param>
    /// <param name="location">What is centralized; the paper's "2" versions centralize the update.</param>
    public static AdamW AdamW_GCC(
        nn.Module module, double lr = 1e-3, (double, double)? betas = null, double eps = 1e-8, double weight_decay = 1e-2, bool
        amsgrad = false,
        CentralizationLocation location = CentralizationLocation.Gradient) =>
        AdamW_GCC(Parameters(module), lr, betas, eps, weight_decay, amsgrad, location, ParameterCatalog.Of(module));

    /// <summary>AdamW on <c>P(g)</c>, of convolutions. Its weight decay is PyTorch's 0.01 unless given.</summary>
    /// <param name="parameters">The parameters; at least one.</param>
    /// <param name="lr">The learning rate; at least 0.</param>
    /// <param name="betas">How much of the means of the gradient and of its square each step keeps; null: (0.9, 0.999).</param>
    /// <param name="eps">Added to the divisor, which may be zero.</param>
    /// <param name="weight_decay">The weight decay λ.</param>
    /// <param name="amsgrad">Whether to divide by the largest mean of squares so far.</param>
    /// <param name="location">What is centralized; the paper's "2" versions centralize the update.</param>
    /// <param name="catalog">What is known of the parameters; null: only their ranks.</param>
    public static AdamW AdamW_GCC(
        IEnumerable<Parameter> parameters, double lr = 1e-3, (double, double)? betas = null, double eps = 1e-8, double
        weight_decay = 1e-2, bool amsgrad = false,
        CentralizationLocation location = CentralizationLocation.Gradient,
        ParameterCatalog? catalog = null) =>
        new AdamW(
            parameters, lr, First(betas), Second(betas), eps, weight_decay, amsgrad, maximize: false,
            Options(CentralizationSelection.ConvolutionsOnly, location, catalog));
}
