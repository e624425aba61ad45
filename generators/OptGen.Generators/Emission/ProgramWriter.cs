using OptGen.Binding;
using OptGen.Lowering;

namespace OptGen.Emission;

/// <summary>Writes a program as <c>forward</c> and the methods it needs. It decides nothing: a statement is a line or a block.</summary>
internal sealed class ProgramWriter
{
    private const string List = "global::System.Collections.Generic.List";
    private const string OutsideLayers = ProgramExpressions.OutsideLayers;
    private const string ReadOnlyList = "global::System.Collections.Generic.IReadOnlyList";

    private readonly SourceWriter _output;
    private readonly Program _program;
    private readonly ProgramExpressions _expressions;
    private readonly SolveStatementWriter _solves;
    private readonly ReversibleWriter _reversible;
    private readonly HeldConstantWriter _constants;
    private readonly ModuleNames _members;
    private bool _hasPlace;
    private string? _place;

    public ProgramWriter(SourceWriter output, NetworkModel model, Program program, ModuleNames members, HeldConstantWriter constants)
    {
        _constants = constants;
        _members = members;
        _output = output;
        _program = program;
        _expressions = new ProgramExpressions(model, program, members);
        _solves = new SolveStatementWriter(output, program, _expressions);
        _reversible = new ReversibleWriter(output, _expressions, members, Write);
        Numbers.Iterates = program.Iterates is { } iterates ? CSharp.Identifier(iterates.Name) : null;
        Use(program.Layer, program.Start);
    }

    private ProgramNumbers Numbers => _expressions.Numbers;

    public void Write()
    {
        string parameters = string.Join(", ", _program.Inputs.Select(i => $"{CSharp.Tensor} {ProgramExpressions.Name(i)}"));
        _output.Line("/// <inheritdoc/>");
        using (_output.Block($"public override {CSharp.Result(_program.Plan.MoreOutputs.Count + 1)} forward({parameters})"))
        {
            _output.Line($"{_members.Calls}.Begin();");
            if (_program.Methods.Count > 0)
                _output.Line($"{ImplicitWriter.Property}.Begin();");
            if (_constants.IsLate)
                _output.Line($"{_constants.Method}();");
            if (_program.Iterates is not null)
                _output.Line($"var {Numbers.Iterates} = {IterateWriter.Record}.Of(this);");
            _output.Line($"using var {CSharp.Identifier(_program.Scope)} = {CSharp.Torch}.NewDisposeScope();");
            WriteBody();
        }
        foreach (EquationMethod method in _program.Methods)
        {
            _output.Line();
            Write(method);
        }
        if (_program.Reversible is { } reversible)
            _reversible.Write(reversible);
    }

    /// <summary>The body, with what names the equation and the layer that torch refuses. Operators do it themselves.</summary>
    private void WriteBody()
    {
        var places = LocatedIn(_program.Body).Distinct().ToList();
        if (places.Count == 0)
        {
            Write(_program.Body);
            return;
        }
        string place = CSharp.Literal(places[0]);
        _hasPlace = places.Count > 1;
        if (_program.Layer is not null)
            _output.Line($"int {Numbers.Layer} = {OutsideLayers};");
        if (_hasPlace)
        {
            _output.Line($"string {CSharp.Identifier(_program.Failure.Place)} = {place};");
            place = CSharp.Identifier(_program.Failure.Place);
        }
        _place = places[0];
        using (_output.Block("try"))
            Write(_program.Body);
        string exception = CSharp.Identifier(_program.Failure.Exception);
        using (_output.Block($"catch (global::System.Runtime.InteropServices.ExternalException {exception})"))
        {
            var arguments = new[] { place, _program.Layer is null ? OutsideLayers : Numbers.Layer, exception, CSharp.Identifier(_program.Scope) }.Concat(_program.Inputs.Select(Name));
            _output.Line($"throw {_members.Calls}.Refused({string.Join(", ", arguments)});");
        }
    }

