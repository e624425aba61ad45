namespace OptGen.Networks;

/// <summary>The stem of a vision transformer: a token for each patch of an image, one more for the class before them, and a learned position added to each.</summary>
/// <remarks>
/// Forward takes [batch, inChannels, imageSize, imageSize] and returns [batch, 1 + (imageSize/patchSize)^2, width]. The parameters are named as in timm:
/// <c>proj</c>, <c>cls_token</c> and <c>pos_embed</c>.
/// </remarks>
internal sealed class PatchTokens : Module<Tensor, Tensor>, IPyTorchModule
{
    private readonly int imageSize;
    private readonly int inChannels;
    private readonly Conv2d projection;

    [TorchSharp.Utils.ComponentName(Name = "cls_token")]
    private Parameter classToken;

    [TorchSharp.Utils.ComponentName(Name = "pos_embed")]
    private Parameter positions;

    public PatchTokens(int width, int patchSize, int imageSize, int inChannels)
        : base(nameof(PatchTokens))
    {
        this.imageSize = imageSize;
        this.inChannels = inChannels;
        long side = imageSize / patchSize;
        projection = Conv2d(inChannels, width, patchSize, stride: patchSize);
        classToken = Drawn(1, 1, width);
        positions = Drawn(1, 1 + (side * side), width);
        register_parameter("cls_token", classToken);
        register_parameter("pos_embed", positions);
        register_module("proj", projection);
        this.InitializeWeights(Initialization.TruncatedNormal);
    }

    public override Tensor forward(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        long[] shape = images.shape;
        if (shape.Length != 4 || shape[1] != inChannels || shape[2] != imageSize || shape[3] != imageSize)
            throw new ArgumentException($"This network takes images of the shape [batch, {inChannels}, {imageSize}, {imageSize}], not [{string.Join(", ", shape)}].", nameof(images));
        using DisposeScope scope = NewDisposeScope();
        Tensor patches = projection.call(images).flatten(2).transpose(1, 2);
        Tensor tokens = cat([classToken.expand(shape[0], -1, -1), patches], 1);
        return tokens.Plus(positions).MoveToOuterDisposeScope();
    }

    public string ToPyTorch(PyTorchModules modules)
    {
        string made = modules.Define("PatchTokens", """"
            class PatchTokens(nn.Module):
                """The patches of an image as tokens behind a class token, each with its place added."""

                def __init__(self, channels, width, patch, tokens):
                    super().__init__()
                    self.cls_token = nn.Parameter(torch.zeros(1, 1, width))
                    self.pos_embed = nn.Parameter(torch.zeros(1, tokens, width))
                    self.proj = nn.Conv2d(channels, width, patch, stride=patch)

                def forward(self, images):
                    patches = self.proj(images).flatten(2).transpose(1, 2)
                    return torch.cat([self.cls_token.expand(len(images), -1, -1), patches], 1) + self.pos_embed
            """");
        return FormattableString.Invariant($"{made}({inChannels}, {projection.out_channels}, {projection.kernel_size[0]}, {positions.shape[1]})");
    }

    protected override void RegisterComponents()
    {
        // The constructor has registered everything.
    }

    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        if (ReplaceParameter(dtype, device, classToken, out Parameter? movedToken))
        {
            using Parameter last = classToken;
            classToken = movedToken!;
            ConditionallyRegisterParameter("cls_token", classToken);
        }
        if (ReplaceParameter(dtype, device, positions, out Parameter? movedPositions))
        {
            using Parameter last = positions;
            positions = movedPositions!;
            ConditionallyRegisterParameter("pos_embed", positions);
        }
        base._toEpilog(dtype, device, non_blocking);
    }

    private static Parameter Drawn(params long[] shape)
    {
        var parameter = new Parameter(zeros(shape));
        parameter.DetachFromDisposeScope();
        WeightInitialization.DrawTruncated(parameter);
        return parameter;
    }
}
