using OptGen.Binding;
using OptGen.Lowering;
using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Emission;

/// <summary>Writes the tensors and scalars of a program as expressions.</summary>
internal sealed class ProgramExpressions
{
    /// <summary>What stands for the number of the layer where no layer runs.</summary>
    public const string OutsideLayers = "-1";

    /// <summary>The class's own module.</summary>
    public const string This = "this";

    /// <summary>As many as OperatorCalls takes.</summary>
    private const int MostFunctionArguments = 8;

    /// <summary>What the number of layers is not greater than where only the constructor is told: no array of so many modules can be.</summary>
    private const int MostLayers = 1 << 30;

    private readonly NetworkModel _model;
    private readonly Program _program;
    private readonly ModuleNames _members;
    private readonly Dictionary<string, OperatorModel> _operators;
    private readonly Dictionary<string, CoefficientModel> _coefficients;
    private readonly ScalarWriter _scalars;

    public ProgramExpressions(NetworkModel model, Program program, ModuleNames members)
    {
        _model = model;
        _program = program;
        _members = members;
        _operators = model.Operators.ToDictionary(o => o.Name, StringComparer.Ordinal);
        _coefficients = model.Coefficients.ToDictionary(c => c.Name, StringComparer.Ordinal);
        Numbers = new ProgramNumbers(members.Layers);
        _scalars = new ScalarWriter(WriteAtom, members.Layers, model.Layers ?? MostLayers);
    }

    public ProgramNumbers Numbers { get; }

    /// <summary>The number of the layer that operators are told, for messages.</summary>
    public string Place { get; set; } = OutsideLayers;

    /// <summary>The variables that arrays and tables are read through, by the names of their coefficients; those of others are read from the member.</summary>
    public Dictionary<string, string> CheckedValues { get; } = new(StringComparer.Ordinal);

    public static string Name(Variable variable) => CSharp.Identifier(variable.Name);

    public string Write(Place place) => place switch
    {
        VariablePlace variable => Name(variable.Variable),
        ElementPlace { Column: { } column } element => $"{Name(element.Variable)}[{Numbers.Write(element.Position)}][{Numbers.Write(column)}]",
        ElementPlace element => $"{Name(element.Variable)}[{Numbers.Write(element.Position)}]",
        ParameterPlace parameter => _members.Field(parameter.Coefficient),
        _ => throw new InvalidOperationException($"{place.GetType().Name} is not written.")
    };

    /// <summary>A number or what is computed from trained coefficients, where it is read.</summary>
    public ScalarCode Write(Scalar scalar)
    {
        _scalars.Layer = Numbers.Layer;
        _scalars.Variable = Numbers.Variable;
        return _scalars.Write(scalar);
    }

    public string Write(TensorExpression expression) => expression switch
    {
        ReadExpression read => Write(read.Place),
        AliasExpression alias => $"{Write(alias.Value)}.alias()",
        CloneExpression clone => $"{Write(clone.Value)}.clone()",
        ZerosExpression zeros => $"{CSharp.Torch}.zeros_like({Write(zeros.Like)})",
        MultiplyExpression { Factor.IsTensor: true } multiply => $"{Write(multiply.Value)}.mul({Write(multiply.Factor.Value).Text})",
        MultiplyExpression { Factor.Held: null } multiply => $"{Write(multiply.Value)}.neg()",
        MultiplyExpression multiply => $"{Held(multiply.Factor)}.Times({Write(multiply.Value)})",
        AddExpression { Alpha.Held: null } add => $"{Write(add.Value)}.sub{InPlace(add.InPlace)}({Write(add.Other)})",
        AddExpression add => $"{Write(add.Value)}.add{InPlace(add.InPlace)}({Write(add.Other)}, {Held(add.Alpha)})",
        AddProductExpression product =>
            $"{Write(product.Value)}.addcmul{InPlace(product.InPlace)}({Write(product.Other)}, {Write(product.Tensor.Value).Text}, {Held(product.Number)})",
        ProductExpression product => $"{Write(product.Left)}.mul({Write(product.Right)})",
        AddNumberExpression { Number.IsTensor: true } number => $"{CSharp.Services}.Coefficients.Add{(number.InPlace ? "InPlace" : "")}({Write(number.Value)}, {Write(number.Number.Value).Text})",
        AddNumberExpression number => $"{CSharp.Services}.Scalars.Add{(number.InPlace ? "InPlace" : "")}({Write(number.Value)}, {Held(number.Number)})",
        LerpExpression { Weight.IsTensor: true } lerp =>
            $"{CSharp.Services}.Coefficients.Lerp({Write(lerp.Value)}, {Write(lerp.End)}, {Write(lerp.Weight.Value).Text})",
        LerpExpression lerp => $"{Held(lerp.Weight)}.Lerp{(lerp.InPlace ? "InPlace" : "")}({Write(lerp.Value)}, {Write(lerp.End)})",
        ChoiceExpression choice => $"{Numbers.Write(choice.Condition)} ? {Write(choice.Then)} : {Write(choice.Else)}",
        ScalarExpression { Like: { } like } number => $"{CSharp.Services}.Coefficients.Number({Write(number.Value.Value).Text}, {Write(like)})",
        ScalarExpression scalar => Write(scalar.Value.Value).Text,
        PreparedExpression prepared => Write(prepared),
        TransitionExpression transition => Write(transition),
        FunctionExpression { Function: TensorFunction.Soft } soft =>
            $"{CSharp.Services}.Shrinkage.Soft({Write(soft.Value)}, {Write(soft.Parameters[0].Value).Text})",
        FunctionExpression function => $"{Write(function.Value)}.{Vocabulary.NameOf(function.Function)}{InPlace(function.InPlace)}()",
        ApplyExpression apply => Write(apply),
        _ => throw new InvalidOperationException($"{expression.GetType().Name} is not written.")
    };