    private static IEnumerable<string> LocatedIn(IEnumerable<Statement> statements) => statements.SelectMany(s => s switch
    {
        LocateStatement located => [located.Place],
        IfStatement choice => LocatedIn(choice.Then).Concat(LocatedIn(choice.Else)),
        LayersStatement loop => LocatedIn(loop.Body),
        CountStatement count => LocatedIn(count.Body),
        _ => Array.Empty<string>()
    });

    private void Use(Variable? layer, Variable? start)
    {
        Numbers.Layer = layer is null ? "0" : ProgramExpressions.Name(layer);
        Numbers.Start = start is null ? "" : ProgramExpressions.Name(start);
    }

    private void Write(EquationMethod method)
    {
        Use(method.Layer, method.Start);
        _expressions.Place = method.Layer is null ? OutsideLayers : Numbers.Layer;
        bool isOne = method.Results.Count == 1;
        var parameters = new[] { method.Layer, method.Start }.OfType<Variable>().Select(v => "int " + ProgramExpressions.Name(v))
            .Concat(method.Unknowns.Concat(method.Given).Concat(method.Shared).Select(v => $"{CSharp.Tensor} {ProgramExpressions.Name(v)}"));
        string where = _program.Layer is null ? "" : " in layer k";
        _output.Line($"/// <summary>What the equation{(isOne ? "" : "s")} for {CSharp.Xml(method.Describes)} give{(isOne ? "s" : "")}{where}, at values that a solver tries.</summary>");
        string header = $"private {(isOne ? CSharp.Tensor : $"{ReadOnlyList}<{CSharp.Tensor}>")} {method.Name}({string.Join(", ", parameters)})";
        using (_output.Block(header))
        {
            _output.Line($"using var {CSharp.Identifier(method.Scope)} = {CSharp.Torch}.NewDisposeScope();");
            Write(method.Body);
            var results = method.Results.Select(r => _expressions.Write(r) + ".MoveToOuterDisposeScope()").ToList();
            _output.Line(isOne ? $"return {results[0]};" : $"return [{string.Join(", ", results)}];");
        }
    }

    private void Write(IEnumerable<Statement> statements)
    {
        foreach (Statement statement in statements)
            Write(statement);
    }

    private void Write(Statement statement)
    {
        switch (statement)
        {
            case IfStatement choice:
                Write(choice);
                break;
            case LocateStatement located:
                if (_hasPlace && located.Place != _place)
                    _output.Line($"{CSharp.Identifier(_program.Failure.Place)} = {CSharp.Literal(located.Place)};");
                _place = located.Place;
                break;
            case LayersStatement loop:
                _expressions.Place = Numbers.Layer;
                using (_output.Block($"for ({(LocatedIn(_program.Body).Any() ? "" : "int ")}{Numbers.Layer} = 0; {Numbers.Layer} < {Numbers.Layers}; {Numbers.Layer}++)"))
                    WriteApart(loop.Body);
                _expressions.Place = OutsideLayers;
                break;
            case CountStatement count:
                Write(count);
                break;
            case TransformStatement transform:
                Write(transform);
                break;
            case SolveStatement solve:
                _solves.Write(solve);
                break;
            case ReversibleStatement reversible:
                _reversible.Write(reversible);
                break;
            default:
                _output.Line(Line(statement));
                break;
        }
    }

