using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers;

/// <summary>What a parameter is to its module.</summary>
public enum ParameterKind
{
    /// <summary>No module is known to own it; only its rank says what it may be.</summary>
    Unknown,

    /// <summary>A weight of a dense layer, or of a module of one's own: the first axis counts the outputs.</summary>
    Dense,

    /// <summary>The kernels of a convolution of any rank: the first axis counts the outputs.</summary>
    Convolution,

    /// <summary>The kernels of a transposed convolution: the second axis counts the outputs of a group.</summary>
    TransposedConvolution,

    /// <summary>A table of vectors.</summary>
    Embedding,

    /// <summary>A weight of a recurrent layer.</summary>
    Recurrent,

    /// <summary>A scale or shift of a normalization.</summary>
    Normalization,

    /// <summary>A parameter of rank 0 or 1.</summary>
    Bias
}

/// <summary>What is known of one parameter.</summary>
/// <param name="Name">Its name in the module, such as <c>conv1.weight</c>; "parameter N" where no module is known.</param>
/// <param name="Kind">What it is to its module.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Owner">The class name of the module that owns it; null where none is known.</param>
public sealed record ParameterDescription(string Name, ParameterKind Kind, IReadOnlyList<long> Shape, string? Owner)
{
    /// <summary>Into how many groups the channels of a transposed convolution are split; else 1.</summary>
    internal long Groups { get; init; } = 1;
}

/// <summary>The names and kinds of a network's parameters, read off its modules once.</summary>
/// <remarks>Make it, like the optimiser, after <c>module.to(…)</c>, which replaces parameters. Reading is thread-safe.</remarks>
public sealed class ParameterCatalog
{
    private readonly Dictionary<IntPtr, ParameterDescription> entries = [];

    private ParameterCatalog()
    {
    }

    /// <summary>Reads the parameters of a module and of all modules inside it.</summary>
    /// <remarks>A parameter that several modules share counts as an embedding, a recurrent weight or a normalization if one of them says so.</remarks>
    public static ParameterCatalog Of(nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        var catalog = new ParameterCatalog();
        catalog.Add("", module);
        foreach (var (name, child) in module.named_modules()) catalog.Add(name + ".", child);
        return catalog;
    }

    /// <summary>What is known of a parameter; by its rank alone if it belongs to none of the modules.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="position">Its place among the optimiser's parameters, which names it where nothing else does.</param>
    internal ParameterDescription Describe(Parameter parameter, int position) =>
        entries.TryGetValue(TensorIdentity.Of(parameter), out var known) ? known : DescribeUnknown(parameter, position);

    internal static ParameterDescription DescribeUnknown(Parameter parameter, int position)
    {
        var shape = parameter.shape;
        return new ParameterDescription($"parameter {position}", shape.Length < 2 ? ParameterKind.Bias : ParameterKind.Unknown, shape, null);
    }

    private void Add(string prefix, nn.Module owner)
    {
        foreach (var (name, parameter) in owner.named_parameters(recurse: false))
        {
            var shape = parameter.shape;
            var description = new ParameterDescription(prefix + name, KindOf(owner, shape.Length), shape, owner.GetType().Name)
            {
                Groups = owner is ConvolutionTranspose { groups: var groups } ? groups : 1
            };
            var identity = TensorIdentity.Of(parameter);
            if (!entries.TryGetValue(identity, out var known)) entries.Add(identity, description);
            else if (!Excluded(known.Kind) && Excluded(description.Kind)) entries[identity] = description with { Name = known.Name };
        }
    }

    private static bool Excluded(ParameterKind kind) =>
        kind is ParameterKind.Embedding or ParameterKind.Recurrent or ParameterKind.Normalization;

    private static ParameterKind KindOf(nn.Module owner, int rank) => owner switch
    {
        NormBase or LayerNorm or GroupNorm => ParameterKind.Normalization,
        RNN or LSTM or GRU => ParameterKind.Recurrent,
        _ when owner.GetType().Name is "RNNCell" or "LSTMCell" or "GRUCell" => ParameterKind.Recurrent, // a user's own cells too
        _ when rank < 2 => ParameterKind.Bias,
        Embedding => ParameterKind.Embedding,
        _ when owner.GetType().Name is "EmbeddingBag" => ParameterKind.Embedding,
        ConvolutionTranspose => ParameterKind.TransposedConvolution,
        Convolution => ParameterKind.Convolution,
        _ => ParameterKind.Dense
    };
}