    /// <summary>An expression of which a method is called.</summary>
    public string WritePrimary(TensorExpression expression) =>
        expression is ScalarExpression { Like: null } scalar ? Write(scalar.Value.Value).At(Precedence.Primary) : Write(expression);

    /// <summary>
    /// The module that an application calls; null when it calls none. A method of the class may call any, and so may what is no module: the class's own
    /// module stands for all of them.
    /// </summary>
    public string? Module(ApplyExpression apply)
    {
        OperatorModel bound = _operators[_program.Plan.Operators[apply.Operator].Name];
        if (bound.Form == OperatorForm.Function)
            return bound.IsStatic ? null : This;
        return bound.IsModule ? Target(bound, apply) : This;
    }

    private static string InPlace(bool inPlace) => inPlace ? "_" : "";

    private string Held(Factor factor) => Held(_program.Constants[factor.Held!.Value]);

    private string Held(HeldConstant constant) => constant.Extent switch
    {
        HeldExtent.OfLayer => $"{constant.Name}[{Numbers.Layer}]",
        HeldExtent.OfTerm => $"{constant.Name}[{(constant.Value.DependsOnLayer ? Numbers.Layer : "0")}, {Numbers.Variable}]",
        _ => constant.Name
    };

    private string Write(PreparedExpression prepared)
    {
        LearnableModel learnable = _coefficients[prepared.Coefficient].Learnable!;
        string text = _members.Field(prepared.Coefficient);
        if (learnable.Min is not null || learnable.Max is not null)
            text = $"{CSharp.Services}.Coefficients.Within({text}, {Border(learnable.Min, false)}, {Border(learnable.Max, true)})";
        return prepared.Like is { } like ? $"{CSharp.Services}.Coefficients.AlongChannels({text}, {Write(like)})" : text;
    }

    private static string Border(double? border, bool upper) => CSharp.Literal(border ?? (upper ? double.PositiveInfinity : double.NegativeInfinity));

    private string Write(ApplyExpression apply)
    {
        OperatorModel bound = _operators[_program.Plan.Operators[apply.Operator].Name];
        var arguments = apply.Arguments.Select(Write).ToList();
        if (bound.Form == OperatorForm.Function)
            return Write(bound, [.. arguments.Concat(apply.Parameters.Select((p, i) => AsArgument(Write(p.Value), bound.Scalars[i])))]);
        string target = Target(bound, apply);
        if (!apply.Adjoint)
            return Call(bound.Name, [target, .. arguments]);
        string adjoint = bound.Adjoint == AdjointForm.Method ? "module.Adjoint(y)" : $"{CSharp.Services}.Adjoints.Apply(module, y)";
        return Call(bound.Name + "^T", ["static (module, y) => " + adjoint, target, .. arguments]);
    }

    /// <summary>A call that says, where it fails, which operator it was, in which layer, and what it got.</summary>
    private string Call(string name, IEnumerable<string> arguments) => $"{_members.Calls}.Call({CSharp.Literal(name)}, {Place}, {string.Join(", ", arguments)})";

