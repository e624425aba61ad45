using System.Globalization;
using OptGen.Binding;
using OptGen.Lowering;
using OptGen.Wiring;

namespace OptGen.Emission;

/// <summary>Writes fields, the constructor or <c>Initialize</c>, the registration and the trained coefficients' properties.</summary>
internal sealed class ConstructionWriter(SourceWriter output, NetworkModel model, Program program, ModuleNames members, HeldConstantWriter constants)
{
    public const string CoefficientsType = "global::OptGen.TrainedCoefficients";

    private readonly Dictionary<string, ModuleRange> _modules = program.Plan.Operators.Select((o, i) => (o.Name, Range: program.Modules[i])).ToDictionary(o => o.Name, o => o.Range, StringComparer.Ordinal);

    private IEnumerable<OperatorModel> Factories => model.Operators.Where(o => o.IsFactory);

    private IEnumerable<CoefficientModel> Learnables => model.Coefficients.Where(c => c.Learnable is not null);

    /// <summary>What the class registers, by the name it has in a state dictionary, and the expression that reads it.</summary>
    private IEnumerable<(string Key, string Value)> Modules =>
        Factories.Select(o => (CSharp.Bare(o.Identifier), members.Field(o.Name)))
            .Concat(model.Operators.Where(o => o.Form == OperatorForm.Member && o.IsModule && !o.IsStatic).Select(o => (CSharp.Bare(o.Identifier), o.Identifier)))
            .Concat(model.Transition is { } t ? [(CSharp.Bare(t.Identifier), members.Field(t.Name))] : Array.Empty<(string, string)>());

    public void WriteFields()
    {
        // A field that only the constructor sets is readonly; Initialize is an ordinary method and sets its fields later.
        string modifier = model.Construction.IsConstructor ? "readonly " : "";
        string unset = model.Construction.IsConstructor ? "" : " = null!";
        foreach (OperatorModel op in Factories)
            WriteField(CSharp.Bare(op.Identifier), $"private {modifier}{FieldType(op)} {members.Field(op.Name)}{unset};");
        if (model.Transition is { } transition)
            WriteField(CSharp.Bare(transition.Identifier), $"private {modifier}{CSharp.ModuleList}<{transition.Type}> {members.Field(transition.Name)}{unset};");
        foreach (CoefficientModel coefficient in Learnables)
            WriteField(CSharp.Bare(coefficient.Identifier), $"private {CSharp.Parameter} {members.Field(coefficient.Name)}{unset};");
        output.Line($"private readonly {CSharp.Services}.OperatorCalls {members.Calls} = new({CSharp.Literal(CSharp.Bare(model.Type.Declaration.Name))});");
        if (model.Layers is null)
            output.Line($"private {modifier}int {members.LayersField};");
        constants.WriteFields();
        output.Line($"private bool {members.Registered};");
        output.Line();
    }

    /// <summary>The reflection of the base class sees the field too: under this name it finds it registered already.</summary>
    private void WriteField(string key, string declaration)
    {
        output.Line($"[global::TorchSharp.Utils.ComponentName(Name = {CSharp.Literal(key)})]");
        output.Line(declaration);
    }

    private string FieldType(OperatorModel op) =>
        _modules[op.Name].IsPerLayer ? $"{CSharp.ModuleList}<{op.Type}>" : op.Type;

    public void WriteConstructor()
    {
        bool isConstructor = model.Construction.IsConstructor;
        var parameters = model.Construction.Parameters.Where(p => isConstructor || p.Role != ParameterRole.Name).ToList();
        string list = string.Join(", ", parameters.Select(p => $"{p.Parameter.Type} {p.Parameter.Name}{(p.Parameter.Default is { } value ? " = " + value : "")}"));
        string name = CSharp.Bare(model.Type.Declaration.Name);
        string ofLayers = program.Plan.Kind == PlanKind.Layered ? " of every layer" : "";
        output.Line(isConstructor
            ? $"/// <summary>Makes the modules{ofLayers}.</summary>"
            : $"/// <summary>Makes the modules{ofLayers}. Every constructor of the class calls this once, at its end.</summary>");
        foreach (ConstructionParameter parameter in parameters)
            output.Line($"/// <param name=\"{CSharp.Bare(parameter.Parameter.Name)}\">{Describe(parameter)}</param>");
        string header = isConstructor
            ? $"{model.Construction.Accessibility} {CSharp.Identifier(name)}({list})\n    : base(name)"
            : $"private void Initialize({list})";
        using (output.Block(header))
        {
            WriteLayers(parameters);
            foreach (OperatorModel op in Factories)
                WriteModules(op);
            if (model.Transition is { } transition)
                WriteTransitions(transition);
            foreach (CoefficientModel coefficient in Learnables)
                output.Line($"{members.Field(coefficient.Name)} = {Create(coefficient)};");
            if (constants is { IsLate: false, Method: { } hold })
                output.Line($"{hold}();");
            output.Line("RegisterComponents();");
        }
        output.Line();
        constants.WriteMethod();
    }

