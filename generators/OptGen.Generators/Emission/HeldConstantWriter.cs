using System.Globalization;
using OptGen.Binding;
using OptGen.Lowering;
using OptGen.Wiring;

namespace OptGen.Emission;

/// <summary>Writes the numbers that a module computes once, when it is made, and holds for the operations of its layers.</summary>
internal sealed class HeldConstantWriter
{
    private readonly SourceWriter _output;
    private readonly NetworkModel _model;
    private readonly Program _program;
    private readonly ProgramExpressions _expressions;
    private readonly List<CoefficientModel> _arrays;
    private readonly HashSet<string> _constants;
    private readonly string _layer;
    private readonly string _variable;

    public HeldConstantWriter(SourceWriter output, NetworkModel model, Program program, ModuleNames members)
    {
        _output = output;
        _model = model;
        _program = program;
        _expressions = new ProgramExpressions(model, program, members);
        Method = program.Constants.Count > 0 || program.Series.Count > 0 ? members.Members.Take("HoldNumbers") : null;
        IsLate = Method is not null && model.Coefficients.Any(c => c.IsSetLate);
        NameTable names = members.Members.Inner();
        IEnumerable<Scalar> inSeries = program.Series.SelectMany(s => s.Update is null ? s.Given : s.Given.Append(s.Update)).Select(n => n.Value);
        var read = new HashSet<string>(program.Constants.Select(c => c.Value).Concat(inSeries).SelectMany(v => v.Atoms()).OfType<CoefficientAtom>().Select(a => a.Name));
        _arrays = model.Coefficients.Where(c => c.Form is CoefficientForm.Values or CoefficientForm.Table or CoefficientForm.JaggedTable && read.Contains(c.Name)).ToList();
        _constants = [.. model.Coefficients.Where(c => c.Form == CoefficientForm.Constant).Select(c => c.Name)];
        foreach (CoefficientModel array in _arrays)
            _expressions.CheckedValues.Add(array.Name, CSharp.Identifier(names.Take(CSharp.Bare(array.Identifier) + "Values")));
        _layer = CSharp.Identifier(names.Take("k"));
        _variable = CSharp.Identifier(names.Take("j"));
    }

    /// <summary>The method that computes the numbers; null when there are none.</summary>
    public string? Method { get; }

    /// <summary>Whether forward computes the numbers when it first runs, because what they are made of may not be there before.</summary>
    public bool IsLate { get; }

    /// <summary>Whether there is something to dispose of.</summary>
    public bool HasTensors => _program.Constants.Any(c => c.Form == HeldForm.Tensor);

    public void WriteFields()
    {
        foreach (HeldSeries series in _program.Series)
            _output.Line($"private {CSharp.Services}.NumberSeries {series.Member} = null!;");
        foreach (HeldConstant constant in _program.Constants)
            _output.Line($"private {Type(constant)} {constant.Name}{(IsPlain(constant) ? "" : " = null!")};");
    }

    public void WriteMethod()
    {
        if (Method is null)
            return;
        _output.Line("/// <summary>Computes the numbers that the layers' operations take, which hold them from then on.</summary>");
        using (_output.Block($"private void {Method}()"))
        {
            // A double is never null; what is all doubles is computed anew each time.
            if (IsLate && _program.Constants.LastOrDefault(c => !IsPlain(c)) is { } last)
            {
                _output.Line($"if ({last.Name} is not null)");
                using (_output.Indented())
                    _output.Line("return;");
            }
            foreach (CoefficientModel array in _arrays)
                _output.Line($"var {_expressions.CheckedValues[array.Name]} = {CSharp.Services}.{(array.Form == CoefficientForm.Values ? "CheckedValues" : "CheckedTable")}.Of({CSharp.Literal(array.Name)}, {array.Identifier});");
            WriteSeries();
            foreach (HeldConstant constant in _program.Constants)
                _output.Line($"{constant.Name} = {Value(constant)};");
        }
        _output.Line();
    }

    /// <summary>Writes what computes the series: what they begin with, and then the numbers of each layer.</summary>
    private void WriteSeries()
    {
        _expressions.Numbers.Layer = _layer;
        foreach (HeldSeries series in _program.Series)
        {
            _output.Line($"{series.Member} = new({Number(series.First)});");
            foreach (NumberGiven given in series.Given)
                _output.Line($"{series.Member}.Begin({CSharp.Literal(given.Meaning)}, {_expressions.Write(given.Value).Text});");
        }
        if (!_program.Series.Any(s => s.Update is not null))
            return;
        string layers = _program.Plan.Kind == PlanKind.Equilibrium ? "1" : _expressions.Numbers.Layers;
        using (_output.Block($"for (int {_layer} = 0; {_layer} < {layers}; {_layer}++)"))
        {
            foreach (HeldSeries series in _program.Series.Where(s => s.Update is not null))
                _output.Line($"{series.Member}.Next({CSharp.Literal(series.Update!.Meaning)}, {_layer}, () => {_expressions.Write(series.Update.Value).Text});");
        }
    }

