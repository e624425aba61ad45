using System.Globalization;
using OptGen.Binding;
using OptGen.Emission;
using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Drafting;

/// <summary>
/// Makes the generator's model of a class that nobody has written yet: its operators are the simplest members that the text allows. <see cref="ClassWriter"/> writes the same members.
/// </summary>
internal static class DraftModel
{
    public const string TwoLayer = "global::OptGen.Blocks.TwoLayer", LinearMap = "global::OptGen.Blocks.LinearMap";

    // What a trained coefficient begins with where nothing is said: the heavy ball and its like are zero-stable with it.
    private const double Initial = 0.5;

    private const int MostOfAModule = 6;

    /// <summary>Members that the generated part has, or calls.</summary>
    private static readonly HashSet<string> s_taken = new(StringComparer.Ordinal)
    {
        "Recurrence", "forward", "call", "RegisterComponents", "_toEpilog", "register_module", "register_parameter", "ReplaceParameter", "ConditionallyRegisterParameter", "_internal_submodules",
        GeneratedNames.Coefficients, GeneratedNames.Implicit, GeneratedNames.Iterates
    };

    public static NetworkModel Of(Recurrence recurrence, DraftOptions options)
    {
        Plan plan = recurrence.Plan;
        foreach (string name in plan.Operators.Select(o => o.Name).Concat(plan.Coefficients.Select(c => c.Name)))
            RefuseTaken(name, options.Name);
        CoefficientModel[] coefficients = [.. plan.Coefficients.Select(c => Coefficient(c, options))];
        HashSet<string> trained = [.. coefficients.Where(c => c.Learnable is not null).Select(c => c.Name)];
        // A line of numbers that reads what is trained is trained too.
        while (plan.Scalars.FirstOrDefault(l => !trained.Contains(l.Name) && Reads(l).Any(trained.Contains)) is { } line)
            trained.Add(line.Name);
        OperatorModel[] operators = [.. plan.Operators.Select((o, i) => Operator(plan, o, i, trained))];
        EquatableArray<string>? inputs = options.Inputs is not null || plan.Inputs.Any(i => i.Name != plan.States[plan.MainState].Name)
            ? plan.Inputs.Select(i => i.Name).ToEquatableArray()
            : null;
        int? layers = plan.Kind == PlanKind.Equilibrium ? null : options.Layers;
        var wiring = new WiringOptions { Inputs = inputs, Coefficients = coefficients.Select(c => c.Name).ToEquatableArray(), Scheduled = NetworkModel.ScheduledOf(coefficients.ToEquatableArray()), Layers = layers };
        var analysis = new RecurrenceAnalysis(Parser.Parse(recurrence.Text), wiring, NetworkModel.KnowledgeOf(coefficients.ToEquatableArray()));
        string[] taken = [.. operators.Select(o => o.Identifier), .. coefficients.Select(c => c.Identifier)];
        var type = new TypeModel("", [], new TypeHeader("class", options.Name, ""), "public", IsSealed: false, IsAbstract: false, null, options.Name, options.Name, taken.Distinct().ToEquatableArray());
        var construction = new ConstructionModel(IsConstructor: true, HasPrimaryConstructor: false, Parameters(operators, options.Name, asksForLayers: layers is null && plan.Kind == PlanKind.Layered));
        return new NetworkModel(
            type, recurrence.Text, layers ?? (plan.Kind == PlanKind.Equilibrium ? 1 : null), inputs, [], null, operators.ToEquatableArray(), coefficients.ToEquatableArray(), null, construction, analysis, IsBound: true);
    }

    private static void RefuseTaken(string name, string type)
    {
        if (name == type)
            throw new InvalidOperationException($"The recurrence names {name}, and no member of a class can have the class's own name: name the class otherwise.");
        if (s_taken.Contains(name))
            throw new InvalidOperationException($"The recurrence names {name}, which is a member of every generated class: name it otherwise in the text.");
    }

