using OptGen.Lowering;
using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Export;

/// <summary>Runs a plan on names instead of tensors: what is computed, layer after layer, and what each value reads.</summary>
internal sealed class WiringUnroller
{
    private readonly Plan _plan;
    private readonly int _layers;
    private readonly List<WiringNode> _nodes = [];
    private readonly Dictionary<(int From, int To, int Argument), WiringEdge> _edges = [];
    private readonly Dictionary<(int State, int Index), WiringNode> _states = [];
    private readonly Dictionary<(int Evaluation, int Index), WiringNode> _evaluations = [];
    private readonly List<WiringNode> _inputs = [];
    private int _layer = -1;

    // The number 1, to which every number that is added to a tensor is a factor.
    private WiringNode? _one;

    private WiringUnroller(Plan plan, int layers) => (_plan, _layers) = (plan, layers);

    public static WiringGraph Unroll(Plan plan, int layers) => new WiringUnroller(plan, layers).Run();

    private bool IsEquilibrium => _plan.Kind == PlanKind.Equilibrium;

    private WiringGraph Run()
    {
        foreach (InputPlan input in _plan.Inputs)
            _inputs.Add(Add(WiringKind.Input, input.Name, _inputs.Count, 0));
        _one = Add(WiringKind.Input, "1", -1, 0);
        foreach (Step step in _plan.Prologue)
            Execute(step);
        for (_layer = 0; _layer < _layers; _layer++)
        {
            foreach (Step step in _plan.Layer)
                Execute(step);
        }
        foreach (Step step in _plan.Epilogue)
            Execute(step);
        WiringNode result = Add(WiringKind.Output, Vocabulary.Output, -1, 0);
        // Several outputs are several arrows into one node, each with its place among them.
        foreach ((LinearCombination output, int i) in _plan.Outputs.Select((o, i) => (o, i)))
            Connect(output, result, 0, i);
        return Reaching(result);
    }

    /// <summary>The layer that indices count from: the last one, once all have run.</summary>
    private int K => Math.Clamp(_layer, 0, _layers - 1);

    private int IndexOf(AffineIndex index, int variable) => index.Evaluate(K, _layers, variable);

    private WiringNode Add(WiringKind kind, string label, int source, int index)
    {
        var node = new WiringNode(_nodes.Count, kind, label, _layer, source, index);
        _nodes.Add(node);
        return node;
    }

    private WiringNode Replace(WiringNode node) => _nodes[node.Number] = node;

    private void Execute(Step step)
    {
        switch (step)
        {
            case ZeroStep zero:
                _states[(zero.State, IndexOf(zero.Index, 0))] = Replace(Iterate(zero.State, zero.Index) with { IsZero = true });
                break;
            case AssignStep assign:
                WiringNode assigned = Iterate(assign.State, assign.Index);
                Connect(assign.Value, assigned, 0);
                break;
            case EvaluateStep evaluate when IsComputed(evaluate):
                Evaluate(evaluate);
                break;
            case SolveStep solve:
                foreach (Unknown unknown in solve.Unknowns)
                {
                    WiringNode node = Replace(Iterate(unknown.State, unknown.Index) with { IsSolved = true });
                    _states[(unknown.State, IndexOf(unknown.Index, 0))] = node;
                }
                foreach (Step inner in solve.Body)
                    Execute(inner);
                break;
        }
    }

    /// <summary>Before its first layer the prologue has computed the value.</summary>
    private bool IsComputed(EvaluateStep step) => _layer < 0 || _layer >= _layers || _layer >= step.FromLayer;

    /// <summary>The node of an iterate: the one that a solve has announced, or a new one.</summary>
    private WiringNode Iterate(int state, AffineIndex at)
    {
        int index = IndexOf(at, 0);
        if (_states.TryGetValue((state, index), out WiringNode? known))
            return known;
        string name = _plan.States[state].Name;
        return _states[(state, index)] = Add(WiringKind.Iterate, IsEquilibrium ? name : Subscripts.At(name, index), state, index);
    }