    private string Describe(ConstructionParameter parameter) => parameter.Role switch
    {
        ParameterRole.Layers => $"The number of layers, at least {Math.Max(1, program.Plan.MinimumLayers)}.",
        ParameterRole.Name => "The module's name.",
        _ => DescribeAsked(parameter.Parameter.Name)
    };

    /// <summary>What factories say of a parameter in their own documentation, and which ask for it.</summary>
    private string DescribeAsked(string name)
    {
        var asking = model.Operators.Concat(model.Transition is { } t ? [t] : []).Where(o => o.IsFactory).SelectMany(o => o.Parameters.Where(p => p.Name == name), (o, p) => (Factory: CSharp.Xml(CSharp.Bare(o.Identifier)), p.Documentation)).ToList();
        var said = asking.Where(a => a.Documentation is not null).GroupBy(a => a.Documentation!).ToList();
        // Where they do not say the same, each is named.
        string words = string.Concat(said.Select(s => (said.Count > 1 ? $"{Listed(s.Select(a => a.Factory).ToList())}: " : "") + s.Key + " "));
        return words + (asking.Count == 1 ? "For the factory " : "For the factories ") + Listed(asking.Select(a => a.Factory).ToList()) + ".";
    }

    /// <summary>"T", "S and T", "R, S and T".</summary>
    private static string Listed(List<string> names) => names.Count < 2
        ? string.Concat(names)
        : string.Join(", ", names.Take(names.Count - 1)) + " and " + names[names.Count - 1];

    private void WriteLayers(List<ConstructionParameter> parameters)
    {
        ConstructionParameter? layers = parameters.Find(p => p.Role == ParameterRole.Layers);
        if (layers is null)
            return;
        string text = layers.Parameter.Name;
        output.Line($"if ({text} < 1)");
        using (output.Indented())
        {
            output.Line(
                $"throw new global::System.ArgumentOutOfRangeException(nameof({text}), {text}, "
                + $"{CSharp.Literal(CSharp.Bare(model.Type.Declaration.Name) + " needs at least 1 layer.")});");
        }
        output.Line($"{members.LayersField} = {text};");
    }

    private void WriteModules(OperatorModel op)
    {
        ModuleRange modules = _modules[op.Name];
        string field = members.Field(op.Name);
        if (!modules.IsPerLayer)
        {
            output.Line($"{field} = {Make(op, op.TakesLayer ? "0" : null)};");
            return;
        }
        string layer = Local("k");
        output.Line($"{field} = new {FieldType(op)}();");
        output.Line($"for (int {layer} = {Bound(modules.First)}; {layer} <= {Bound(modules.Last)}; {layer}++)");
        using (output.Indented())
            output.Line($"{field}.Add({Make(op, layer)});");
    }

    private void WriteTransitions(OperatorModel transition)
    {
        string field = members.Field(transition.Name);
        string stage = Local("stage");
        output.Line($"{field} = new {CSharp.ModuleList}<{transition.Type}>();");
        output.Line($"for (int {stage} = 1; {stage} < {model.Stages.Count.ToString(CultureInfo.InvariantCulture)}; {stage}++)");
        using (output.Indented())
            output.Line($"{field}.Add({Make(transition, stage)});");
    }

    /// <summary>A name beside those of the class and of the constructor's parameters.</summary>
    private string Local(string wish) => CSharp.Identifier(members.Members.Inner().Take(wish));

    /// <summary>A call of a factory, which a parameter of the same name would hide.</summary>
    private string Make(OperatorModel op, string? layer)
    {
        bool isHidden = model.Construction.Parameters.Any(p => CSharp.Bare(p.Parameter.Name) == CSharp.Bare(op.Identifier));
        string owner = !isHidden ? "" : op.IsStatic ? CSharp.Qualified(model.Type) + "." : "this.";
        string number = layer ?? ProgramExpressions.OutsideLayers;
        string call = $"{owner}{op.Identifier}({string.Join(", ", (layer is null ? Array.Empty<string>() : [layer]).Concat(op.Parameters.Select(p => p.Name)))})";
        // A span cannot be captured.
        return op.TakesSpan
            ? $"{members.Calls}.Made({CSharp.Literal(op.Name)}, {number}, {call})"
            : $"{members.Calls}.Make({CSharp.Literal(op.Name)}, {number}, () => {call})";
    }

    private string Bound(IndexBound bound)
    {
        if (model.Layers is { } layers)
            return bound.Evaluate(layers).ToString(CultureInfo.InvariantCulture);
        string least = bound.Least.ToString(CultureInfo.InvariantCulture);
        if (bound.FromEnd is not { } offset)
            return least;
        string fromEnd = offset == 0 ? members.Layers : $"{members.Layers} {(offset < 0 ? "-" : "+")} {Math.Abs(offset).ToString(CultureInfo.InvariantCulture)}";
        // With at least one layer, a bound no greater than 1 + offset is never the greater of the two.
        return bound.Least <= 1 + offset ? fromEnd : $"global::System.Math.Max({least}, {fromEnd})";
    }

