using Microsoft.CodeAnalysis;
using OptGen.Diagnostics;
using OptGen.Notation;

namespace OptGen.Binding;

/// <summary>Binds the names that a recurrence applies to tensors.</summary>
internal sealed class OperatorBinder(BindingContext context)
{
    private readonly LipschitzReader _lipschitz = new(context);
    private readonly Dictionary<string, ISymbol> _bound = new(StringComparer.Ordinal);

    /// <summary>Reads the operators' factories, and knows the parameters that they ask for.</summary>
    public FactoryReader Factories { get; } = new(context);

    /// <summary>Whether a Lipschitz bound of a bound operator is stated.</summary>
    public bool IsBounded(string name) => _bound.TryGetValue(name, out ISymbol? member) && LipschitzReader.IsBounded(member);

    public EquatableArray<OperatorModel> Bind()
    {
        var operators = new List<OperatorModel>();
        foreach (NamedGroup<Application> group in context.Names.Operators)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            // A state that is applied is the wiring's to report.
            if (!context.Names.States.Contains(group.Name) && Bind(group) is { } model)
                operators.Add(model);
        }
        return operators.ToEquatableArray();
    }

    private OperatorModel? Bind(NamedGroup<Application> group)
    {
        IReadOnlyList<ISymbol> members = context.Members.Find(group.Name);
        if (members.Count == 0)
        {
            ReportUnknown(group);
            return null;
        }
        var candidates = members.Select(m => (Member: m, Model: Read(m, group.Name, group.First))).Where(c => c.Model is not null).ToList();
        if (candidates.Count == 0)
        {
            ReportWrongType(members[0], group);
            return null;
        }
        if (candidates.Count > 1)
            candidates = candidates.Where(c => Fits(c.Model!, group.First)).DefaultIfEmpty(candidates[0]).ToList();
        if (candidates.Count > 1)
        {
            context.Findings.At(
                group.First.NameSpan, DeclarationKind.AmbiguousMember,
                $"{context.TypeName} has {candidates.Count} members {group.Name} that fit here; leave one, "
                + "or give the others another name.");
            return null;
        }
        (ISymbol member, OperatorModel? model) = candidates[0];
        context.CheckUsable(member, group.First.NameSpan);
        Factories.CheckParameters(member, group.First.NameSpan);
        if (model!.Form == OperatorForm.SharedFactory)
            Factories.CheckShared((IMethodSymbol)member, group.First.NameSpan);
        _lipschitz.Check(member, group.First.NameSpan);
        _bound[group.Name] = member;
        OperatorModel complete = model! with { Adjoint = AdjointOf(member), ContainsTwoLayer = TwoLayerReader.IsStated(member) };
        // Where uses disagree with one another, wiring says so; here the first is compared with the member.
        bool agree = group.Uses.TrueForAll(
            u => u.Arguments.Count == group.First.Arguments.Count && u.Parameters.Count == group.First.Parameters.Count);
        foreach (Application application in agree ? group.Uses : [group.First])
            CheckUse(complete, application);
        return complete;
    }

    private static bool Fits(OperatorModel model, Application use) =>
        model.Tensors == use.Arguments.Count && use.Parameters.Count <= model.Scalars.Count
        && model.Scalars.Skip(use.Parameters.Count).All(s => s.IsOptional);

    private static OperatorModel? Read(ISymbol member, string name, Application? use) => member switch
    {
        IMethodSymbol method when method.ReturnType.IsTensor() => FunctionReader.Read(method, name, use),
        IMethodSymbol method => FactoryReader.Read(method, name, use?.Arguments.Count),
        IFieldSymbol { IsConst: false } field => ReadValue(field, field.Type, name, use),
        IPropertySymbol { GetMethod: not null } property => ReadValue(property, property.Type, name, use),
        _ => null
    };

    private static OperatorModel? ReadValue(ISymbol member, ITypeSymbol type, string name, Application? use)
    {
        if (OperatorTypes.Of(type, use?.Arguments.Count) is not var (tensors, fullName, isModule))
            return null;
        return new OperatorModel(
            name, CSharpText.Identifier(member.Name), OperatorForm.Member, member.IsStatic, fullName, tensors,
            isModule, TakesLayer: false, [], [], AdjointForm.None) { IsProperty = member is IPropertySymbol };
    }

    private AdjointForm AdjointOf(ISymbol member) => member switch
    {
        IMethodSymbol method => OperatorTypes.AdjointOf(method.ReturnType, context.Type, context.Compilation),
        IFieldSymbol field => OperatorTypes.AdjointOf(field.Type, context.Type, context.Compilation),
        IPropertySymbol property => OperatorTypes.AdjointOf(property.Type, context.Type, context.Compilation),
        _ => AdjointForm.None
    };

    private void CheckUse(OperatorModel model, Application use)
    {
        string name = model.Name;
        if (use.Arguments.Count != model.Tensors && !use.Adjoint)
        {
            context.Findings.At(
                use.Span, DeclarationKind.WrongArgumentCount,
                $"{name} takes {Count(model.Tensors, "tensor")} as {context.TypeName} declares it; {Given(use.Arguments.Count)} here{BracketAdvice(model, use)}.");
        }
        else if (use.Adjoint && use.Arguments.Count != 1)
        {
            context.Findings.At(
                use.Span, DeclarationKind.WrongArgumentCount, $"The adjoint {name}^T takes 1 tensor; {Given(use.Arguments.Count)} here.");
        }
        else if (use.Adjoint && model.Adjoint == AdjointForm.None)
        {
            context.Findings.At(
                use.NameSpan, DeclarationKind.NoAdjoint,
                $"{name} has no adjoint: {name}^T needs {name} to be a Linear, "
                + "a Conv2d or of a type with a method Tensor Adjoint(Tensor).");
        }
        else if (!use.Adjoint && model is { Form: not OperatorForm.Function, IsModule: false })
        {
            context.Findings.At(
                use.NameSpan, DeclarationKind.WrongOperatorType,
                $"{name} is not a module, so only its adjoint {name}^T can be applied; make its type derive from Module<Tensor, Tensor>.");
        }
        else
        {
            CheckParameters(model, use);
        }
        if (use.Index is { } index && model.Form != OperatorForm.LayerFactory)
        {
            context.Findings.At(
                SourceSpan.FromBounds(use.Span.Start, Math.Max(index.Span.End, use.NameSpan.End)), DeclarationKind.SharedAskedPerLayer,
                $"{name} is one {(model.Form == OperatorForm.Function ? "function" : "module")} for all layers and has no layer's "
                + $"module to ask for; write {name}(…)"
                + (model.IsFactory ? $", or let its factory take int k." : "."));
        }
    }

    private void CheckParameters(OperatorModel model, Application use)
    {
        int least = model.Scalars.Count(s => !s.IsOptional);
        if (use.Parameters.Count < least || use.Parameters.Count > model.Scalars.Count)
        {
            string expected = (least == model.Scalars.Count ? "" : $"{least} to ") + Count(model.Scalars.Count, "parameter");
            string reason = model.Form == OperatorForm.Function
                ? $"{model.Name} takes {expected} in brackets as {context.TypeName} declares it"
                : $"{model.Name} is a module and takes no parameters in brackets";
            context.Findings.At(use.Span, DeclarationKind.WrongParameterCount, $"{reason}; {Given(use.Parameters.Count)} here{LayerAdvice(model, use)}.");
            return;
        }
        for (int i = 0; i < use.Parameters.Count; i++)
            CheckParameter(model, model.Scalars[i], use.Parameters[i]);
    }

    /// <summary>A trained coefficient is a tensor and cannot be given where a double is asked for.</summary>
    private void CheckParameter(OperatorModel model, ScalarParameter parameter, Expression value)
    {
        if (parameter.IsTensor)
            return;
        Reference? trained = ScalarReferences.In(value).FirstOrDefault(
            r => context.Members.Find(r.Name).Any(m => m.Named("LearnableAttribute").Any()));
        if (trained is not null)
        {
            context.Findings.At(
                value.Span, DeclarationKind.NotATensorParameter,
                $"{trained.Name} is trained and so a tensor, but {model.Name} takes a double {parameter.Name}; "
                + "declare that parameter as Tensor.");
        }
    }

    private void ReportUnknown(NamedGroup<Application> group)
    {
        string name = group.Name;
        if (context.Members.FindHidden(name) is { } hidden)
        {
            context.Findings.At(
                group.First.NameSpan, DeclarationKind.InaccessibleMember,
                $"{name} is private to {hidden.ContainingType.Name}; make it protected so that {context.TypeName} can use it.");
            return;
        }
        IEnumerable<string> operators = context.Members.All().Where(m => Read(m, m.Name, null) is not null).Select(m => m.Name);
        string? nearest = Spelling.Nearest(name, operators.Concat(BuiltIns));
        string tensors = string.Join(", ", Enumerable.Repeat("Tensor", group.First.Arguments.Count + 1));
        bool isFunction = group.First.Parameters.Count > 0;
        string member = MissingMembers.Operator(group.First);
        string advice = nearest is not null
            ? $"did you mean {nearest}?"
            : isFunction
                ? $"add a method Tensor {name}(Tensor, …, double, …)."
                : $"add a factory Module<{tensors}> {name}(int k).";
        foreach (Application use in group.Uses)
        {
            context.Findings.At(
                use.NameSpan, DeclarationKind.UnknownOperator, $"{context.TypeName} has no operator {name}; {advice}",
                nearest is null ? null : new Correction(use.NameSpan, nearest), nearest is null ? member : null);
        }
    }

    private static IEnumerable<string> BuiltIns =>
        ((TensorFunction[])Enum.GetValues(typeof(TensorFunction))).Select(Vocabulary.NameOf);

    private void ReportWrongType(ISymbol member, NamedGroup<Application> group)
    {
        string tensors = string.Join(", ", Enumerable.Repeat("Tensor", group.First.Arguments.Count + 1));
        context.ReportMember(
            member, group.First.NameSpan, DeclarationKind.WrongOperatorType,
            $"{group.Name} is applied to {Count(group.First.Arguments.Count, "tensor")}, but this member is no operator{Namesake(member)}; "
            + $"make it a factory, field or property of Module<{tensors}>, or a method on tensors.");
    }

    /// <summary>Numbers among a function's tensors belong in brackets.</summary>
    private static string BracketAdvice(OperatorModel model, Application use)
    {
        int more = use.Arguments.Count - model.Tensors;
        if (model.Form != OperatorForm.Function || more <= 0 || more > model.Scalars.Count || use.Parameters.Count > 0)
            return "";
        string tensors = string.Join(", ", use.Arguments.Take(model.Tensors)), numbers = string.Join(", ", use.Arguments.Skip(model.Tensors));
        return $"; numbers stand in brackets: write {model.Name}[{numbers}]({tensors})";
    }

    /// <summary>The number of a layer in brackets asks for that layer's module.</summary>
    private static string LayerAdvice(OperatorModel model, Application use)
    {
        if (model.Form == OperatorForm.Function || use.Parameters is not [LayerNumber or LayerCount or Number or Binary { Left: LayerNumber or LayerCount, Right: Number }])
            return "";
        string index = use.Parameters[0].ToString().Replace(" ", "");
        return $"; for the module of one layer write {model.Name}{(index.All(char.IsLetterOrDigit) ? "_" + index : "_<" + index + ">")}({string.Join(", ", use.Arguments)})";
    }

    private static string Namesake(ISymbol member) => member switch
    {
        IMethodSymbol method => new[] { method.ReturnType }.Concat(method.Parameters.Select(p => p.Type)).Select(OperatorTypes.Namesake).FirstOrDefault(n => n.Length > 0) ?? "",
        IFieldSymbol field => OperatorTypes.Namesake(field.Type),
        IPropertySymbol property => OperatorTypes.Namesake(property.Type),
        _ => ""
    };

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";

    private static string Given(int number) => number == 1 ? "1 is given" : $"{number} are given";
}
