using OptGen.Blocks;
using OptGen.CompilerServices;
using OptGen.Lowering;
using OptGen.Notation;
using OptGen.Wiring;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Scalar = OptGen.Wiring.Scalar;

namespace OptGen.Export.PyTorch;

/// <summary>
/// Writes the tensors of a program as a person would: sums and products, where the program has the forms that torch computes at once, and no writing in place.
/// </summary>
internal sealed class PythonExpressions
{
    private readonly NetworkSource _network;
    private readonly PythonScalars _scalars;
    private readonly Dictionary<string, PythonCode> _standFor = new(StringComparer.Ordinal);

    public PythonExpressions(NetworkSource network, PythonNames names, PythonNumbers numbers)
    {
        _network = network;
        Names = names;
        Numbers = numbers;
        _scalars = new PythonScalars(WriteAtom, numbers);
    }

    public PythonNames Names { get; }

    public PythonNumbers Numbers { get; }

    /// <summary>Says that a variable is written as something else.</summary>
    public void Substitute(Variable variable, PythonCode code) => _standFor[variable.Name] = code;

    public string Name(Variable variable) => _standFor.TryGetValue(variable.Name, out PythonCode code) ? code.Text : Names.Of(variable);

    public string Write(Place place) => Code(place).Text;

    /// <summary>What a place holds, where it is part of an expression.</summary>
    private PythonCode Code(Place place) => place switch
    {
        VariablePlace variable => _standFor.TryGetValue(variable.Variable.Name, out PythonCode code) ? code : new PythonCode(Names.Of(variable.Variable)),
        ElementPlace { Variable.Kind: VariableKind.Table } element => new PythonCode($"{Name(element.Variable)}[{Numbers.Write(element.Position)}, {Numbers.Write(element.Column!.Value)}]"),
        ElementPlace element => new PythonCode($"{Name(element.Variable)}[{Numbers.Write(element.Position)}]"),
        _ => new PythonCode(NetworkMembers.Parameter(((ParameterPlace)place).Coefficient))
    };

    /// <summary>A scalar.</summary>
    public PythonCode Write(Scalar scalar) => _scalars.Write(scalar);

    public PythonCode Write(TensorExpression expression)
    {
        switch (expression)
        {
            case ReadExpression read:
                return Code(read.Place);
            case AliasExpression alias:
                return Write(alias.Value);
            case CloneExpression clone:
                return Write(clone.Value);
            case ZerosExpression zeros:
                return new PythonCode($"torch.zeros_like({Write(zeros.Like)})");
            case MultiplyExpression multiply:
                (bool negate, PythonCode factor) = _scalars.Signed(multiply.Factor.Value);
                PythonCode product = Times(factor, Write(multiply.Value));
                return negate ? -product : product;
            case AddExpression add:
                return Add(Write(add.Value), add.Alpha.Value, Code(add.Other));
            case AddProductExpression product2:
                return Add(Write(product2.Value), product2.Number.Value * product2.Tensor.Value, Code(product2.Other));
            case ProductExpression elements:
                return Code(elements.Left) * Code(elements.Right);
            case AddNumberExpression number:
                (bool less, PythonCode added) = _scalars.Signed(number.Number.Value);
                return less ? Write(number.Value) - added : Write(number.Value) + added;
            case LerpExpression lerp:
                (PythonCode value, PythonCode end) = (Write(lerp.Value), Code(lerp.End));
                (bool away, PythonCode weight) = _scalars.Signed(lerp.Weight.Value);
                // As a step of momentum: a mean with a weight below 0 goes on from its end.
                return value + Times(weight, away ? value - end : end - value);
            case ChoiceExpression choice:
                return new PythonCode($"{Write(choice.Then).At(Binding.Sum)} if {Numbers.Write(choice.Condition)} else {Write(choice.Else)}", Binding.Choice);
            case ScalarExpression { Like: { } reference } first:
                return new PythonCode($"{Code(reference).At(Binding.Primary)}.new_tensor({_scalars.Write(first.Value.Value)})", IsTensor: true);
            case ScalarExpression scalar:
                return _scalars.Write(scalar.Value.Value);
            case PreparedExpression prepared:
                return Prepared(prepared);
            case TransitionExpression transition:
                return new PythonCode(Transition(transition.Stage, Write(transition.Value)));
            case FunctionExpression function:
                return Function(function);
            default:
                return Apply((ApplyExpression)expression);
        }
    }

    /// <summary>What the transition into a stage makes of a tensor.</summary>
    public string Transition(int stage, string value) => $"{NetworkMembers.Module(_network.Description.Transition!)}[{PythonText.Number(stage - 1)}]({value})";

    private PythonCode Add(PythonCode value, Scalar factor, PythonCode other)
    {
        (bool minus, PythonCode code) = _scalars.Signed(factor);
        PythonCode product = Times(code, other);
        return minus ? value - product : value + product;
    }

