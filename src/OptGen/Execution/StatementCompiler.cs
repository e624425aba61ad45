using OptGen.FixedPoint;
using OptGen.Lowering;
using TorchSharp;
using static TorchSharp.torch;
using Coefficients = OptGen.CompilerServices.Coefficients;

namespace OptGen.Execution;

/// <summary>Compiles the statements of a program, or of its equations, into one action each.</summary>
internal sealed class StatementCompiler(NetworkParts parts, Program program, Slots slots, ExpressionCompiler expressions, IReadOnlyList<CompiledEquations> equations, IReadOnlyList<HeldNumbers>? held = null)
{
    public Action<Frame> Compile(IEnumerable<Statement> statements)
    {
        Action<Frame>[] actions = [.. statements.Select(Compile)];
        if (actions.Length == 1)
            return actions[0];
        return f =>
        {
            foreach (Action<Frame> action in actions)
                action(f);
        };
    }

    private Action<Frame> Compile(Statement statement)
    {
        switch (statement)
        {
            case DeclareStatement { Value: null } declare:
                int unset = slots.Of(declare.Variable);
                return f => f.Tensors[unset] = null!;
            case DeclareStatement declare:
                (int declared, Func<Frame, Tensor> first) = (slots.Of(declare.Variable), expressions.Compile(declare.Value));
                return f => f.Tensors[declared] = first(f);
            case DeclareBufferStatement { Variable.Kind: VariableKind.List } buffer:
                int list = slots.Of(buffer.Variable);
                return f => f.Lists[list] = [];
            case DeclareBufferStatement buffer:
                (int ring, int places) = (slots.Of(buffer.Variable), buffer.Places);
                return f => f.Rows[ring] = new Tensor[places];
            case DeclarePartsStatement { Variable.Kind: VariableKind.Table } declare:
                (int table, Func<Frame, Tensor> square) = (slots.Of(declare.Variable), expressions.Compile(declare.Whole));
                return f => f.Tables[table] = Coefficients.Table(square(f));
            case DeclarePartsStatement declare:
                (int rows, Func<Frame, Tensor> whole) = (slots.Of(declare.Variable), expressions.Compile(declare.Whole));
                return f => f.Rows[rows] = whole(f).unbind();
            case DeclareNumberStatement number:
                return SetNumber(number.Variable, number.Value);
            case SetNumberStatement number:
                return SetNumber(number.Variable, number.Value);
            case SetStatement set:
                return Set(set);
            case ComputeStatement compute:
                Func<Frame, Tensor> computed = expressions.Compile(compute.Value);
                return f => computed(f);
            case AppendStatement append:
                (int appended, Func<Frame, Tensor> added) = (slots.Of(append.List), expressions.Compile(append.Value));
                return f => f.Lists[appended].Add(added(f));
            case ClearStatement clear:
                int cleared = slots.Of(clear.List);
                return f => f.Lists[cleared].Clear();
            case FillStatement fill:
                (int filled, Func<Frame, Tensor> filler) = (slots.Of(fill.Ring), expressions.Compile(fill.Value));
                return f => Array.Fill(f.Rows[filled], filler(f));
            case HandOutStatement handOut:
                (string state, Func<Frame, Tensor> iterate) = (handOut.State, expressions.Compile(handOut.Value));
                return f => f.Iterates!.Add(state, iterate(f));
            case LocateStatement located:
                string place = located.Place;
                return f => f.Place = place;
            case ReleaseStatement release:
                return Release(release);
            case IfStatement choice:
                (Func<Frame, bool> condition, Action<Frame> then, Action<Frame> otherwise) = (expressions.Compile(choice.Condition), Compile(choice.Then), Compile(choice.Else));
                return f => (condition(f) ? then : otherwise)(f);
            case LayersStatement loop:
                return Layers(loop);
            case CountStatement count:
                return Count(count);
            case TransformStatement transform:
                return Transform(transform);
            case SolveStatement solve:
                return Solve(solve);
            case ReversibleStatement reversible:
                return Reversible(reversible);
            case RecoverStatement recover:
                return Recover(recover);
            case RetraceStatement retrace:
                (int Target, Func<Frame, Tensor> Value)[] lines = [.. retrace.Lines.Select(l => (slots.Of(l.Target), expressions.Compile(l.Value)))];
                return f => f.Pass!.Compute(Array.ConvertAll(lines, l => (f.Tensors[l.Target], l.Value(f))));
            case ReturnStatement result:
                Func<Frame, Tensor>[] returned = [.. result.Values.Select(expressions.Compile)];
                return f => f.Results = Array.ConvertAll(returned, r => r(f).MoveToOuterDisposeScope());
            default:
                throw new InvalidOperationException($"{statement.GetType().Name} is not run.");
        }
    }

    private Action<Frame> SetNumber(Variable variable, IndexValue number)
    {
        Func<Frame, int> value = expressions.Compile(number);
        if (variable == program.Start)
            return f => f.Start = value(f);
        int slot = slots.Of(variable);
        return f => f.Numbers[slot] = value(f);
    }

    private Action<Frame> Set(SetStatement set)
    {
        Func<Frame, Tensor> value = expressions.Compile(set.Value);
        if (set.Target is VariablePlace variable)
        {
            int slot = slots.Of(variable.Variable);
            return f => f.Tensors[slot] = value(f);
        }
        Action<Frame, Tensor> put = expressions.CompileSet(set.Target);
        return f => put(f, value(f));
    }

