using OptGen.FixedPoint;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.CompilerServices;

/// <summary>
/// Hands on what the last layer leaves, with the gradient that going back over the layers gives it. Arguments: a <see cref="ReversibleRun"/>, the iterates after the last
/// layer, those before the first, what is given, the coefficients, the parameters.
/// </summary>
internal sealed class ReversibleFunction : autograd.MultiTensorFunction<ReversibleFunction>
{
    public override string Name => nameof(ReversibleFunction);

    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        BackwardTensors.FreeGiven();
        var run = (ReversibleRun)vars[0];
        List<Tensor> tensors = vars.Skip(1).Cast<Tensor>().ToList();
        List<Tensor> last = tensors.Take(run.Depths.Sum()).Select(z => z.detach()).ToList();
        ctx.save_data(nameof(ReversibleRun), run);
        ctx.save_data(nameof(TensorForm), tensors.Select(TensorForm.Of).ToArray());
        // TorchSharp makes missing gradients from tensors that it leaves to the dispose scope of this call, which is gone by then.
        ctx.set_materialize_grads(false);
        // All of it is kept so that autograd notices when it was changed between forward and backward.
        ctx.save_for_backward([.. last, .. tensors.Skip(last.Count)]);
        return last;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        var run = (ReversibleRun)ctx.get_data(nameof(ReversibleRun));
        var forms = (TensorForm[])ctx.get_data(nameof(TensorForm));
        int states = run.Depths.Sum();
        var wanted = new TensorForm?[1 + forms.Length];
        for (int i = states; i < forms.Length; i++)
            wanted[1 + i] = forms[i].NeedsGradient ? forms[i] : null;
        return BackwardCall.Run(run.Observer, grad_outputs, wanted, gradients =>
        {
            List<Tensor> saved = ctx.get_saved_variables();
            if (!is_grad_enabled())
            {
                Tensor?[] found = ReversibleGradient.Compute(run, [.. saved], [.. grad_outputs.Select(g => g is null || g.IsInvalid ? null : g)], forms);
                for (int i = states; i < forms.Length; i++)
                    gradients[1 + i] = found[i];
                return;
            }
            // For a gradient that is differentiated again, which says then that it cannot be.
            List<Tensor> recorded = ReversibleGradient.apply([run, forms, .. saved, .. grad_outputs.Select((g, i) => forms[i].OrZeros(g))]);
            int next = 0;
            for (int i = states; i < forms.Length; i++)
            {
                if (forms[i].NeedsGradient)
                    gradients[1 + i] = recorded[next++];
            }
        });
    }
}

/// <summary>
/// The gradient of a run over reversible layers. It is not differentiable: asked for its own gradient, it keeps a failure that says so, and gives what is not a number.
/// Arguments: a <see cref="ReversibleRun"/>, the forms of the next, all arguments of <see cref="ReversibleFunction"/>, the gradients of its results.
/// </summary>
internal sealed class ReversibleGradient : autograd.MultiTensorFunction<ReversibleGradient>
{
    public override string Name => nameof(ReversibleGradient);