    private static PythonCode Times(PythonCode factor, PythonCode value) => factor.Text == "1" ? value : factor * value;

    private PythonCode Prepared(PreparedExpression prepared)
    {
        TrainedDescription trained = _network.TrainedOf(prepared.Coefficient);
        string stored = NetworkMembers.Parameter(prepared.Coefficient);
        PythonCode value = (double.IsInfinity(trained.Minimum), double.IsInfinity(trained.Maximum)) switch
        {
            (true, true) => new PythonCode(stored),
            (false, true) => Plus(trained.Minimum, new PythonCode($"F.softplus({stored})")),
            (true, false) => new PythonCode(PythonText.Number(trained.Maximum)) - new PythonCode($"F.softplus({stored})"),
            _ => Plus(trained.Minimum, Times(new PythonCode(PythonText.Number(trained.Maximum - trained.Minimum)), new PythonCode($"torch.sigmoid({stored})")))
        };
        if (prepared.Like is not { } like)
            return value;
        return new PythonCode($"{value.At(Binding.Primary)}.reshape({stored}.shape + (1,) * max({Code(like).At(Binding.Primary)}.dim() - 2, 0))");
    }

    private static PythonCode Plus(double number, PythonCode value)
    {
        string one = "1.0 * ";
        if (value.Text.StartsWith(one, StringComparison.Ordinal))
            value = new PythonCode(value.Text[one.Length..]);
        return number == 0 ? value : new PythonCode(PythonText.Number(number), number < 0 ? Binding.Unary : Binding.Primary) + value;
    }

    private PythonCode Function(FunctionExpression function)
    {
        string value = Write(function.Value).Text;
        return new PythonCode(function.Function switch
        {
            TensorFunction.Soft => _network.Soft(value, _scalars.Write(function.Parameters[0].Value).Text),
            TensorFunction.Gelu or TensorFunction.Silu => $"F.{Vocabulary.NameOf(function.Function)}({value})",
            _ => $"torch.{Vocabulary.NameOf(function.Function)}({value})"
        });
    }

    private PythonCode Apply(ApplyExpression apply)
    {
        OperatorDescription bound = _network.OperatorOf(apply.Operator);
        string arguments = string.Join(", ", apply.Arguments.Select(Write).Concat(apply.Parameters.Select(p => _scalars.Write(p.Value).Text)));
        if (bound.Target is null)
            return new PythonCode($"self.{_network.Members.Own(bound.Name)}({arguments})");
        string module = _network.ModuleOf(bound) + (apply.Module is { } number ? $"[{Numbers.Write(number)}]" : "");
        if (!apply.Adjoint)
            return new PythonCode($"{module}({arguments})");
        if (bound.Adjoint is not null)
            return new PythonCode($"self.{_network.Members.Own(bound.Name + "_adjoint")}({module}, {arguments})");
        return new PythonCode(NetworkSource.ModulesOf(bound).FirstOrDefault() switch
        {
            Linear => $"F.linear({arguments}, {module}.weight.t())",
            Conv2d layer => $"F.conv_transpose2d({arguments}, {module}.weight{Settings(layer)})",
            _ => $"{module}.adjoint({arguments})"
        });
    }

    private static string Settings(Conv2d layer)
    {
        string text = layer.padding is { } padding && padding.Any(p => p != 0) ? $", padding={PythonText.Numbers(padding)}" : "";
        text += layer.groups != 1 ? $", groups={PythonText.Number(layer.groups)}" : "";
        return text + (layer.dilation.Any(d => d != 1) ? $", dilation={PythonText.Numbers(layer.dilation)}" : "");
    }

    private PythonCode WriteAtom(Atom atom)
    {
        switch (atom)
        {
            case PlaceAtom place:
                return Code(place.Place) with { IsTensor = true };
            case HeldAtom held:
                PythonCode value = _scalars.Write(_network.Program.Constants[held.Constant].Value);
                return new PythonCode(value.At(Binding.Primary));
            default:
                var read = (CoefficientAtom)atom;
                if (_network.Program.Series.FirstOrDefault(s => s.Name == read.Name) is { } series)
                {
                    AffineIndex position = read.Indices[0].Plus(-series.First);
                    return new PythonCode($"self.{_network.Members.Own(series.Name)}[{Numbers.Write(new IndexValue(position, Floor: MayBeNegative(position) ? Floor.Zero : Floor.None))}]");
                }
                string indices = string.Concat(read.Indices.Select(i => $"[{Numbers.Write(new IndexValue(i, Floor: MayBeNegative(i) ? Floor.Zero : Floor.None))}]"));
                return new PythonCode($"self.{_network.Members.Own(read.Name)}{indices}");
        }
    }

    /// <summary>An index below 0 reads the value at 0.</summary>
    private bool MayBeNegative(AffineIndex index) => index.Offset + (index.End * Numbers.Layers) < 0 || index.Layer < 0 || index.Variable < 0;
}
