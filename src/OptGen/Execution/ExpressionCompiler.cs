using OptGen.CompilerServices;
using OptGen.Lowering;
using OptGen.Notation;
using OptGen.Wiring;
using TorchSharp;
using static TorchSharp.torch;
using Coefficients = OptGen.CompilerServices.Coefficients;
using Scalar = OptGen.Wiring.Scalar;

namespace OptGen.Execution;

/// <summary>Compiles the tensors of a program into functions of its variables. It decides nothing: each form is one operation, as generated code writes it.</summary>
internal sealed class ExpressionCompiler
{
    private readonly NetworkParts _parts;
    private readonly Slots _slots;
    private readonly IReadOnlyList<HeldNumbers> _held;
    private readonly ScalarCompiler _scalars;
    private readonly ApplicationCompiler _applications;

    public ExpressionCompiler(NetworkParts parts, Slots slots, IReadOnlyList<HeldNumbers> held)
    {
        (_parts, _slots, _held) = (parts, slots, held);
        _scalars = new ScalarCompiler(Compile, parts.Layers);
        _applications = new ApplicationCompiler(parts);
    }

    public Func<Frame, int> Compile(IndexValue value) => NumberCompiler.Compile(value, _parts.Layers);

    public Func<Frame, bool> Compile(Condition condition) => NumberCompiler.Compile(condition, _parts.Layers);

    public CompiledScalar Compile(Scalar scalar) => _scalars.Compile(scalar);

    /// <summary>The module that an application calls; null of a function.</summary>
    public Func<Frame, nn.Module>? Module(ApplyExpression apply) => _applications.Module(apply);

    public Func<Frame, Tensor> Compile(Place place)
    {
        switch (place)
        {
            case VariablePlace variable:
                int slot = _slots.Of(variable.Variable);
                return f => f.Tensors[slot];
            case ElementPlace { Column: { } column } element:
                (int table, Func<Frame, int> row, Func<Frame, int> inRow) = (_slots.Of(element.Variable), Compile(element.Position), Compile(column));
                return f => f.Tables[table][row(f)][inRow(f)];
            case ElementPlace { Variable.Kind: VariableKind.List } element:
                (int list, Func<Frame, int> at) = (_slots.Of(element.Variable), Compile(element.Position));
                return f => f.Lists[list][at(f)];
            case ElementPlace element:
                (int rows, Func<Frame, int> position) = (_slots.Of(element.Variable), Compile(element.Position));
                return f => f.Rows[rows][position(f)];
            default:
                TrainedValue trained = _parts.TrainedOf(((ParameterPlace)place).Coefficient);
                return _ => trained.Parameter;
        }
    }

    /// <summary>Puts a tensor into a place.</summary>
    public Action<Frame, Tensor> CompileSet(Place place)
    {
        switch (place)
        {
            case VariablePlace variable:
                int slot = _slots.Of(variable.Variable);
                return (f, x) => f.Tensors[slot] = x;
            case ElementPlace { Variable.Kind: VariableKind.List } element:
                (int list, Func<Frame, int> at) = (_slots.Of(element.Variable), Compile(element.Position));
                return (f, x) => f.Lists[list][at(f)] = x;
            default:
                var ring = (ElementPlace)place;
                (int rows, Func<Frame, int> position) = (_slots.Of(ring.Variable), Compile(ring.Position));
                return (f, x) => f.Rows[rows][position(f)] = x;
        }
    }

