using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>Whether statements read the number of the layer, and that of the layer where the history last began.</summary>
internal sealed class NumberReads
{
    public NumberReads(IEnumerable<Statement> statements, IEnumerable<TensorExpression> results)
    {
        foreach (Statement statement in statements)
            Visit(statement);
        foreach (TensorExpression result in results)
            Visit(result);
    }

    public bool ReadLayer { get; private set; }

    public bool ReadStart { get; private set; }

    private void Visit(Statement statement)
    {
        switch (statement)
        {
            case DeclareStatement { Value: { } value }:
                Visit(value);
                break;
            case SetStatement set:
                Visit(set.Target);
                Visit(set.Value);
                break;
            case ComputeStatement compute:
                Visit(compute.Value);
                break;
            case ReleaseStatement release:
                Visit(release.Place);
                break;
            default:
                throw new InvalidOperationException($"{statement.GetType().Name} stands in no equations.");
        }
    }

    private void Visit(TensorExpression expression)
    {
        switch (expression)
        {
            case ReadExpression read:
                Visit(read.Place);
                break;
            case AliasExpression alias:
                Visit(alias.Value);
                break;
            case CloneExpression clone:
                Visit(clone.Value);
                break;
            case ZerosExpression zeros:
                Visit(zeros.Like);
                break;
            case MultiplyExpression multiply:
                Visit(multiply.Value);
                Visit(multiply.Factor.Value);
                break;
            case AddExpression add:
                Visit(add.Value);
                Visit(add.Other);
                Visit(add.Alpha.Value);
                break;
            case AddProductExpression product:
                Visit(product.Value);
                Visit(product.Other);
                Visit(product.Tensor.Value);
                Visit(product.Number.Value);
                break;
            case ProductExpression product:
                Visit(product.Left);
                Visit(product.Right);
                break;
            case AddNumberExpression number:
                Visit(number.Value);
                Visit(number.Number.Value);
                break;
            case LerpExpression lerp:
                Visit(lerp.Value);
                Visit(lerp.End);
                Visit(lerp.Weight.Value);
                break;
            case FunctionExpression function:
                Visit(function.Value);
                Visit(function.Parameters);
                break;
            case ApplyExpression apply:
                Visit(apply.Module);
                foreach (Place argument in apply.Arguments)
                    Visit(argument);
                Visit(apply.Parameters);
                break;
            default:
                throw new InvalidOperationException($"{expression.GetType().Name} stands in no equations.");
        }
    }

    private void Visit(EquatableArray<Factor> factors)
    {
        foreach (Factor factor in factors)
            Visit(factor.Value);
    }

    private void Visit(Place place)
    {
        if (place is not ElementPlace element)
            return;
        Visit(element.Position);
        Visit(element.Column);
    }

    private void Visit(Scalar scalar)
    {
        ReadLayer |= scalar.DependsOnLayer || scalar.Atoms().Any(a => a is HeldAtom { Extent: HeldExtent.OfLayer });
        foreach (PlaceAtom atom in scalar.Atoms().OfType<PlaceAtom>())
            Visit(atom.Place);
    }

    private void Visit(IndexValue? number)
    {
        if (number is not { } value)
            return;
        ReadLayer |= value.Index.Layer != 0;
        ReadStart |= value.Start != 0 || value.Floor == Floor.Start;
    }
}
