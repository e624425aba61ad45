using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace OptGen;

/// <summary>
/// What a network has computed in one run: its result, and the iterates x_0 … x_L of every state that its layers compute. For deep supervision, losses of iterates are
/// added to that of the result; for a look at convergence, the network runs under <c>no_grad</c>.
/// <code>
/// using NetworkIterates iterates = net.Iterates(x);
/// Tensor loss = Loss(iterates.Output, y);
/// foreach (Tensor iterate in iterates["x"])
///     loss = loss + 0.1 * Loss(head.call(iterate), y);
/// </code>
/// </summary>
/// <remarks>
/// <para>Of a layer that is solved, the iterate is the solution; what a solver tries on the way is not handed out, nor what equations compute that nothing else reads.
/// An equilibrium has one iterate, its solution. Where a stage begins, the iterate is that of the layer before, and the transition is applied to it afterwards.</para>
/// <para>All tensors belong to the caller. Those of a run inside a dispose scope belong to that scope, as a result does; <see cref="Dispose"/> releases them at once. They
/// share memory with what the network goes on with until it has run: change a copy, not an iterate.</para>
/// </remarks>
public sealed class NetworkIterates : IDisposable
{
    private readonly Tensor[] _outputs;
    private readonly IterateSequence[] _states;

    internal NetworkIterates(Tensor[] outputs, IEnumerable<IterateSequence> states)
    {
        _outputs = outputs;
        _states = [.. states];
    }

    /// <summary>What <c>forward</c> returns; the first where it returns several tensors.</summary>
    public Tensor Output => _outputs[0];

    /// <summary>All tensors that <c>forward</c> returns.</summary>
    public IReadOnlyList<Tensor> Outputs => _outputs;

    /// <summary>The states whose iterates are handed out, in the order of the recurrence.</summary>
    public IReadOnlyList<IterateSequence> States => _states;

    /// <summary>The iterates of a state, in the order of their indices.</summary>
    /// <param name="state">Its name in the recurrence.</param>
    /// <exception cref="ArgumentException">No iterates of such a state are handed out.</exception>
    public IterateSequence this[string state] => Array.Find(_states, s => s.State == state) ?? throw new ArgumentException(
        $"The network hands out no iterates of a state {state}; it hands out those of {string.Join(", ", _states.Select(s => s.State))}.", nameof(state));

    /// <summary>Releases the result and all iterates.</summary>
    public void Dispose()
    {
        foreach (Tensor tensor in _outputs.Concat(_states.SelectMany(s => s)))
            tensor.Dispose();
    }
}

/// <summary>The iterates of one state in one run of a network: of a state x_&lt;k+1&gt; they are x_0 … x_L, of a state y_k they are y_0 … y_&lt;L-1&gt;.</summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "It is a sequence.")]
public sealed class IterateSequence : IReadOnlyList<Tensor>
{
    private readonly Tensor[] _iterates;

    internal IterateSequence(string state, int firstIndex, Tensor[] iterates)
    {
        (State, FirstIndex, _iterates) = (state, firstIndex, iterates);
    }

    /// <summary>The state's name.</summary>
    public string State { get; }

    /// <summary>The index of the first iterate that is handed out: 0 for one that begins with x_0; 1 where nothing reads x_0; -1 where layer k computes x_k from x_&lt;-1&gt;.</summary>
    public int FirstIndex { get; }

    /// <summary>How many iterates there are.</summary>
    public int Count => _iterates.Length;

    /// <summary>An iterate by its place in this sequence, from 0 on.</summary>
    /// <param name="index">The place.</param>
    public Tensor this[int index] => _iterates[index];

    /// <summary>An iterate by its index in the recurrence: <c>At(3)</c> is x_3.</summary>
    /// <param name="index">The index.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no iterate of this index.</exception>
    public Tensor At(int index) => index >= FirstIndex && index < FirstIndex + _iterates.Length
        ? _iterates[index - FirstIndex]
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"The iterates of {State} that are handed out have the indices {FirstIndex} to {FirstIndex + _iterates.Length - 1}.");

    /// <inheritdoc/>
    public IEnumerator<Tensor> GetEnumerator() => _iterates.AsEnumerable().GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => _iterates.GetEnumerator();
}