    /// <summary>A statement that is one line.</summary>
    private string Line(Statement statement) => statement switch
    {
        DeclareStatement { Value: null } declare => $"{CSharp.Tensor} {Name(declare.Variable)} = null!;",
        DeclareStatement declare => $"var {Name(declare.Variable)} = {_expressions.Write(declare.Value)};",
        DeclareBufferStatement { Variable.Kind: VariableKind.List } list => $"var {Name(list.Variable)} = new {List}<{CSharp.Tensor}>();",
        DeclareBufferStatement ring => $"var {Name(ring.Variable)} = new {CSharp.Tensor}[{Numbers.Write(IndexValue.At(ring.Places))}];",
        DeclarePartsStatement { Variable.Kind: VariableKind.Table } table => $"var {Name(table.Variable)} = {CSharp.Services}.Coefficients.Table({_expressions.Write(table.Whole)});",
        DeclarePartsStatement parts => $"var {Name(parts.Variable)} = {_expressions.WritePrimary(parts.Whole)}.unbind();",
        DeclareNumberStatement number => $"int {Name(number.Variable)} = {Numbers.Write(number.Value)};",
        SetNumberStatement number => $"{Name(number.Variable)} = {Numbers.Write(number.Value)};",
        SetStatement set => $"{_expressions.Write(set.Target)} = {_expressions.Write(set.Value)};",
        RecoverStatement recover => _reversible.Line(recover),
        RetraceStatement retrace => _reversible.Line(retrace),
        ComputeStatement compute => $"{_expressions.Write(compute.Value)};",
        AppendStatement append => $"{Name(append.List)}.Add({_expressions.Write(append.Value)});",
        ClearStatement clear => $"{Name(clear.List)}.Clear();",
        HandOutStatement handOut => $"{Numbers.Iterates}?.Add({CSharp.Literal(handOut.State)}, {_expressions.Write(handOut.Value)});",
        FillStatement fill => $"global::System.Array.Fill({Name(fill.Ring)}, {_expressions.Write(fill.Value)});",
        ReleaseStatement release => $"{(release.Condition is { } when ? $"if ({Numbers.Write(when)}) " : "")}{_expressions.Write(release.Place)}.Dispose();",
        ReturnStatement { Values: { Count: 1 } values } => $"return {_expressions.Write(values[0])}.MoveToOuterDisposeScope();",
        ReturnStatement { Values: var values } => $"return ({string.Join(", ", values.Select(v => _expressions.Write(v) + ".MoveToOuterDisposeScope()"))});",
        _ => throw new InvalidOperationException($"{statement.GetType().Name} is not written.")
    };

    private static string Name(Variable variable) => ProgramExpressions.Name(variable);

    private void Write(IfStatement choice)
    {
        string header = $"if ({Numbers.Write(choice.Condition)})";
        if (choice.Else.Count == 0 && choice.Then.Count == 1 && choice.Then[0] is AppendStatement or ComputeStatement)
        {
            _output.Line($"{header} {Line(choice.Then[0])}");
            return;
        }
        // One tensor in several places is one line.
        if (choice.Else.Count == 0 && choice.Then.All(s => s is SetStatement set && set.Value == ((SetStatement)choice.Then[0]).Value))
        {
            _output.Line(header);
            using (_output.Indented())
                _output.Line(string.Concat(choice.Then.Cast<SetStatement>().Select(s => _expressions.Write(s.Target) + " = ")) + _expressions.Write(((SetStatement)choice.Then[0]).Value) + ";");
            return;
        }
        WriteBlock(header, choice.Then);
        if (choice.Else.Count > 0)
            WriteBlock("else", choice.Else);
    }

    private void WriteBlock(string header, IReadOnlyList<Statement> statements)
    {
        using (_output.Block(header))
            WriteApart(statements);
    }

    /// <summary>Statements that may run more than once, or not at all: what was said of the place before or inside does not hold on the other side.</summary>
    private void WriteApart(IEnumerable<Statement> statements)
    {
        _place = null;
        Write(statements);
        _place = null;
    }

    private void Write(CountStatement count)
    {
        string outer = Numbers.Variable;
        string name = Name(count.Variable);
        string header = $"for (int {name} = {Numbers.Write(count.From)}; {name} <= {Numbers.Write(count.To)}; {name}++)";
        Numbers.Variable = name;
        if (count.Body.Count == 1)
        {
            _output.Line(header);
            using (_output.Indented())
                Write(count.Body);
        }
        else
        {
            WriteBlock(header, count.Body);
        }
        Numbers.Variable = outer;
    }

    private void Write(TransformStatement transform)
    {
        string list = Name(transform.List);
        string position = Name(transform.Position);
        _output.Line($"for (int {position} = 0; {position} < {list}.Count; {position}++)");
        var element = new ElementPlace(transform.List, new IndexValue(new Wiring.AffineIndex(0, 0, 1, 0)));
        string outer = Numbers.Variable;
        Numbers.Variable = position;
        using (_output.Indented())
            Write(new SetStatement(element, new TransitionExpression(transform.Stage, element)));
        Numbers.Variable = outer;
    }
}