    public Func<Frame, Tensor> Compile(TensorExpression expression)
    {
        switch (expression)
        {
            case ReadExpression read:
                return Compile(read.Place);
            case AliasExpression alias:
                Func<Frame, Tensor> aliased = Compile(alias.Value);
                return f => aliased(f).alias();
            case CloneExpression clone:
                Func<Frame, Tensor> cloned = Compile(clone.Value);
                return f => cloned(f).clone();
            case ZerosExpression zeros:
                Func<Frame, Tensor> like = Compile(zeros.Like);
                return f => zeros_like(like(f));
            case MultiplyExpression multiply:
                return Multiply(Compile(multiply.Value), multiply.Factor);
            case AddExpression add:
                return Add(Compile(add.Value), Compile(add.Other), add);
            case AddProductExpression product:
                return AddProduct(product);
            case ProductExpression product:
                (Func<Frame, Tensor> left, Func<Frame, Tensor> right) = (Compile(product.Left), Compile(product.Right));
                return f => left(f).mul(right(f));
            case AddNumberExpression number:
                return AddNumber(number);
            case LerpExpression lerp:
                return Lerp(lerp);
            case ChoiceExpression choice:
                (Func<Frame, bool> condition, Func<Frame, Tensor> then, Func<Frame, Tensor> otherwise) = (Compile(choice.Condition), Compile(choice.Then), Compile(choice.Else));
                return f => condition(f) ? then(f) : otherwise(f);
            case ScalarExpression { Like: { } reference } first:
                (Func<Frame, double> value, Func<Frame, Tensor> typed) = (Compile(first.Value.Value).Number!, Compile(reference));
                return f => Coefficients.Number(value(f), typed(f));
            case ScalarExpression scalar:
                return Compile(scalar.Value.Value).Tensor!;
            case PreparedExpression prepared:
                return Prepared(prepared);
            case TransitionExpression transition:
                return Transition(transition.Stage, Compile(transition.Value));
            case FunctionExpression function:
                return Function(function);
            default:
                var apply = (ApplyExpression)expression;
                return _applications.Compile(apply, [.. apply.Arguments.Select(Compile)], [.. apply.Parameters.Select(p => Compile(p.Value))]);
        }
    }

    /// <summary>What the transition into a stage makes of a tensor.</summary>
    public Func<Frame, Tensor> Transition(int stage, Func<Frame, Tensor> value)
    {
        nn.Module<Tensor, Tensor> module = _parts.Transitions[stage - 1];
        (OperatorCalls calls, string name) = (_parts.Calls, FormattableString.Invariant($"{_parts.TransitionName}, the transition into stage {stage},"));
        return f => calls.Call(name, -1, module, value(f));
    }

    private Func<Frame, Constant> HeldTensor(Factor factor) => _held[factor.Held!.Value].Tensors();

    private Func<Frame, TorchSharp.Scalar> Held(Factor factor) => _held[factor.Held!.Value].Factors(factor.Value.DependsOnLayer);

    private Func<Frame, Tensor> Multiply(Func<Frame, Tensor> value, Factor factor)
    {
        if (factor.IsTensor)
        {
            Func<Frame, Tensor> trained = Compile(factor.Value).Tensor!;
            return f => value(f).mul(trained(f));
        }
        if (factor.Held is null)
            return f => value(f).neg();
        Func<Frame, Constant> constant = HeldTensor(factor);
        return f => constant(f).Times(value(f));
    }

    private Func<Frame, Tensor> Add(Func<Frame, Tensor> value, Func<Frame, Tensor> other, AddExpression add)
    {
        if (add.Alpha.Held is null)
            return add.InPlace ? f => value(f).sub_(other(f)) : f => value(f).sub(other(f));
        Func<Frame, TorchSharp.Scalar> alpha = Held(add.Alpha);
        return add.InPlace ? f => value(f).add_(other(f), alpha(f)) : f => value(f).add(other(f), alpha(f));
    }

    private Func<Frame, Tensor> AddProduct(AddProductExpression product)
    {
        (Func<Frame, Tensor> value, Func<Frame, Tensor> other, Func<Frame, Tensor> trained) = (Compile(product.Value), Compile(product.Other), Compile(product.Tensor.Value).Tensor!);
        Func<Frame, TorchSharp.Scalar> number = Held(product.Number);
        return product.InPlace
            ? f => value(f).addcmul_(other(f), trained(f), number(f))
            : f => value(f).addcmul(other(f), trained(f), number(f));
    }