    private Action<Frame> Release(ReleaseStatement release)
    {
        Func<Frame, Tensor> released = expressions.Compile(release.Place);
        if (release.Condition is not { } condition)
            return f => released(f).Dispose();
        Func<Frame, bool> when = expressions.Compile(condition);
        return f =>
        {
            if (when(f))
                released(f).Dispose();
        };
    }

    private Action<Frame> Layers(LayersStatement loop)
    {
        Action<Frame> body = Compile(loop.Body);
        int layers = parts.Layers;
        return f =>
        {
            for (f.Layer = 0; f.Layer < layers; f.Layer++)
            {
                f.CallLayer = f.Layer;
                body(f);
            }
            f.CallLayer = -1;
        };
    }

    private Action<Frame> Count(CountStatement count)
    {
        (Func<Frame, int> from, Func<Frame, int> to, Action<Frame> body) = (expressions.Compile(count.From), expressions.Compile(count.To), Compile(count.Body));
        return f =>
        {
            int outer = f.Variable;
            int last = to(f);
            for (f.Variable = from(f); f.Variable <= last; f.Variable++)
                body(f);
            f.Variable = outer;
        };
    }

    private Action<Frame> Transform(TransformStatement transform)
    {
        (int list, int element) = (slots.Of(transform.List), slots.Of(new Variable("the element of " + transform.List.Name, VariableKind.Tensor)));
        Func<Frame, Tensor> transition = expressions.Transition(transform.Stage, f => f.Tensors[element]);
        return f =>
        {
            List<Tensor> all = f.Lists[list];
            for (int i = 0; i < all.Count; i++)
            {
                f.Tensors[element] = all[i];
                all[i] = transition(f);
            }
        };
    }

    private Action<Frame> Solve(SolveStatement solve)
    {
        CompiledEquations called = equations[solve.Method];
        string describes = program.Methods[solve.Method].Describes;
        ImplicitSolve solver = parts.Solves!;
        Func<Frame, int> layer = expressions.Compile(solve.Layer);
        int[] targets = [.. solve.Targets.Select(slots.Of)];
        Func<Frame, Tensor>[] guesses = [.. solve.Guesses.Select(expressions.Compile)];
        Func<Frame, Tensor>[] given = [.. solve.Given.Select(expressions.Compile)];
        Func<Frame, Tensor>[] shared = [.. solve.Shared.Select(expressions.Compile)];
        Func<Frame, nn.Module>[] modules = [.. solve.Callees.Select(expressions.Module).OfType<Func<Frame, nn.Module>>()];
        (int? layerCopy, int? startCopy) = (solve.LayerCopy is { } k ? slots.Of(k) : null, solve.StartCopy is { } start ? slots.Of(start) : null);
        return f =>
        {
            (int ofLayer, int ofStart) = (layerCopy is { } l ? f.Numbers[l] : -1, startCopy is { } s ? f.Numbers[s] : 0);
            var problem = new FixedPointProblem((unknowns, all) => called.Run(ofLayer, ofStart, unknowns, all), Array.ConvertAll(guesses, g => g(f)))
            {
                Given = Array.ConvertAll(given, g => g(f)),
                Shared = Array.ConvertAll(shared, g => g(f)),
                Modules = modules.Select(m => m(f)).Distinct(ReferenceEqualityComparer.Instance).Cast<nn.Module>().ToArray()
            };
            IReadOnlyList<Tensor> solution = solver.Solve(layer(f), describes, problem);
            for (int i = 0; i < targets.Length; i++)
                f.Tensors[targets[i]] = solution[i];
        };
    }

    private Action<Frame> Recover(RecoverStatement recover)
    {
        (int slot, Func<Frame, Tensor> value) = (slots.Of(recover.Variable), expressions.Compile(recover.Value));
        return recover.State is { } state
            ? f => f.Tensors[slot] = f.Pass!.Begun(state) ?? f.Pass.Recover(state, value(f))
            : f => f.Tensors[slot] = f.Pass!.Recover(value(f));
    }

    private Action<Frame> Reversible(ReversibleStatement reversible)
    {
        var layer = new CompiledReversible(reversible.Methods, parts, program, held!);
        Func<Frame, Tensor>[][] begun = [.. reversible.Begun.Select(s => s.Select(expressions.Compile).ToArray())];
        Func<Frame, Tensor>[] given = [.. reversible.Given.Select(expressions.Compile)];
        Func<Frame, Tensor>[] shared = [.. reversible.Shared.Select(expressions.Compile)];
        Func<Frame, nn.Module>[] modules = [.. reversible.Callees.Select(expressions.Module).OfType<Func<Frame, nn.Module>>()];
        (int Slot, int State, int Position)[] targets = [.. reversible.Targets.Select(t => (slots.Of(t.Variable), t.State, t.Position))];
        return f =>
        {
            Tensor[][] last = parts.Reversal!.Run(new(parts.Layers, reversible.Methods.Describes, layer.Forward, layer.Retrace)
            {
                Begun = Array.ConvertAll(begun, s => Array.ConvertAll(s, b => b(f))),
                Given = Array.ConvertAll(given, g => g(f)),
                Shared = k => At(k, () => Array.ConvertAll(shared, s => s(f))),
                Modules = k => At(k, () => modules.Select(m => m(f)).Distinct<nn.Module>(ReferenceEqualityComparer.Instance).ToArray()),
                Operators = parts.Calls
            });
            foreach ((int slot, int state, int position) in targets)
                f.Tensors[slot] = last[state][position];

            T At<T>(int k, Func<T> read)
            {
                f.Layer = k;
                T value = read();
                f.Layer = -1;
                return value;
            }
        };
    }
}
