using OptGen.Blocks;
using OptGen.CompilerServices;
using OptGen.Lowering;
using OptGen.Wiring;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Execution;

/// <summary>Compiles applications: a call of a module with one to six tensors, of an adjoint, or of a function.</summary>
internal sealed class ApplicationCompiler(NetworkParts parts)
{
    /// <param name="apply">The application.</param>
    /// <param name="arguments">The tensors.</param>
    /// <param name="parameters">The scalars in brackets.</param>
    public Func<Frame, Tensor> Compile(ApplyExpression apply, Func<Frame, Tensor>[] arguments, CompiledScalar[] parameters)
    {
        BoundOperator bound = parts.Operators[apply.Operator];
        if (bound.Function is { } function)
            return Compile(bound.Name, function, arguments, parameters);
        Func<Frame, int> position = Position(apply);
        return apply.Adjoint ? Adjoint(bound, position, arguments[0]) : Module(bound, position, arguments);
    }

    /// <summary>The module that an application calls; null of a function.</summary>
    public Func<Frame, nn.Module>? Module(ApplyExpression apply)
    {
        BoundOperator bound = parts.Operators[apply.Operator];
        if (bound.Function is not null)
            return null;
        Func<Frame, int> position = Position(apply);
        nn.Module[] modules = bound.Modules;
        return f => modules[position(f)];
    }

    private Func<Frame, int> Position(ApplyExpression apply) => apply.Module is { } module ? NumberCompiler.Compile(module, parts.Layers) : _ => 0;

    private Func<Frame, Tensor> Module(BoundOperator bound, Func<Frame, int> at, Func<Frame, Tensor>[] x)
    {
        (OperatorCalls calls, string name) = (parts.Calls, bound.Name);
        switch (x.Length)
        {
            case 1:
                Func<Frame, Tensor> only = x[0];
                var one = Array.ConvertAll(bound.Modules, m => (nn.Module<Tensor, Tensor>)m);
                return f => calls.Call(name, f.CallLayer, one[at(f)], only(f));
            case 2:
                var two = Array.ConvertAll(bound.Modules, m => (nn.Module<Tensor, Tensor, Tensor>)m);
                return f => calls.Call(name, f.CallLayer, two[at(f)], x[0](f), x[1](f));
            case 3:
                var three = Array.ConvertAll(bound.Modules, m => (nn.Module<Tensor, Tensor, Tensor, Tensor>)m);
                return f => calls.Call(name, f.CallLayer, three[at(f)], x[0](f), x[1](f), x[2](f));
            case 4:
                var four = Array.ConvertAll(bound.Modules, m => (nn.Module<Tensor, Tensor, Tensor, Tensor, Tensor>)m);
                return f => calls.Call(name, f.CallLayer, four[at(f)], x[0](f), x[1](f), x[2](f), x[3](f));
            case 5:
                var five = Array.ConvertAll(bound.Modules, m => (nn.Module<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor>)m);
                return f => calls.Call(name, f.CallLayer, five[at(f)], x[0](f), x[1](f), x[2](f), x[3](f), x[4](f));
            default:
                var six = Array.ConvertAll(bound.Modules, m => (nn.Module<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor>)m);
                return f => calls.Call(name, f.CallLayer, six[at(f)], x[0](f), x[1](f), x[2](f), x[3](f), x[4](f), x[5](f));
        }
    }

    private Func<Frame, Tensor> Adjoint(BoundOperator bound, Func<Frame, int> at, Func<Frame, Tensor> y)
    {
        (OperatorCalls calls, string name) = (parts.Calls, bound.Name + "^T");
        nn.Module[] modules = bound.Modules;
        Func<nn.Module, Tensor, Tensor> adjoint = bound.Adjoint ?? (static (module, tensor) => module switch
        {
            LinearOperator linear => linear.Adjoint(tensor),
            Linear linear => Adjoints.Apply(linear, tensor),
            Conv2d convolution => Adjoints.Apply(convolution, tensor),
            _ => throw new InvalidOperationException($"A {module.GetType().Name} has no adjoint that is known; give one where the operator is bound.")
        });
        return f => calls.Call(name, f.CallLayer, adjoint, modules[at(f)], y(f));
    }

    private Func<Frame, Tensor> Compile(string name, Delegate function, Func<Frame, Tensor>[] x, CompiledScalar[] parameters)
    {
        OperatorCalls calls = parts.Calls;
        switch (function)
        {
            case Func<Tensor, Tensor> unary:
                Func<Frame, Tensor> only = x[0];
                return f => calls.Call(name, f.CallLayer, unary, only(f));
            case Func<Tensor, double, Tensor> prox:
                Func<Frame, double> scalar = Number(name, parameters[0]);
                return f => calls.Call(name, f.CallLayer, prox, x[0](f), scalar(f));
            case Func<Tensor, double, double, Tensor> prox:
                (Func<Frame, double> first, Func<Frame, double> second) = (Number(name, parameters[0]), Number(name, parameters[1]));
                return f => calls.Call(name, f.CallLayer, prox, x[0](f), first(f), second(f));
            case Func<Tensor, Tensor, Tensor> binary:
                Func<Frame, Tensor> other = x.Length == 2 ? x[1] : AsTensor(parameters[0]);
                return f => calls.Call(name, f.CallLayer, binary, x[0](f), other(f));
            default:
                var general = (Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>, Tensor>)function;
                Func<Frame, Tensor>[] scalars = Array.ConvertAll(parameters, AsTensor);
                // What is one of several arguments has a handle already that is released in its turn.
                Func<Tensor, Tensor[], Tensor[], Tensor> call = (_, tensors, numbers) => general(tensors, numbers) is var result && tensors.Contains(result, ReferenceEqualityComparer.Instance) ? result.alias() : result;
                return f =>
                {
                    Tensor[] tensors = Array.ConvertAll(x, a => a(f));
                    return calls.Call(name, f.CallLayer, call, tensors[0], tensors, Array.ConvertAll(scalars, s => s(f)));
                };
        }
    }

    private static Func<Frame, double> Number(string name, CompiledScalar scalar) => scalar.Number
        ?? throw BindingCheck.Fault($"{name} is given a trained coefficient in its brackets, which is a tensor; bind a function of tensors, such as (Tensor x, Tensor s) => ….");

    private static Func<Frame, Tensor> AsTensor(CompiledScalar scalar) => scalar.Tensor ?? (f => tensor(scalar.Number!(f)));
}
