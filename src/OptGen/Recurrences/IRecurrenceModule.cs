using OptGen.FixedPoint;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen;

/// <summary>What a module that was made of a recurrence at run time has besides those of all modules.</summary>
public interface IRecurrenceModule
{
    /// <summary>The recurrence that it runs.</summary>
    Recurrence Recurrence { get; }

    /// <summary>How its layers are solved, and what became of the last solves; null where no layer is.</summary>
    ImplicitSolve? Implicit { get; }

    /// <summary>How its layers are recovered for gradients, and how exactly the last ones were; null where what layers compute is stored.</summary>
    Reversal? Reversal { get; }

    /// <summary>The trained coefficients as the recurrence reads them, inside their ranges.</summary>
    TrainedCoefficients Coefficients { get; }

    /// <summary>A trained coefficient as it is stored: a number of a range as the unbounded one that the range is made of.</summary>
    /// <param name="name">Its name in the recurrence.</param>
    /// <exception cref="ArgumentException">The recurrence has no trained coefficient of this name.</exception>
    Parameter Trained(string name);

    /// <summary>Runs the network, and hands out with its result what its layers compute. This stores it, also where <see cref="Reversal"/> is there.</summary>
    /// <param name="inputs">What forward takes.</param>
    /// <returns>The result and the iterates of every state, which belong to the caller. Gradients flow through all of them.</returns>
    /// <exception cref="ArgumentException">The recurrence has another number of inputs.</exception>
    NetworkIterates Iterates(params Tensor[] inputs);
}
