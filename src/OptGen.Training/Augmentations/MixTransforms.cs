using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>
/// Mixes each sample with another of its batch, and their targets in the same proportion (Zhang, Cisse, Dauphin, Lopez-Paz, "mixup: beyond
/// empirical risk minimization", ICLR 2018). The
/// proportion is drawn from Beta(alpha, alpha) for each batch. Targets become probabilities of shape samples x classes, which cross entropy and
/// accuracy take.
/// </summary>
/// <param name="Classes">The number of classes, at least 2.</param>
/// <param name="Alpha">How much is mixed, above 0: near 0 hardly anything, at 1 every proportion is as likely.</param>
public sealed class Mixup(int Classes, double Alpha = 0.2) : BatchTransform
{
    private readonly int _classes = Mixes.AtLeastTwo(Classes);
    private readonly double _alpha = Mixes.Positive(Alpha);

    /// <inheritdoc/>
    public override Batch Apply(Batch batch, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = NewDisposeScope();
        double own = Draw.Beta(_alpha, generator);
        Tensor partners = randperm(batch.Samples, generator: generator).to(batch.Inputs.device);
        Tensor inputs = batch.Inputs.Times(own).Plus(batch.Inputs.index_select(0, partners), 1 - own);
        Tensor targets = Mixes.Targets(batch, _classes, partners, own);
        return batch.WithInputs(inputs.MoveToOuterDisposeScope()).WithTargets(targets.MoveToOuterDisposeScope());
    }
}

/// <summary>
/// Puts a rectangle of another image of the batch into each image, and mixes their targets by its area (Yun, Han, Oh, Chun, Choe, Yoo, "CutMix",
/// ICCV 2019). The area is drawn from
/// Beta(alpha, alpha), the place evenly, for each batch. Targets become probabilities of shape samples x classes.
/// </summary>
/// <param name="Classes">The number of classes, at least 2.</param>
/// <param name="Alpha">Above 0; at 1 every area is as likely.</param>
public sealed class CutMix(int Classes, double Alpha = 1) : BatchTransform
{
    private readonly int _classes = Mixes.AtLeastTwo(Classes);
    private readonly double _alpha = Mixes.Positive(Alpha);

    /// <inheritdoc/>
    public override Batch Apply(Batch batch, Generator generator)
    {
        Tensor images = Checks.Images(batch);
        using var scope = NewDisposeScope();
        long height = images.shape[2], width = images.shape[3];
        double side = Math.Sqrt(1 - Draw.Beta(_alpha, generator));
        double[] place = rand(2, dtype: ScalarType.Float64, generator: generator).data<double>().ToArray();
        // The rectangle is drawn around its centre, and cut off at the borders; the targets go by what is left.
        long middle = (long)(place[0] * height), centre = (long)(place[1] * width), high = (long)(side * height), broad = (long)(side * width);
        long top = Math.Max(0, middle - high / 2), bottom = Math.Min(height, middle - high / 2 + high);
        long left = Math.Max(0, centre - broad / 2), right = Math.Min(width, centre - broad / 2 + broad);
        Tensor partners = randperm(batch.Samples, generator: generator).to(images.device);
        Tensor mixed = images.clone();
        if (bottom > top && right > left)
            mixed.narrow(2, top, bottom - top).narrow(3, left, right - left).copy_(images.narrow(2, top, bottom - top).narrow(3, left, right - left).index_select(0, partners));
        double own = 1 - (double)Math.Max(0, bottom - top) * Math.Max(0, right - left) / (height * width);
        Tensor targets = Mixes.Targets(batch, _classes, partners, own);
        return batch.WithInputs(mixed.MoveToOuterDisposeScope()).WithTargets(targets.MoveToOuterDisposeScope());
    }
}

/// <summary>What both have in common.</summary>
internal static class Mixes
{
    public static int AtLeastTwo(int classes) => classes >= 2 ? classes : throw new ArgumentOutOfRangeException(nameof(classes), classes, "There must be at least 2 classes.");

    public static double Positive(double alpha) => alpha > 0 && double.IsFinite(alpha) ? alpha : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Alpha must be above 0 and finite.");

    public static Tensor Targets(Batch batch, int classes, Tensor partners, double own)
    {
        Tensor targets = batch.Targets;
        if (!targets.is_floating_point())
            targets = nn.functional.one_hot(targets, classes).to(ScalarType.Float32);
        if (targets.dim() != 2 || targets.shape[1] != classes)
            throw new ArgumentException($"Targets must be class numbers, or probabilities of {classes} classes; these have shape [{string.Join(", ", targets.shape)}].", nameof(batch));
        return targets.Times(own).Plus(targets.index_select(0, partners), 1 - own);
    }
}