    private string Write(OperatorModel function, List<string> arguments)
    {
        if (arguments.Count > MostFunctionArguments)
            return $"{function.Identifier}({string.Join(", ", arguments)})";
        var names = new NameTable([function.Identifier]);
        var parameters = arguments.Select((_, i) => i < function.Tensors ? (function.Tensors == 1 ? "x" : "x" + (i + 1)) : CSharp.Bare(function.Scalars[i - function.Tensors].Name))
            .Select(n => CSharp.Identifier(names.Take(n))).ToList();
        string list = string.Join(", ", parameters);
        string lambda = $"{(function.IsStatic ? "static " : "")}{(parameters.Count == 1 ? list : $"({list})")} => {function.Identifier}({list})";
        return Call(function.Name, [lambda, .. arguments]);
    }

    private string Write(TransitionExpression transition)
    {
        string target = $"{_members.Field(_model.Transition!.Name)}[{Numbers.Write(IndexValue.At(transition.Stage - 1))}]";
        return $"{_members.Calls}.Call({CSharp.Literal($"{_model.Transition.Name}, the transition into stage {Numbers.Write(IndexValue.At(transition.Stage))},")}, {OutsideLayers}, {target}, {Write(transition.Value)})";
    }

    private string Target(OperatorModel bound, ApplyExpression apply)
    {
        string target = bound.Form == OperatorForm.Member ? bound.Identifier : _members.Field(bound.Name);
        return apply.Module is { } module ? $"{target}[{Numbers.Write(module)}]" : target;
    }

    private static string AsArgument(ScalarCode code, ScalarParameter parameter) =>
        parameter.IsTensor && !code.IsTensor ? $"{CSharp.Torch}.tensor((double){code.At(Precedence.Primary)})" : code.Text;

    private ScalarCode WriteAtom(Atom atom)
    {
        if (atom is PlaceAtom place)
            return new ScalarCode(Write(place.Place), Precedence.Primary, Numeric.Tensor);
        if (atom is HeldAtom held)
            return ScalarCode.Real(Held(_program.Constants[held.Constant]));
        var read = (CoefficientAtom)atom;
        // What is below the first of a series is seen to where it is read.
        if (_program.Series.FirstOrDefault(s => s.Name == read.Name) is { } series)
            return ScalarCode.Real($"{series.Member}[{Numbers.Write(new IndexValue(read.Indices[0]))}]");
        CoefficientModel model = _coefficients[read.Name];
        bool isChecked = CheckedValues.TryGetValue(read.Name, out string? name);
        name ??= model.Identifier;
        string[] indices = [.. read.Indices.Select(Index)];
        string text = model.Form switch
        {
            CoefficientForm.Constant or CoefficientForm.Number => name,
            CoefficientForm.Schedule => $"{name}({indices[0]})",
            CoefficientForm.Values => $"{name}[{indices[0]}]",
            CoefficientForm.TableMethod => $"{name}({indices[0]}, {indices[1]})",
            CoefficientForm.JaggedTable when !isChecked => $"{name}[{indices[0]}][{indices[1]}]",
            CoefficientForm.Table or CoefficientForm.JaggedTable => $"{name}[{indices[0]}, {indices[1]}]",
            _ => throw new InvalidOperationException($"The trained coefficient {read.Name} has no place.")
        };
        // A whole constant of a type that C# computes with as int stays one while the result surely fits; all else is a double from here on.
        return model switch
        {
            { Type: NumberType.Double } => ScalarCode.Real(text),
            _ when isChecked => ScalarCode.Real(text),
            { Type: NumberType.Int, Value: { } value } => ScalarCode.Whole(text, (long)value.Abs().Numerator),
            _ => ScalarCode.Cast(text)
        };
    }

    /// <summary>An index below 0 reads the value at 0.</summary>
    private string Index(AffineIndex index)
    {
        if (index.IsNumber)
            return Numbers.Write(IndexValue.At(Math.Max(index.Offset, 0)));
        // There is at least one layer.
        bool mayBeNegative = index.Offset < -Math.Max(index.End, 0) || index.Layer < 0 || index.Variable < 0 || index.End < 0;
        return Numbers.Write(new IndexValue(index, Floor: mayBeNegative ? Floor.Zero : Floor.None));
    }
}