    private string Describe(CoefficientModel coefficient) =>
        $"new({CSharp.Literal(coefficient.Name)}, {members.Field(coefficient.Name)}, {CSharp.Literal(coefficient.Learnable!.Min ?? double.NegativeInfinity)}, "
        + $"{CSharp.Literal(coefficient.Learnable.Max ?? double.PositiveInfinity)})";

    private string Create(CoefficientModel coefficient)
    {
        LearnableModel learnable = coefficient.Learnable!;
        var arguments = new List<string> { CSharp.Literal(learnable.Initial) };
        if (learnable.PerLayer)
            arguments.Add($"layers: {Bound(CoefficientExtent.Of(program.Plan, coefficient.Name))}");
        if (learnable.PerPair)
            arguments.Add($"pairs: {Bound(CoefficientExtent.OfPair(program.Plan, coefficient.Name))}");
        if (learnable.Channels > 0)
            arguments.Add($"channels: {learnable.Channels.ToString(CultureInfo.InvariantCulture)}");
        if (learnable.Min is { } minimum)
            arguments.Add($"minimum: {CSharp.Literal(minimum)}");
        if (learnable.Max is { } maximum)
            arguments.Add($"maximum: {CSharp.Literal(maximum)}");
        return $"{CSharp.Services}.Coefficients.Create({string.Join(", ", arguments)})";
    }

    public void WriteRegistration()
    {
        output.Line("/// <inheritdoc/>");
        using (output.Block("protected override void RegisterComponents()"))
        {
            output.Line($"if ({members.Registered})");
            using (output.Indented())
                output.Line("return;");
            output.Line($"{members.Registered} = true;");
            foreach (CoefficientModel coefficient in Learnables)
                output.Line($"register_parameter({CSharp.Literal(CSharp.Bare(coefficient.Identifier))}, {members.Field(coefficient.Name)});");
            foreach ((string key, string value) in Modules)
                output.Line($"register_module({CSharp.Literal(key)}, {value});");
            output.Line("base.RegisterComponents();");
            foreach (OperatorModel op in model.Operators.Where(o => o is { Form: OperatorForm.Member, IsModule: true, IsStatic: false, IsProperty: true }))
            {
                // TorchSharp takes the field behind an automatic property for another module; its Remove wants a key that is there.
                string field = CSharp.Literal($"<{CSharp.Bare(op.Identifier)}>k__BackingField");
                output.Line($"if (_internal_submodules.ContainsKey({field}))");
                using (output.Indented())
                    output.Line($"_internal_submodules.Remove({field});");
            }
        }
        WriteMove();
        // A class that disposes of things itself leaves the few bytes of its constants to the collector.
        if (!constants.HasTensors || model.Type.TakenNames.Contains("Dispose"))
            return;
        output.Line();
        constants.WriteDispose();
    }

    private void WriteMove()
    {
        if (!Learnables.Any())
            return;
        output.Line();
        output.Line("/// <inheritdoc/>");
        string signature = $"{CSharp.ScalarType}? dtype, {CSharp.Device}? device, bool non_blocking";
        using (output.Block($"protected override void _toEpilog({signature})"))
        {
            int number = 0;
            foreach (CoefficientModel coefficient in Learnables)
            {
                string field = members.Field(coefficient.Name);
                string moved = $"moved{(number++ == 0 ? "" : number.ToString(CultureInfo.InvariantCulture))}";
                using (output.Block($"if (ReplaceParameter(dtype, device, {field}, out var {moved}))"))
                {
                    output.Line($"{field}.Dispose();");
                    output.Line($"{field} = {moved}!;");
                    output.Line($"ConditionallyRegisterParameter({CSharp.Literal(CSharp.Bare(coefficient.Identifier))}, {moved});");
                }
            }
            output.Line("base._toEpilog(dtype, device, non_blocking);");
        }
    }

    public void WriteLearnableProperties()
    {
        foreach (CoefficientModel coefficient in Learnables)
        {
            LearnableModel learnable = coefficient.Learnable!;
            output.Line($"{learnable.Modifiers} {learnable.Type} {coefficient.Identifier} => {members.Field(coefficient.Name)};");
            output.Line();
        }
        if (!Learnables.Any())
            return;
        output.Line("/// <summary>The trained coefficients as the recurrence reads them, inside their ranges.</summary>");
        output.Line($"public {CoefficientsType} {GeneratedNames.Coefficients} => new([");
        using (output.Indented())
        {
            var lines = Learnables.Select(Describe).ToList();
            for (int i = 0; i < lines.Count; i++)
                output.Line(lines[i] + (i < lines.Count - 1 ? "," : ""));
        }
        output.Line("]);");
        output.Line();
    }
}
