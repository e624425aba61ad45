using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using OptGen.FixedPoint;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.CompilerServices;

/// <summary>
/// How a generated network makes and applies its operators: what fails says which operator it was, in which layer, and what it got; and what an operator returns
/// is the network's own, whatever else holds it.
/// </summary>
/// <param name="network">The name of the network, for messages.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class OperatorCalls(string network)
{
    private int _runs;

    private bool IsChecked => _runs <= 1 || OperatorChecks.EveryRun;

    /// <summary>Says that the network runs. Its first run is checked.</summary>
    public void Begin()
    {
        if (_runs <= 1)
            _runs++;
    }

    /// <summary>Makes a module.</summary>
    /// <param name="name">The factory's name.</param>
    /// <param name="number">What its int k or int stage is given; negative where it takes none.</param>
    /// <param name="factory">Calls it.</param>
    /// <returns>The module.</returns>
    /// <exception cref="NetworkException">The factory has failed, or has returned null.</exception>
    public TModule Make<TModule>(string name, int number, Func<TModule?> factory)
        where TModule : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        TModule? module;
        try
        {
            module = factory();
        }
        catch (Exception exception) when (IsExplained(exception))
        {
            throw Explain(name, -1, $"The factory {name} of {network} failed{For(number)}: {TorchErrors.SentenceOf(exception)}.", exception);
        }
        return Made(name, number, module);
    }

    /// <summary>A module that a factory has made.</summary>
    /// <param name="name">The factory's name.</param>
    /// <param name="number">What its int k or int stage is given; negative where it takes none.</param>
    /// <param name="module">The module.</param>
    /// <exception cref="NetworkException">It is null.</exception>
    public TModule Made<TModule>(string name, int number, TModule? module)
        where TModule : class =>
        module ?? throw Explain(name, -1, $"The factory {name} of {network} gave null{For(number)}; let it return a module.");

    /// <summary>What to throw where torch refuses an operation of the network itself.</summary>
    /// <param name="equation">The left side of the equation that is computed.</param>
    /// <param name="layer">The number of the layer.</param>
    /// <param name="exception">What torch has thrown.</param>
    /// <param name="scope">What holds the network's tensors.</param>
    /// <param name="inputs">The arguments of the network.</param>
    public NetworkException Refused(string equation, int layer, Exception exception, DisposeScope scope, params Tensor[] inputs)
    {
        ArgumentNullException.ThrowIfNull(equation);
        ArgumentNullException.ThrowIfNull(exception);
        ArgumentNullException.ThrowIfNull(scope);
        _runs = 0;
        string sentence = TorchErrors.SentenceOf(exception);
        string shapes = string.Join(" and ", LiveShapes.Of(scope.DisposablesView.OfType<Tensor>().Concat(inputs), sentence));
        // What is given by number, such as x_0, and out belong to no layer.
        bool isOfLayer = equation.Contains("_k", StringComparison.Ordinal) || equation.Contains("<k", StringComparison.Ordinal);
        int number = isOfLayer ? layer : -1;
        return Explain(equation, number, $"{equation}{In(number)} could not be computed from tensors of the shapes {shapes}: {sentence}.", exception);
    }

    private void ThrowIfMissing(string name, int layer, [NotNull] object? module)
    {
        if (module is null)
            throw Explain(name, layer, $"{name} of {network} is null{In(layer)}; give it a module before the network is used.");
    }

    private static string For(int number) => number < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" for {number}");

    private static string In(int layer) => layer < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" in layer {layer}");

    /// <summary>What ends a run on purpose, and what says all by itself, goes on as it is.</summary>
    private bool IsExplained(Exception exception) => exception switch
    {
        OperationCanceledException or SolveFailedException => false,
        NetworkException own => own.Thrower != this,
        _ => true
    };

    private NetworkException Failed(string name, int layer, Exception exception, params Tensor?[] arguments)
    {
        _runs = 0;
        // An adjoint and a function have arguments that are no tensors.
        string shapes = string.Join(" and ", arguments.OfType<Tensor>().Select(TorchErrors.ShapeOf));
        return Explain(name, layer, $"{name}{In(layer)} got {shapes} and refused it: {TorchErrors.SentenceOf(exception)}.", exception);
    }

    private NetworkException Explain(string name, int layer, string message, Exception? inner = null) =>
        new(message, inner) { Network = network, Place = name, Layer = layer < 0 ? null : layer, Thrower = this };

    /// <summary>What a forward hook has seen leaves the network's scope, so that it stays alive as long as the hook keeps it.</summary>
    private static void Leave(Tensor? result, params Tensor?[] arguments)
    {
        if (result is not null && !arguments.Contains(result, ReferenceEqualityComparer.Instance) && CurrentDisposeScope?.Contains(result) == true)
            result.DetachFromDisposeScope();
    }

    /// <summary>
    /// A result under a handle that the network may release. One that is an argument itself, or that something else has taken out of the network's scope to
    /// keep it, gets another handle.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Tensor Own(string name, int layer, Tensor? result, Tensor? first)
    {
        if (result is null || result.IsInvalid || (first is not null && first.IsInvalid))
            throw Broken(name, layer, result, first);
        return ReferenceEquals(result, first) || CurrentDisposeScope?.Contains(result) != true ? result.alias() : result;
    }

    private NetworkException Broken(string name, int layer, Tensor? result, Tensor? argument)
    {
        _runs = 0;
        string what = result is null ? "returned null"
            : argument is { IsInvalid: true } ? "disposed of its argument, which the recurrence may read again"
            : "returned a tensor that is disposed of already; a tensor that an operator keeps for its next call must leave the dispose scope (DetachFromDisposeScope)";
        return Explain(name, layer, $"{name}{In(layer)} {what}.");
    }

    /// <summary>Applies an operator and compares its arguments with what they were.</summary>
    private Tensor Check(string name, int layer, Func<Tensor> apply, params Tensor?[] arguments)
    {
        Tensor?[] copies = [.. arguments.Select(Copy)];
        try
        {
            Tensor result = apply();
            for (int i = 0; i < copies.Length; i++)
            {
                if (copies[i] is not { } copy || arguments[i] is not { IsInvalid: false } argument || IsSame(argument, copy))
                    continue;
                _runs = 0;
                throw Explain(
                    name, layer,
                    $"{name}{In(layer)} wrote into its argument, which the recurrence may read again; let it leave what it is given as it is, as ReLU() does and "
                    + "ReLU(inplace: true) does not.");
            }
            return result;
        }
        finally
        {
            foreach (Tensor? copy in copies)
                copy?.Dispose();
        }
    }

    private static Tensor? Copy(Tensor? argument)
    {
        // A tensor of the device meta has a shape and no values.
        if (argument is null || argument.IsInvalid || argument.device_type == DeviceType.META)
            return null;
        using IDisposable off = no_grad();
        using Tensor detached = argument.detach();
        return detached.clone();
    }

    private static bool IsSame(Tensor argument, Tensor copy)
    {
        using IDisposable off = no_grad();
        using DisposeScope scope = NewDisposeScope();
        if (!argument.shape.AsSpan().SequenceEqual(copy.shape) || argument.dtype != copy.dtype)
            return false;
        // What is not a number is different from itself, and still the same.
        return argument.eq(copy).logical_or(argument.ne(argument).logical_and(copy.ne(copy))).all().item<bool>();
    }
}
