using OptGen.Binding;
using OptGen.CompilerServices;
using OptGen.Export.PyTorch;
using OptGen.FixedPoint;
using OptGen.Wiring;

namespace OptGen.Drafting;

/// <summary>Describes a network that is not there, for the writer of PyTorch modules.</summary>
internal static class PyTorchDraft
{
    public static string Write(Recurrence recurrence, NetworkModel model) => PyTorchExport.Draft(new NetworkDescription(recurrence, model.Layers ?? Draft.LayersUnlessGiven)
    {
        Name = model.Type.Declaration.Name,
        Operators = [.. model.Operators.Select(o => o.Form == OperatorForm.Function
            ? new OperatorDescription(o.Name)
            : new OperatorDescription(o.Name, new DraftOperator(), o.Form == OperatorForm.LayerFactory))],
        Trained = [.. model.Coefficients.Where(c => c.Learnable is not null).Select(c => Trained(c.Name, c.Learnable!))],
        Numbers = [.. model.Coefficients.Where(c => c.Learnable is null).Select(Number)],
        Implicit = model.IsImplicit ? new ImplicitSolve(model.Type.Declaration.Name) : null
    });

    private static TrainedDescription Trained(string name, LearnableModel learnable) =>
        new(name, learnable.Initial, learnable.PerLayer, learnable.PerPair, 0, learnable.Min ?? double.NegativeInfinity, learnable.Max ?? double.PositiveInfinity);

    private static NumberDescription Number(CoefficientModel number)
    {
        double value = number.Value?.ToDouble() ?? 1;
        return number.Form switch
        {
            CoefficientForm.Constant => new NumberDescription(number.Name, value),
            CoefficientForm.Schedule => new NumberDescription(number.Name, (int _) => value),
            _ => new NumberDescription(number.Name, (_, _) => value)
        };
    }
}
