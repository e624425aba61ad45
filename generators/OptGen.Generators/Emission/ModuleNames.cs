using OptGen.Binding;
using OptGen.Lowering;
using OptGen.Wiring;

namespace OptGen.Emission;

/// <summary>The names of what the generated part adds to the class, clear of what the user declared.</summary>
internal sealed class ModuleNames
{
    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    public ModuleNames(NetworkModel model, Plan plan)
    {
        var taken = model.Type.TakenNames.Concat(model.Operators.Select(o => o.Identifier)).Concat(model.Coefficients.Select(c => c.Identifier));
        // Parameters of the constructor stand beside fields in it.
        var parameters = model.Construction.Parameters.Select(p => p.Parameter.Name);
        Members = new NameTable(taken.Concat(parameters).Concat([model.Type.Declaration.Name, "Recurrence", "forward", "call", "training", "name"]));
        if (plan.IsImplicit)
            Members.Take(ImplicitWriter.Property);
        if (model.Coefficients.Any(c => c.Learnable is not null))
            Members.Take(GeneratedNames.Coefficients);
        if (model.IsReversible)
            Members.Take(ReversibleWriter.Property);
        if (model.HandsOutIterates)
            Members.Take(IterateWriter.Method);
        foreach (OperatorModel op in model.Operators.Where(o => o.IsFactory))
            _fields[op.Name] = Members.Take("_" + CSharp.Bare(op.Identifier));
        foreach (CoefficientModel coefficient in model.Coefficients.Where(c => c.Learnable is not null))
            _fields[coefficient.Name] = Members.Take("_" + CSharp.Bare(coefficient.Identifier));
        if (model.Transition is { } transition)
            _fields[transition.Name] = Members.Take("_" + CSharp.Bare(transition.Identifier));
        Calls = Members.Take("_operators");
        Registered = Members.Take("_registered");
        LayersField = Members.Take("_layers");
        Layers = model.Layers is { } layers ? layers.ToString(System.Globalization.CultureInfo.InvariantCulture) : LayersField;
    }

    /// <summary>All member names, taken and given.</summary>
    public NameTable Members { get; }

    /// <summary>The field by which operators are made and applied.</summary>
    public string Calls { get; }

    /// <summary>The field that says that the parts are registered.</summary>
    public string Registered { get; }

    public string LayersField { get; }

    /// <summary>The number of layers: a number, or the field that holds it.</summary>
    public string Layers { get; }

    /// <summary>The field of a factory's module or modules, or of a trained coefficient.</summary>
    public string Field(string notationName) => _fields[notationName];
}