    /// <summary>Goes back over the layers.</summary>
    /// <param name="run">What was run.</param>
    /// <param name="saved">The arguments of the function.</param>
    /// <param name="incoming">The gradients of what the last layer left; null where one is zero.</param>
    /// <param name="forms">The forms of the arguments.</param>
    /// <returns>A gradient for each argument; null where it is zero or not wanted.</returns>
    public static Tensor?[] Compute(ReversibleRun run, Tensor[] saved, Tensor?[] incoming, TensorForm[] forms)
    {
        var causes = new Causes(run, saved, forms);
        Tensor[][] begun = Split(run, saved.Skip(run.Depths.Sum()));
        Tensor[][] states = Split(run, saved.Select(s => s.detach()));
        Tensor?[][] gradients = Split(run, incoming.Select(g => g?.alias()));
        var deviations = new List<(int Layer, Tensor Distance, Tensor Size)>();
        BufferValues buffers;
        using (no_grad())
            buffers = BufferValues.Of(run.Modules);
        try
        {
            run.Random.Around(() =>
            {
                for (int k = run.Layers.Count - 1; k >= 0; k--)
                {
                    using DisposeScope scope = NewDisposeScope();
                    run.Random.Restore(k);
                    var pass = new RetracedLayer(k, begun, states, gradients);
                    Tensor[] given = causes.Of(k, out Tensor[] wanted, out int[] places);
                    using (enable_grad())
                        run.Layers.Retrace(pass, k, pass.After, given);
                    using (no_grad())
                    {
                        pass.Pull(wanted, (i, gradient) => causes.Add(places[i], gradient));
                        (Tensor Value, Tensor? Gradient)[][] before = pass.Before();
                        // A gradient that no equation of this layer has added to is the same tensor still.
                        Tensor?[] past = [.. states.SelectMany(s => s), .. gradients.SelectMany(g => g)];
                        states = [.. before.Select(s => s.Select(b => b.Value.MoveToOuterDisposeScope()).ToArray())];
                        gradients = [.. before.Select(s => s.Select(b => b.Gradient?.alias().MoveToOuterDisposeScope()).ToArray())];
                        foreach (Tensor? tensor in past)
                            tensor?.Dispose();
                    }
                    deviations.AddRange(pass.Deviations.Select(d => (k, d.Distance.MoveToOuterDisposeScope(), d.Size.MoveToOuterDisposeScope())));
                }
            });
        }
        finally
        {
            using (no_grad())
                buffers.Restore();
        }
        using (no_grad())
            run.Measured(Greatest(deviations));
        Tensor?[] flat = [.. gradients.SelectMany(g => g)];
        for (int i = 0; i < flat.Length; i++)
        {
            if (flat[i] is { } gradient)
                causes.Add(flat.Length + i, gradient);
        }
        return causes.Gradients;
    }

    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var run = (ReversibleRun)vars[0];
        var forms = (TensorForm[])vars[1];
        Tensor[] tensors = vars.Skip(2).Cast<Tensor>().ToArray();
        Tensor?[] found = Compute(run, tensors[..forms.Length], tensors[forms.Length..], forms);
        ctx.save_data(nameof(ReversibleRun), run);
        ctx.save_data(nameof(TensorForm), tensors.Select(TensorForm.Of).ToArray());
        ctx.set_materialize_grads(false);
        return Enumerable.Range(run.Depths.Sum(), forms.Length - run.Depths.Sum()).Where(i => forms[i].NeedsGradient).Select(i => found[i] ?? forms[i].OrZeros(null)).ToList();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        var run = (ReversibleRun)ctx.get_data(nameof(ReversibleRun));
        var forms = (TensorForm[])ctx.get_data(nameof(TensorForm));
        return BackwardCall.Run(run.Observer, grad_outputs, [null, null, .. forms.Select(f => f.NeedsGradient ? f : null)], _ => throw new NotSupportedException(
            "a gradient of a gradient was asked for, and layers that are recovered have none; use Memory.Store where second derivatives are needed"));
    }

    private static T[][] Split<T>(ReversibleRun run, IEnumerable<T> flat)
    {
        using IEnumerator<T> next = flat.GetEnumerator();
        return [.. run.Depths.Select(d => Enumerable.Range(0, d).Select(_ => next.MoveNext() ? next.Current : throw new InvalidOperationException("An iterate is missing.")).ToArray())];
    }

    /// <summary>The greatest distance, relative to the greatest iterate of its layer; not a number where a value is not finite. A state may be zero beside others that are not.</summary>
    private static double Greatest(List<(int Layer, Tensor Distance, Tensor Size)> deviations)
    {
        if (deviations.Count == 0)
            return 0;
        double[] distances = Read(deviations.Select(d => d.Distance)), sizes = Read(deviations.Select(d => d.Size));
        if (!Array.TrueForAll(sizes, double.IsFinite))
            return double.NaN;
        return Enumerable.Range(0, distances.Length).GroupBy(i => deviations[i].Layer)
            .Max(layer => layer.Max(i => distances[i]) is > 0 and double distance ? distance / layer.Max(i => sizes[i]) : 0);
    }

    private static double[] Read(IEnumerable<Tensor> numbers)
    {
        using Tensor all = stack(numbers.ToArray());
        using Tensor doubles = all.to(ScalarType.Float64);
        using Tensor here = doubles.cpu();
        return here.data<double>().ToArray();
    }

    /// <summary>What iterates are computed from besides each other, and the gradients that it has so far.</summary>
    private sealed class Causes
    {
        private readonly ReversibleRun _run;
        private readonly Tensor[] _saved;
        private readonly TensorForm[] _forms;
        private readonly int _given;
        private readonly int _coefficients;
        private readonly int _parameters;
        private readonly Dictionary<Parameter, int> _places = new(ReferenceEqualityComparer.Instance);
        private readonly bool[] _isOwn;

        public Causes(ReversibleRun run, Tensor[] saved, TensorForm[] forms)
        {
            (_run, _saved, _forms) = (run, saved, forms);
            _given = 2 * run.Depths.Sum();
            _coefficients = _given + run.Layers.Given.Length;
            _parameters = _coefficients + run.Coefficients.Length;
            for (int i = 0; i < run.Parameters.Length; i++)
                _places[run.Parameters[i]] = _parameters + i;
            Gradients = new Tensor?[forms.Length];
            _isOwn = new bool[forms.Length];
        }

        public Tensor?[] Gradients { get; }

        /// <summary>What layer k is handed, those of it and of its parameters that want gradients, and their places among the arguments.</summary>
        public Tensor[] Of(int layer, out Tensor[] wanted, out int[] places)
        {
            int[] handed = [.. Enumerable.Range(_given, _run.Layers.Given.Length), .. _run.SharedOf(layer).Select(i => _coefficients + i)];
            Tensor[] leaves = Array.ConvertAll(handed, i => _forms[i].NeedsGradient ? _saved[i].detach().requires_grad_(true) : _saved[i].detach());
            // A parameter may have been frozen since the forward.
            Parameter[] trained = [.. _run.LayerParameters[layer].Where(p => p.requires_grad)];
            int[] open = [.. Enumerable.Range(0, handed.Length).Where(i => _forms[handed[i]].NeedsGradient)];
            wanted = [.. open.Select(i => leaves[i]), .. trained];
            places = [.. open.Select(i => handed[i]), .. trained.Select(p => _places[p])];
            return leaves;
        }

        /// <summary>Adds to the gradient of an argument.</summary>
        public void Add(int place, Tensor gradient)
        {
            if (!_forms[place].NeedsGradient)
                return;
            if (Gradients[place] is not { } sum)
            {
                Gradients[place] = Outside(gradient.alias());
            }
            else if (_isOwn[place])
            {
                sum.add_(gradient, ScalarArguments.One);
            }
            else
            {
                Gradients[place] = Outside(sum.Plus(gradient));
                sum.Dispose();
                _isOwn[place] = true;
            }
        }

        /// <summary>A layer's scope ends before the last one's gradient is there.</summary>
        private static Tensor Outside(Tensor tensor) => tensor.DetachFromDisposeScope();
    }
}
