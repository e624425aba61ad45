using System.Globalization;
using OptGen.Binding;
using OptGen.Lowering;

namespace OptGen.Emission;

/// <summary>Writes the numbers that a module computes once, when it is made, and holds for the operations of its layers.</summary>
internal sealed class HeldConstantWriter
{
    private readonly SourceWriter _output;
    private readonly Program _program;
    private readonly ProgramExpressions _expressions;
    private readonly string _layer;
    private readonly string _variable;

    public HeldConstantWriter(SourceWriter output, NetworkModel model, Program program, ModuleNames members)
    {
        _output = output;
        _program = program;
        _expressions = new ProgramExpressions(model, program, members);
        Method = program.Constants.Count > 0 ? members.Members.Take("HoldNumbers") : null;
        IsLate = Method is not null && model.Coefficients.Any(c => c.IsSetLate);
        NameTable names = members.Members.Inner();
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
        foreach (HeldConstant constant in _program.Constants)
            _output.Line($"private {Type(constant)} {constant.Name} = null!;");
    }

    public void WriteMethod()
    {
        if (Method is null)
            return;
        _output.Line("/// <summary>Computes the numbers that the layers' operations take, which hold them from then on.</summary>");
        using (_output.Block($"private void {Method}()"))
        {
            if (IsLate)
            {
                _output.Line($"if ({_program.Constants[_program.Constants.Count - 1].Name} is not null)");
                using (_output.Indented())
                    _output.Line("return;");
            }
            foreach (HeldConstant constant in _program.Constants)
                _output.Line($"{constant.Name} = {Value(constant)};");
        }
        _output.Line();
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

    private static string Type(HeldConstant constant) => constant.Extent == HeldExtent.OfTerm
        ? $"{CSharp.Services}.ScalarTable"
        : (constant.Form == HeldForm.Tensor ? $"{CSharp.Services}.Constant" : CSharp.Scalar) + (constant.Extent == HeldExtent.OfLayer ? "[]" : "");

    private string Value(HeldConstant constant)
    {
        _expressions.Numbers.Layer = _layer;
        _expressions.Numbers.Variable = _variable;
        string value = _expressions.Write(constant.Value).Text;
        if (constant.Extent == HeldExtent.OfTerm)
            return $"new(({_layer}, {_variable}) => {value})";
        if (constant.Extent == HeldExtent.OfLayer)
        {
            string first = constant.First == 0 ? "" : $", first: {constant.First.ToString(CultureInfo.InvariantCulture)}";
            return $"{CSharp.Services}.{(constant.Form == HeldForm.Tensor ? "Constant" : "Scalars")}.OfLayers({_expressions.Numbers.Layers}, {_layer} => {value}{first})";
        }
        return constant.Form == HeldForm.Tensor ? $"new({value})" : value;
    }
}