    private static CoefficientModel Coefficient(CoefficientPlan plan, DraftOptions options)
    {
        string identifier = CSharp.Identifier(plan.Name);
        DraftCoefficient said = options.Coefficients.TryGetValue(plan.Name, out DraftCoefficient? given) ? given : DraftCoefficient.Trained(Initial);
        if (!said.IsTrained && plan.IndexCount == 0 && Rational.TryParseDecimal(CSharp.Literal(said.Value), out Rational value))
            return new CoefficientModel(plan.Name, identifier, CoefficientForm.Constant, IsStatic: true, value, null);
        if (!said.IsTrained)
            return new CoefficientModel(plan.Name, identifier, plan.IndexCount == 1 ? CoefficientForm.Schedule : CoefficientForm.TableMethod, IsStatic: true, null, null);
        return new CoefficientModel(plan.Name, identifier, CoefficientForm.Learnable, IsStatic: false, null,
            new LearnableModel("public partial", CSharp.Parameter, said.Value, said.Minimum, said.Maximum, plan.IndexCount == 1, 0, IsRead: true) { PerPair = plan.IndexCount == 2 });
    }

    private static OperatorModel Operator(Plan plan, OperatorPlan op, int number, HashSet<string> trained)
    {
        string identifier = CSharp.Identifier(op.Name);
        // A module takes no more tensors, but a method does.
        if (op.Parameters > 0 || op.Arguments > MostOfAModule)
        {
            IEnumerable<ScalarParameter> scalars = Enumerable.Range(0, op.Parameters).Select(i => new ScalarParameter(Numbered("s", i, op.Parameters), IsTrained(plan, number, i, trained), IsOptional: false));
            return new OperatorModel(op.Name, identifier, OperatorForm.Function, IsStatic: true, CSharp.Tensor, op.Arguments, IsModule: false, TakesLayer: false, [], scalars.ToEquatableArray(), AdjointForm.None)
            {
                Arguments = Enumerable.Range(0, op.Arguments).Select(i => Numbered("x", i, op.Arguments)).Concat(scalars.Select(s => s.Name)).ToEquatableArray()
            };
        }
        var width = new ParameterModel("width", "int", null);
        if (op.Adjoint)
            return new OperatorModel(op.Name, identifier, OperatorForm.SharedFactory, IsStatic: true, LinearMap, 1, IsModule: true, TakesLayer: false, [width], [], AdjointForm.Method);
        OperatorForm form = op.IsSingle || plan.Kind == PlanKind.Equilibrium ? OperatorForm.SharedFactory : OperatorForm.LayerFactory;
        if (op.Arguments == 1)
        {
            return new OperatorModel(op.Name, identifier, form, IsStatic: true, TwoLayer, 1, IsModule: true, form == OperatorForm.LayerFactory, [width], [], AdjointForm.None) { ContainsTwoLayer = true };
        }
        string module = CSharp.Module(op.Arguments);
        string made = form == OperatorForm.LayerFactory ? $"global::System.Func<int, {module}>" : module;
        return new OperatorModel(op.Name, identifier, form, IsStatic: true, module, op.Arguments, IsModule: true, form == OperatorForm.LayerFactory, [new ParameterModel("module" + op.Name, made, null)], [], AdjointForm.None);
    }

    private static IEnumerable<string> Reads(ScalarLinePlan line) =>
        line.Given.Concat(line.Update is { } update ? [update] : Array.Empty<Scalar>()).SelectMany(s => s.Atoms()).OfType<CoefficientAtom>().Select(a => a.Name);

    /// <summary>Whether a scalar in brackets reads a trained coefficient anywhere, and so is a tensor.</summary>
    private static bool IsTrained(Plan plan, int number, int parameter, HashSet<string> trained) => plan.Evaluations
        .Where(e => e.Evaluation.Callee is OperatorCallee callee && callee.Operator == number)
        .Any(e => e.Evaluation.Parameters[parameter].Atoms().OfType<CoefficientAtom>().Any(a => trained.Contains(a.Name)));

    private static EquatableArray<ConstructionParameter> Parameters(OperatorModel[] operators, string name, bool asksForLayers)
    {
        IEnumerable<ConstructionParameter> asked = operators.Where(o => o.IsFactory).SelectMany(o => o.Parameters).Distinct().Select(p => new ConstructionParameter(p, ParameterRole.Factory));
        if (asksForLayers)
            asked = asked.Append(new ConstructionParameter(new ParameterModel("layers", "int", null), ParameterRole.Layers));
        return asked.Append(new ConstructionParameter(new ParameterModel("name", "string", $"\"{name}\""), ParameterRole.Name)).ToEquatableArray();
    }

    private static string Numbered(string letter, int number, int count) => count == 1 ? letter : letter + (number + 1).ToString(CultureInfo.InvariantCulture);
}