    private void Evaluate(EvaluateStep step)
    {
        int index = Math.Max(IndexOf(step.Index, 0), _plan.Evaluations[step.Evaluation].FirstIndex);
        Callee callee = _plan.Evaluations[step.Evaluation].Evaluation.Callee;
        WiringNode node = Add(WiringKind.Application, "", step.Evaluation, index);
        if (callee is OperatorCallee applied)
        {
            OperatorPlan op = _plan.Operators[applied.Operator];
            int module = Math.Max(step.Module.Evaluate(K, _layers, 0), 0);
            // What takes scalars is a function, which has no modules.
            bool isOne = op.IsSingle || op.Parameters > 0;
            string name = isOne ? op.Name : Subscripts.At(op.Name, module);
            node = node with { Operator = op.Name, Module = isOne ? null : module, Label = name + (applied.Adjoint ? "ᵀ" : "") };
        }
        else
        {
            node = node with { Label = callee is FunctionCallee function ? Vocabulary.NameOf(function.Function) : ProductCallee.Sign };
        }
        if (step.Parameters.Count > 0)
        {
            Scalar[] parameters = [.. step.Parameters.Select(p => Numbered(p, 0))];
            node = node with { Parameters = parameters, Label = $"{node.Label}[{string.Join(", ", parameters.Select(Subscripts.Write))}]" };
        }
        _evaluations[(step.Evaluation, index)] = Replace(node);
        for (int i = 0; i < step.Arguments.Count; i++)
            Connect(step.Arguments[i], node, 0, i);
    }

    private void Connect(LinearCombination combination, WiringNode target, int variable, int argument = 0)
    {
        foreach (Term term in combination.Terms)
        {
            if (term.Value is SumValue sum)
            {
                for (int j = Math.Max(IndexOf(sum.From, 0), 0); j <= IndexOf(sum.To, 0); j++)
                    Connect(sum.Body.Times(term.Coefficient), target, j, argument);
            }
            else
            {
                Connect(Find(term.Value, variable), Numbered(term.Coefficient, variable), target, argument);
            }
        }
    }

    private WiringNode Find(TensorValue value, int variable) => value switch
    {
        OneValue => _one!,
        InputValue input => _inputs[input.Input],
        StateValue state => _states[(state.State, Math.Max(IndexOf(state.Index, variable), _plan.States[state.State].FirstIndex))],
        EvaluationValue evaluation => _evaluations[(evaluation.Evaluation, Math.Max(IndexOf(evaluation.Index, variable), _plan.Evaluations[evaluation.Evaluation].FirstIndex))],
        _ => throw new InvalidOperationException($"{value.GetType().Name} has no node.")
    };

    /// <summary>One value may be read twice, where a first one stands in for those before it.</summary>
    private void Connect(WiringNode source, Scalar factor, WiringNode target, int argument)
    {
        (int, int, int) key = (source.Number, target.Number, argument);
        if (_edges.TryGetValue(key, out WiringEdge? known))
            factor += known.Factor;
        if (factor.IsZero)
            _edges.Remove(key);
        else
            _edges[key] = new WiringEdge(source, target, argument, factor, IsHistory(source));
    }

    /// <summary>What an earlier layer has left that is not the newest of its kind when this layer begins.</summary>
    private bool IsHistory(WiringNode source)
    {
        if (_layer < 0 || source.Layer >= _layer || source.Kind is WiringKind.Input or WiringKind.Output)
            return false;
        return source.Kind == WiringKind.Application || source.Index < K + _plan.States[source.Source].Newest - 1;
    }

    /// <summary>A scalar with numbers in place of k, j and L; an index below 0 is 0.</summary>
    private Scalar Numbered(Scalar scalar, int variable)
    {
        Scalar numbered = scalar.Substitute(AffineIndex.At(K), AffineIndex.At(variable));
        return numbered.Replace(a => a switch
        {
            _ when a == SymbolAtom.Layers => Scalar.Constant(_layers),
            CoefficientAtom c => Scalar.Of(new CoefficientAtom(c.Name, c.Indices.Select(i => AffineIndex.At(Math.Max(i.Evaluate(K, _layers, variable), _plan.ScalarLineOf(c.Name)?.FirstIndex ?? 0))).ToEquatableArray())),
            _ => Scalar.Of(a)
        });
    }

    private WiringGraph Reaching(WiringNode result)
    {
        var sources = _edges.Values.ToLookup(e => e.To.Number, e => e.From.Number);
        var found = new HashSet<int> { result.Number };
        var pending = new Stack<int>(found);
        while (pending.Count > 0)
        {
            foreach (int source in sources[pending.Pop()].Where(found.Add))
                pending.Push(source);
        }
        foreach (WiringNode input in _inputs)
            found.Add(input.Number);
        // Nodes have been told more since their edges were made.
        var numbers = found.Order().Select((n, i) => (Old: n, New: i)).ToDictionary(n => n.Old, n => n.New);
        WiringNode[] nodes = [.. numbers.OrderBy(n => n.Value).Select(n => _nodes[n.Key] with { Number = n.Value })];
        WiringEdge[] edges = [.. _edges.Values.Where(e => numbers.ContainsKey(e.From.Number) && numbers.ContainsKey(e.To.Number))
            .Select(e => e with { From = nodes[numbers[e.From.Number]], To = nodes[numbers[e.To.Number]] })];
        return new WiringGraph(nodes, edges, _layers, [.. _plan.States.Select(s => s.Name)], IsEquilibrium);
    }
}
