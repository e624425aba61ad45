using OptGen.Notation;

namespace OptGen.Binding;

/// <summary>
/// The names that a recurrence takes from its class: operators, and the scalars and inputs among the names that no equation defines.
/// It needs a tree only, not a plan, so that a recurrence with a mistake is bound as far as it can be.
/// </summary>
internal sealed class RecurrenceNames
{
    private readonly List<NamedGroup<Application>> _operators = [];
    private readonly List<NamedGroup<Reference>> _references = [];

    private RecurrenceNames(RecurrenceTree tree)
    {
        States = new HashSet<string>(tree.Equations.Where(e => !e.Left.IsOutput).Select(e => e.Left.Name));
        foreach (Equation equation in tree.Equations)
            Visit(equation.Right);
    }

    /// <summary>The names that equations define.</summary>
    public IReadOnlyCollection<string> States { get; }

    /// <summary>The names applied to tensors, in the order of first use, with all their applications.</summary>
    public IReadOnlyList<NamedGroup<Application>> Operators => _operators;

    /// <summary>The other names that no equation defines, in the order of first use, with all their references.</summary>
    public IReadOnlyList<NamedGroup<Reference>> References => _references;

    public static RecurrenceNames Of(RecurrenceTree tree) => new(tree);

    private void Visit(Expression expression)
    {
        switch (expression)
        {
            case Application application:
                Add(_operators, application.Name, application);
                VisitAll(application.Parameters);
                VisitAll(application.Arguments);
                break;
            case Reference reference when !States.Contains(reference.Name):
                Add(_references, reference.Name, reference);
                break;
            case Negation negation:
                Visit(negation.Operand);
                break;
            case Binary binary:
                Visit(binary.Left);
                Visit(binary.Right);
                break;
            case Power power:
                Visit(power.Base);
                break;
            case VariablePower power:
                Visit(power.Base);
                Visit(power.Exponent);
                break;
            case ScalarCall call:
                VisitAll(call.Arguments);
                break;
            case TensorCall call:
                VisitAll(call.Arguments);
                break;
            case Several several:
                VisitAll(several.Items);
                break;
            case Summation sum:
                Visit(sum.Body);
                break;
        }
    }

    private void VisitAll(EquatableArray<Expression> expressions)
    {
        foreach (Expression expression in expressions)
            Visit(expression);
    }

    private static void Add<T>(List<NamedGroup<T>> groups, string name, T use)
    {
        NamedGroup<T>? group = groups.Find(g => g.Name == name);
        if (group is null)
            groups.Add(group = new NamedGroup<T>(name, []));
        group.Uses.Add(use);
    }
}

/// <summary>A name and where it is used; there is at least one use.</summary>
internal sealed record NamedGroup<T>(string Name, List<T> Uses)
{
    public T First => Uses[0];
}
