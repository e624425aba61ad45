using static TorchSharp.torch;

namespace OptGen.Optimizers;

/// <summary>
/// The parameters of a step that are stepped by operations on tensors: on other devices, of other types, or not in row-major order.
/// Means are taken of all weights of one shape at once.
/// </summary>
internal sealed class TensorStep
{
    private readonly List<Entry> entries = [];

    public void Clear() => entries.Clear();

    public void Add(StepEngine.Slot slot, in UpdateRule rule, in StepFrame frame, in StateTensors states) =>
        entries.Add(new Entry(slot, rule, frame, states));

    public void Run(bool measure)
    {
        foreach (var bucket in entries.GroupBy(entry => entry.Bucket)) Step([.. bucket], measure);
        entries.Clear();
    }

    private static void Step(Entry[] bucket, bool measure)
    {
        using var scope = NewDisposeScope();
        var location = bucket[0].Slot.Decision.Location;
        var means = location == CentralizationLocation.Gradient ? Means(bucket, entry => entry.Centralized(), measure) : null;
        for (var i = 0; i < bucket.Length; i++)
        {
            using var inner = location == CentralizationLocation.Update ? null : NewDisposeScope(); // there the step is still needed
            bucket[i].Advance(TensorQuantity.From(means?[i]));
            if (inner is not null) bucket[i].Change(TensorQuantity.From(null));
        }

        if (location != CentralizationLocation.Update) return;
        means = Means(bucket, entry => entry.Step.Tensor, measure);
        for (var i = 0; i < bucket.Length; i++) bucket[i].Change(TensorQuantity.From(means[i]));
    }

    /// <summary>For every row its mean, in a shape that broadcasts against the weight; of all weights of the bucket at once.</summary>
    private static Tensor[] Means(Entry[] bucket, Func<Entry, Tensor> find, bool measure)
    {
        var layout = bucket[0].Slot.Decision.Layout!.Value;
        var together = bucket.Length == 1 ? find(bucket[0]).unsqueeze(0) : stack(Array.ConvertAll(bucket, entry => find(entry)));
        var means = layout.Means(together, leading: 1).unbind();
        if (measure)
        {
            for (var i = 0; i < bucket.Length; i++)
            {
                using var own = means[i].to_type(ScalarType.Float64).expand(bucket[i].Slot.Parameter.shape);
                using var squares = own.mul(own).sum();
                bucket[i].Slot.Removed = squares.item<double>();
            }
        }

        return means;
    }

    private sealed class Entry(StepEngine.Slot slot, UpdateRule rule, StepFrame frame, StateTensors states)
    {
        private readonly RuleCode code = RuleCode.Find(rule.Kind);
        private readonly Coefficients<TensorQuantity> k = new(rule, frame);
        private readonly TensorQuantity weight = TensorQuantity.From(slot.Parameter);
        private readonly TensorQuantity gradient = TensorQuantity.From(slot.Parameter.grad);

        public StepEngine.Slot Slot { get; } = slot;

        /// <summary>What the weight shall lose, before its mean is taken off.</summary>
        public TensorQuantity Step { get; private set; }

        /// <summary>Entries of equal buckets are centralized together; what is not centralized at all needs no shape.</summary>
        public (string? Shape, ScalarType Type, string Device, CentralizationLocation? Location, RowLayout? Layout) Bucket { get; } = (
            slot.Decision.Location is null ? null : string.Join(',', slot.Decision.Description.Shape),
            slot.Type,
            slot.Parameter.device.ToString(),
            slot.Decision.Location,
            slot.Decision.Layout);

        /// <summary>What the mean of a gradient is taken of.</summary>
        public Tensor Centralized() => (k.CoupledInMean ? k.Sign * gradient + k.Coupled * weight : k.Sign * gradient).Tensor;

        /// <summary>Takes the gradient less its mean into the states.</summary>
        public void Advance(TensorQuantity mean) => Step = code.Step(k, weight, code.Input(k, weight, gradient, mean), states);

        /// <summary>Changes the weight by the step less its mean.</summary>
        public void Change(TensorQuantity mean) => code.Changed(k, weight, Step - mean).CopyTo(Slot.Parameter);
    }
}
