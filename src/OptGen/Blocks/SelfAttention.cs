using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Blocks;

/// <summary>
/// Multi-head self-attention: every token becomes a mean of values of all tokens, weighted by softmax(q k^T/sqrt(d)), d = width/heads.
/// </summary>
/// <remarks>
/// Forward takes [batch, tokens, width] and returns a new tensor of that shape, owned by the caller. The parameters are named <c>qkv</c> and <c>proj</c>, and
/// laid out as in timm: qkv's rows are the queries of all heads, then the keys, then the values. Source: Vaswani et al., "Attention Is All You Need" (2017).
/// </remarks>
public sealed class SelfAttention : nn.Module<Tensor, Tensor>
{
    private readonly Linear projections;
    private readonly Linear output;
    private readonly int width;
    private readonly int heads;

    /// <summary>Makes the operator.</summary>
    /// <param name="width">The size of a token, at least 1.</param>
    /// <param name="heads">The number of heads, a divisor of the width.</param>
    /// <param name="initialization">How the weights are drawn.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or there is no such initialization.</exception>
    /// <exception cref="ArgumentException">The number of heads does not divide the width.</exception>
    public SelfAttention(int width, int heads, Initialization initialization = Initialization.Torch)
        : base(nameof(SelfAttention))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        if (width % heads != 0)
            throw new ArgumentException($"{heads} heads do not divide a width of {width}; take a divisor of the width.", nameof(heads));
        this.width = width;
        this.heads = heads;
        projections = nn.Linear(width, 3 * width);
        output = nn.Linear(width, width);
        register_module("qkv", projections);
        register_module("proj", output);
        this.InitializeWeights(initialization);
    }

    /// <summary>The number of heads.</summary>
    internal int Heads => heads;

    /// <summary>The layer that comes last.</summary>
    internal Linear Last => output;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The argument is not of the shape [batch, tokens, width].</exception>
    public override Tensor forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        long[] shape = x.shape;
        if (shape.Length != 3 || shape[2] != width)
            throw new ArgumentException($"Attention takes tokens of the shape [batch, tokens, {width}], not [{string.Join(", ", shape)}].", nameof(x));
        using DisposeScope scope = NewDisposeScope();
        Tensor[] parts = projections.call(x).view(shape[0], shape[1], 3, heads, width / heads).permute(2, 0, 3, 1, 4).unbind();
        Tensor mixed = nn.functional.scaled_dot_product_attention(parts[0], parts[1], parts[2]);
        return output.call(mixed.transpose(1, 2).reshape(shape)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // The constructor has registered everything, under names that do not depend on fields.
    }
}
