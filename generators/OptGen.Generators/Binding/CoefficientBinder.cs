using Microsoft.CodeAnalysis;
using OptGen.Diagnostics;
using OptGen.Notation;

namespace OptGen.Binding;

/// <summary>Binds the scalars of a recurrence, and tells them from inputs.</summary>
internal sealed class CoefficientBinder(BindingContext context, EquatableArray<string>? inputs)
{
    private readonly LearnableReader _learnables = new(context);

    public EquatableArray<CoefficientModel> Bind()
    {
        var coefficients = new List<CoefficientModel>();
        foreach (NamedGroup<Reference> group in context.Names.References)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            // A name that is also applied is the wiring's to report.
            if ((inputs is { } declared && declared.Contains(group.Name)) || context.Names.Operators.Any(o => o.Name == group.Name))
                continue;
            if (Bind(group) is { } model)
                coefficients.Add(model);
        }
        foreach (IPropertySymbol property in context.Members.All().OfType<IPropertySymbol>().Where(LearnableReader.IsLearnable))
        {
            bool isRead = coefficients.Exists(c => c.Name == property.Name);
            bool isOwn = SymbolEqualityComparer.Default.Equals(property.ContainingType, context.Type);
            if (!isRead && isOwn && _learnables.ReadUnused(property) is { } unused)
                coefficients.Add(unused);
        }
        // A property that is not partial is whole as it is, and reported: the generated part has nothing to add to it.
        return coefficients.Where(c => c.Learnable is not { IsPartial: false }).ToEquatableArray();
    }

    private CoefficientModel? Bind(NamedGroup<Reference> group)
    {
        IReadOnlyList<ISymbol> members = context.Members.Find(group.Name);
        if (members.Count == 0)
        {
            ReportUnknown(group);
            return null;
        }
        int indices = group.First.Indices.Count;
        var candidates = members.Select(m => (Member: m, Model: Read(m, group.Name))).Where(c => c.Model is not null).ToList();
        if (candidates.Count == 0)
        {
            ReportWrongType(members[0], group);
            return null;
        }
        (ISymbol member, CoefficientModel? model) = candidates.OrderByDescending(c => Accepts(c.Model!, indices)).First();
        context.CheckUsable(member, group.First.NameSpan);
        if (model!.Form == CoefficientForm.Number && IsMutable(member))
        {
            context.ReportMember(
                member, group.First.NameSpan, DeclarationKind.WrongCoefficientType,
                $"{group.Name} is a coefficient of the recurrence, so it may not change; "
                + $"make it {(member is IFieldSymbol ? "const or readonly" : "a property without setter")}.");
        }
        foreach (Reference use in group.Uses.Where(u => !Accepts(model, u.Indices.Count)))
            context.Findings.At(use.Span, DeclarationKind.CoefficientIndexCount, IndexAdvice(model, use));
        return model;
    }

    private CoefficientModel? Read(ISymbol member, string name)
    {
        if (member is IPropertySymbol property && LearnableReader.IsLearnable(property))
            return _learnables.Read(property, name);
        (CoefficientForm Form, Rational? Value)? read = member switch
        {
            IFieldSymbol { IsConst: true } constant => ReadConstant(constant),
            IFieldSymbol field => FormOf(field.Type) is { } form ? (form, null) : null,
            IPropertySymbol { GetMethod: not null } value => FormOf(value.Type) is { } form ? (form, null) : null,
            IMethodSymbol method => FormOf(method) is { } form ? (form, null) : null,
            _ => null
        };
        return read is var (found, exact)
            ? new CoefficientModel(name, CSharpText.Identifier(member.Name), found, member.IsStatic, exact, Learnable: null)
            {
                Type = NumberTypes.Of(NumberTypes.ElementOf(member))!.Value,
                IsSetLate = member is IPropertySymbol { SetMethod.IsInitOnly: true }
            }
            : null;
    }

    /// <summary>A constant with the value its shortest decimal has: 0.1 is one tenth.</summary>
    private static (CoefficientForm Form, Rational? Value)? ReadConstant(IFieldSymbol field)
    {
        if (!NumberTypes.IsNumber(field.Type) || field.ConstantValue is not IFormattable constant)
            return null;
        string? format = field.ConstantValue is double or float ? "R" : null;
        return Rational.TryParseDecimal(constant.ToString(format, System.Globalization.CultureInfo.InvariantCulture), out Rational value)
            ? (CoefficientForm.Constant, value)
            : null;
    }

    private static CoefficientForm? FormOf(ITypeSymbol type) => type switch
    {
        _ when NumberTypes.IsNumber(type) => CoefficientForm.Number,
        IArrayTypeSymbol { Rank: 1, ElementType: IArrayTypeSymbol { Rank: 1 } row }
            when NumberTypes.IsNumber(row.ElementType) => CoefficientForm.JaggedTable,
        IArrayTypeSymbol { Rank: 1 } array when NumberTypes.IsNumber(array.ElementType) => CoefficientForm.Values,
        IArrayTypeSymbol { Rank: 2 } array when NumberTypes.IsNumber(array.ElementType) => CoefficientForm.Table,
        _ => null
    };

    private static CoefficientForm? FormOf(IMethodSymbol method)
    {
        bool plain = !method.IsGenericMethod && NumberTypes.IsNumber(method.ReturnType)
            && method.Parameters.All(p => p is { RefKind: RefKind.None, Type.SpecialType: SpecialType.System_Int32 });
        return (plain, method.Parameters.Length) switch
        {
            (true, 1) => CoefficientForm.Schedule,
            (true, 2) => CoefficientForm.TableMethod,
            _ => null
        };
    }

    private static bool IsMutable(ISymbol member) =>
        member is IFieldSymbol { IsReadOnly: false, IsConst: false } or IPropertySymbol { SetMethod: { IsInitOnly: false } };

    /// <summary>A coefficient with a value for each layer may leave out its index: it is then the layer's own.</summary>
    private static bool Accepts(CoefficientModel model, int indices) => model.Form switch
    {
        CoefficientForm.Constant or CoefficientForm.Number => indices == 0,
        CoefficientForm.TableMethod or CoefficientForm.Table or CoefficientForm.JaggedTable => indices == 2,
        // What is declared as both is reported where it is declared.
        CoefficientForm.Learnable when model.Learnable! is { PerLayer: true, PerPair: true } => true,
        CoefficientForm.Learnable when model.Learnable!.PerPair => indices == 2,
        CoefficientForm.Learnable => indices == 0 || (indices == 1 && model.Learnable!.PerLayer),
        _ => indices <= 1
    };

    private static string IndexAdvice(CoefficientModel model, Reference use)
    {
        string name = model.Name;
        return model.Form switch
        {
            CoefficientForm.Constant or CoefficientForm.Number => $"{name} is one number for all layers; write {name} without an index.",
            CoefficientForm.Learnable when model.Learnable! is { PerLayer: false, PerPair: false } && use.Indices.Count == 2 =>
                $"{name} is one parameter for all layers; write {name} without an index, or say PerPair = true.",
            CoefficientForm.Learnable when model.Learnable! is { PerLayer: false, PerPair: false } =>
                $"{name} is one parameter for all layers; write {name} without an index, or say PerLayer = true.",
            CoefficientForm.Learnable when model.Learnable!.PerPair =>
                $"{name} has a value for each pair of indices and takes two, such as {name}_<k+1,j>; "
                + $"{use.Indices.Count} {(use.Indices.Count == 1 ? "is" : "are")} given.",
            CoefficientForm.TableMethod or CoefficientForm.Table or CoefficientForm.JaggedTable =>
                $"{name} is a table and takes two indices, such as {name}_<k+1,j>; "
                + $"{use.Indices.Count} {(use.Indices.Count == 1 ? "is" : "are")} given.",
            _ => $"{name} has one value for each layer; write {name}_k."
        };
    }

    private void ReportUnknown(NamedGroup<Reference> group)
    {
        string name = group.Name;
        if (context.Members.FindHidden(name) is { } hidden)
        {
            context.Findings.At(
                group.First.NameSpan, DeclarationKind.InaccessibleMember,
                $"{name} is private to {hidden.ContainingType.Name}; make it protected so that {context.TypeName} can use it.");
            return;
        }
        IEnumerable<string> members = context.Members.All().Where(m => Read(m, m.Name) is not null).Select(m => m.Name);
        string? nearest = Spelling.Nearest(name, members.Concat(context.Names.States).Concat(inputs ?? []));
        string advice = nearest is not null
            ? $"did you mean {nearest}?"
            : group.First.Indices.Count > 0
                ? $"give it an equation, or declare static double {name}(int k)."
                : $"declare const double {name} = …, or say Inputs = \"{name}\" if forward is given it.";
        string what = group.First.Indices.Count > 0 ? "no state and no coefficient" : "no state, coefficient or input";
        foreach (Reference use in group.Uses)
        {
            context.Findings.At(
                use.NameSpan, DeclarationKind.UnknownName, $"{context.TypeName} has {what} {name}; {advice}",
                nearest is null ? null : new Correction(use.NameSpan, nearest), nearest is null ? MissingMembers.Coefficient(use) : null);
        }
    }

    private void ReportWrongType(ISymbol member, NamedGroup<Reference> group)
    {
        ITypeSymbol? type = member switch
        {
            IMethodSymbol method => method.ReturnType,
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            _ => null
        };
        if (member is not IMethodSymbol && type is not null && type.IsTensor())
        {
            context.ReportMember(
                member, group.First.NameSpan, DeclarationKind.WrongCoefficientType,
                $"{group.Name} is a tensor that {context.TypeName} holds; give it to forward, Inputs = \"…, {group.Name}\", or make it a number or a [Learnable] Parameter.");
            return;
        }
        if (type is not null && (type.IsTensor() || OperatorTypes.Of(type, null) is not null))
        {
            context.Findings.At(
                group.First.Span, DeclarationKind.WrongCoefficientType,
                $"{group.Name} is an operator, which is applied and not multiplied with; write {group.Name}(…) with what it is applied to in the parentheses, such as {group.Name}(x_k).");
            return;
        }
        string reason = member is IFieldSymbol { IsConst: true, ConstantValue: double or float } constant && NumberTypes.IsNumber(constant.Type)
            ? $"{group.Name} is {System.Convert.ToDouble(constant.ConstantValue, System.Globalization.CultureInfo.InvariantCulture).ToString(System.Globalization.CultureInfo.InvariantCulture)}; "
              + "a coefficient is a finite number."
            : type is not null && NumberTypes.IsLikeNumber(NumberTypes.ElementOf(member))
            ? $"{group.Name} is a coefficient, and {NumberTypes.ElementOf(member).ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)} is no type of one; "
              + "make it double, another floating-point type, decimal or an integer type of at most 64 bits."
            : $"The recurrence uses {group.Name} as a coefficient; make it a number, double {group.Name}(int k), double[] or a [Learnable] Parameter.";
        context.ReportMember(member, group.First.NameSpan, DeclarationKind.WrongCoefficientType, reason);
    }
}