    private Func<Frame, Tensor> AddNumber(AddNumberExpression add)
    {
        Func<Frame, Tensor> value = Compile(add.Value);
        if (add.Number.IsTensor)
        {
            Func<Frame, Tensor> trained = Compile(add.Number.Value).Tensor!;
            return add.InPlace ? f => Coefficients.AddInPlace(value(f), trained(f)) : f => Coefficients.Add(value(f), trained(f));
        }
        Func<Frame, TorchSharp.Scalar> number = Held(add.Number);
        return add.InPlace ? f => Scalars.AddInPlace(value(f), number(f)) : f => Scalars.Add(value(f), number(f));
    }

    private Func<Frame, Tensor> Lerp(LerpExpression lerp)
    {
        (Func<Frame, Tensor> value, Func<Frame, Tensor> end) = (Compile(lerp.Value), Compile(lerp.End));
        if (lerp.Weight.IsTensor)
        {
            Func<Frame, Tensor> trained = Compile(lerp.Weight.Value).Tensor!;
            return f => Coefficients.Lerp(value(f), end(f), trained(f));
        }
        Func<Frame, Constant> weight = HeldTensor(lerp.Weight);
        return lerp.InPlace ? f => weight(f).LerpInPlace(value(f), end(f)) : f => weight(f).Lerp(value(f), end(f));
    }

    private Func<Frame, Tensor> Prepared(PreparedExpression prepared)
    {
        TrainedValue trained = _parts.TrainedOf(prepared.Coefficient);
        bool isBounded = !double.IsInfinity(trained.Minimum) || !double.IsInfinity(trained.Maximum);
        Func<Frame, Tensor> value = isBounded ? _ => Coefficients.Within(trained.Parameter, trained.Minimum, trained.Maximum) : _ => trained.Parameter;
        if (prepared.Like is not { } place)
            return value;
        Func<Frame, Tensor> like = Compile(place);
        return f => Coefficients.AlongChannels(value(f), like(f));
    }

    private Func<Frame, Tensor> Function(FunctionExpression function)
    {
        Func<Frame, Tensor> value = Compile(function.Value);
        switch (function.Function)
        {
            case TensorFunction.Relu:
                return function.InPlace ? f => value(f).relu_() : f => value(f).relu();
            case TensorFunction.Tanh:
                return function.InPlace ? f => value(f).tanh_() : f => value(f).tanh();
            case TensorFunction.Sigmoid:
                return function.InPlace ? f => value(f).sigmoid_() : f => value(f).sigmoid();
            case TensorFunction.Gelu:
                return function.InPlace ? f => value(f).gelu_() : f => value(f).gelu();
            case TensorFunction.Silu:
                return function.InPlace ? f => value(f).silu_() : f => value(f).silu();
            default:
                CompiledScalar threshold = Compile(function.Parameters[0].Value);
                if (threshold.Tensor is { } trained)
                    return f => Shrinkage.Soft(value(f), trained(f));
                Func<Frame, double> number = threshold.Number!;
                return f => Shrinkage.Soft(value(f), number(f));
        }
    }

    private CompiledScalar Compile(Atom atom)
    {
        if (atom is PlaceAtom place)
            return CompiledScalar.Of(Compile(place.Place));
        if (atom is HeldAtom held)
            return CompiledScalar.Of(_held[held.Constant].Doubles());
        return NumberOf((CoefficientAtom)atom, _parts);
    }

    /// <summary>A coefficient that is not trained, where it is read. An index below 0 reads the value at 0.</summary>
    public static CompiledScalar NumberOf(CoefficientAtom atom, NetworkParts parts)
    {
        if (parts.Series.TryGetValue(atom.Name, out CompilerServices.NumberSeries? series))
        {
            Func<Frame, int> index = NumberCompiler.Compile(new IndexValue(atom.Indices[0]), parts.Layers);
            return CompiledScalar.Of(f => series[index(f)]);
        }
        NumberReader read = parts.Numbers(atom.Name);
        Func<Frame, int>[] indices = [.. atom.Indices.Select(i => NumberCompiler.Compile(new IndexValue(i, Floor: Floor.Zero), parts.Layers))];
        return indices.Length switch
        {
            0 => CompiledScalar.Of(read(0, 0)),
            1 => CompiledScalar.Of(f => read(indices[0](f), 0)),
            _ => CompiledScalar.Of(f => read(indices[0](f), indices[1](f)))
        };
    }
}
