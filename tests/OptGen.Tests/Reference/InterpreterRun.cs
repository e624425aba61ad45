using OptGen.Wiring;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Tests;

/// <summary>Runs recurrences step by step as they are written: slow, and obviously right. It defines what modules must compute.</summary>
internal static class InterpreterRun
{
    /// <param name="recurrence">The recurrence.</param>
    /// <param name="bindings">What its names stand for.</param>
    /// <param name="layers">The number of layers, at least 1; an equilibrium is 1.</param>
    /// <param name="inputs">The inputs, in the order of the recurrence.</param>
    /// <returns>A new tensor, owned by the caller.</returns>
    public static Tensor Run(this Recurrence recurrence, InterpreterBindings bindings, int layers, params Tensor[] inputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        if (recurrence.Plan.Kind == PlanKind.Equilibrium && layers != 1)
            throw new ArgumentOutOfRangeException(nameof(layers), layers, $"An equilibrium is one layer, solved once; {layers} layers are asked for.");
        if (inputs.Length != recurrence.Inputs.Count)
            throw new ArgumentException($"The recurrence has {recurrence.Inputs.Count} inputs ({string.Join(", ", recurrence.Inputs)}), not {inputs.Length}.", nameof(inputs));
        using DisposeScope scope = NewDisposeScope();
        return new Interpreter(recurrence.Plan, bindings, layers, inputs).Run().MoveToOuterDisposeScope();
    }

    /// <summary>All that forward returns, in the dispose scope of the caller.</summary>
    public static List<Tensor> RunAll(this Recurrence recurrence, InterpreterBindings bindings, int layers, params Tensor[] inputs) =>
        new Interpreter(recurrence.Plan, bindings, layers, inputs).RunAll();

    /// <summary>Runs a recurrence and keeps all that its layers compute.</summary>
    /// <returns>The result, and the iterates of each state from its first on, in the dispose scope of the caller.</returns>
    public static (Tensor Output, Dictionary<string, List<Tensor>> Iterates) RunIterates(this Recurrence recurrence, InterpreterBindings bindings, int layers, params Tensor[] inputs)
    {
        var interpreter = new Interpreter(recurrence.Plan, bindings, layers, inputs);
        Tensor output = interpreter.Run();
        return (output, interpreter.Iterates.GroupBy(i => i.Key.State).ToDictionary(
            g => recurrence.Plan.States[g.Key].Name, g => g.OrderBy(i => i.Key.Layer).Select(i => i.Value).ToList(), StringComparer.Ordinal));
    }
}