    public void WriteDispose()
    {
        _output.Line("/// <inheritdoc/>");
        using (_output.Block("protected override void Dispose(bool disposing)"))
        {
            using (_output.Block("if (disposing)"))
            {
                foreach (HeldConstant constant in _program.Constants.Where(c => c.Form == HeldForm.Tensor))
                {
                    bool isList = constant.Extent != HeldExtent.Single;
                    _output.Line(isList ? $"foreach (var constant in {constant.Name})" : $"{constant.Name}?.Dispose();");
                    if (!isList)
                        continue;
                    using (_output.Indented())
                        _output.Line("constant?.Dispose();");
                }
            }
            _output.Line("base.Dispose(disposing);");
        }
    }

    /// <summary>Whether it is one double.</summary>
    private static bool IsPlain(HeldConstant constant) => constant is { Form: HeldForm.Double, Extent: HeldExtent.Single };

    private static string Type(HeldConstant constant) => constant.Extent == HeldExtent.OfTerm
        ? $"{CSharp.Services}.ScalarTable"
        : constant.Form switch { HeldForm.Tensor => $"{CSharp.Services}.Constant", HeldForm.Number => CSharp.Scalar, _ => "double" }
            + (constant.Extent == HeldExtent.OfLayer ? "[]" : "");

    private string Value(HeldConstant constant)
    {
        _expressions.Numbers.Layer = _layer;
        _expressions.Numbers.Variable = _variable;
        string value = _expressions.Write(constant.Value).Text;
        string meaning = CSharp.Literal(constant.Value.ToString());
        string first = constant.First == 0 ? "" : $", first: {Number(constant.First)}";
        switch (constant.Extent)
        {
            case HeldExtent.OfTerm when constant.Terms is { DependsOnStart: false } terms:
                return constant.Value.DependsOnLayer
                    ? $"new({meaning}, {_expressions.Numbers.Layers}, {_layer} => ({Range(terms)}), {Terms(constant)} => {value}{first})"
                    : $"new({meaning}, {Range(Widest(terms, constant.First))}, {_variable} => {value})";
            case HeldExtent.OfTerm:
                return $"new({meaning}, {Terms(constant)} => {value})";
            case HeldExtent.OfLayer:
                string form = constant.Form switch { HeldForm.Tensor => "Constant", HeldForm.Number => "Scalars", _ => "Numbers" };
                return $"{CSharp.Services}.{form}.OfLayers({meaning}, {_expressions.Numbers.Layers}, {_layer} => {value}{first})";
        }
        if (!IsCertain(constant.Value))
            value = $"{CSharp.Services}.Numbers.Finite({meaning}, {value})";
        return constant.Form == HeldForm.Tensor ? $"new({value})" : value;
    }

    private string Range(SumRange terms) => $"{_expressions.Numbers.Write(terms.From)}, {_expressions.Numbers.Write(terms.To)}";

    /// <summary>The terms that any layer reads.</summary>
    private SumRange Widest(SumRange terms, int first)
    {
        AffineIndex last = _model.Layers is { } layers ? AffineIndex.At(layers - 1) : AffineIndex.AtEnd(-1);
        return new SumRange(
            At(terms.From, terms.From.Index.Layer > 0 ? AffineIndex.At(first) : last), At(terms.To, terms.To.Index.Layer > 0 ? last : AffineIndex.At(first)));
    }

    private static IndexValue At(IndexValue value, AffineIndex layer) => value with { Index = value.Index.WithLayer(layer) };

    /// <summary>The parameters of a function of the layer and the term. What is the same in all layers is asked for at layer 0.</summary>
    private string Terms(HeldConstant constant) => $"({(constant.Value.DependsOnLayer ? _layer : "_")}, {_variable})";

    /// <summary>Whether all in it was known, and so checked, when the class was compiled.</summary>
    private bool IsCertain(Scalar value) => value.Atoms().All(a => a is GroupAtom or FunctionAtom || (a is CoefficientAtom c && _constants.Contains(c.Name)));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
