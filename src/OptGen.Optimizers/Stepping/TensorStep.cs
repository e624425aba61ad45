using TorchSharp;
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
        var inputs = Array.ConvertAll(bucket, entry => entry.Input());
        if (location == CentralizationLocation.Gradient) inputs = Centralize(bucket, inputs, measure);
        for (var i = 0; i < bucket.Length; i++)
        {
            if (!bucket[i].Frame.CoupledInside) inputs[i] = bucket[i].WithDecay(inputs[i]);
        }

        var steps = new Tensor[bucket.Length];
        for (var i = 0; i < bucket.Length; i++) steps[i] = bucket[i].Direction(inputs[i]);
        if (location == CentralizationLocation.Update) steps = Centralize(bucket, steps, measure);
        for (var i = 0; i < bucket.Length; i++)
        {
            if (bucket[i].Frame.Shrink != 1)
            {
                using var shrink = bucket[i].Frame.Shrink.ToScalar();
                bucket[i].Slot.Parameter.mul_(shrink);
            }

            bucket[i].Slot.Parameter.sub_(steps[i]);
        }
    }

    /// <summary>Subtracts from every row its mean; all weights of the bucket at once.</summary>
    private static Tensor[] Centralize(Entry[] bucket, Tensor[] tensors, bool measure)
    {
        var layout = bucket[0].Slot.Decision.Layout!.Value;
        var together = tensors.Length == 1 ? tensors[0].unsqueeze(0) : stack(tensors);
        var means = layout.Means(together, leading: 1);
        if (measure)
        {
            for (var i = 0; i < bucket.Length; i++)
            {
                using var own = means[i].to_type(ScalarType.Float64).expand(bucket[i].Slot.Parameter.shape);
                using var squares = own.square().sum();
                bucket[i].Slot.Removed = squares.item<double>();
            }
        }

        return together.sub(means).unbind();
    }

    private sealed class Entry(StepEngine.Slot slot, UpdateRule rule, StepFrame frame, StateTensors states)
    {
        public StepEngine.Slot Slot { get; } = slot;

        public StepFrame Frame { get; } = frame;

        /// <summary>Entries of equal buckets are centralized together; what is not centralized at all needs no shape.</summary>
        public (string? Shape, ScalarType Type, string Device, CentralizationLocation? Location, RowLayout? Layout) Bucket { get; } = (
            slot.Decision.Location is null ? null : string.Join(',', slot.Decision.Description.Shape),
            slot.Type,
            slot.Parameter.device.ToString(),
            slot.Decision.Location,
            slot.Decision.Layout);

        /// <summary>What enters the mean: the gradient, with the decay where that is centralized along.</summary>
        public Tensor Input()
        {
            var gradient = Slot.Parameter.grad!;
            var x = Frame.Sign < 0 ? gradient.neg() : gradient;
            return Frame.CoupledInside ? WithDecay(x) : x;
        }

        public Tensor WithDecay(Tensor x)
        {
            if (Frame.Coupled == 0) return x;
            using var coupled = Frame.Coupled.ToScalar();
            return x.add(Slot.Parameter, coupled);
        }

        /// <summary>Takes x into the states and returns what the weight shall lose.</summary>
        public Tensor Direction(Tensor x)
        {
            var step = TensorRules.Apply(rule, x, states);
            if (Frame.Inside == 0) return step;
            using var inside = Frame.Inside.ToScalar();
            return step.add_(Slot.Parameter, inside);
        }
    }
}
