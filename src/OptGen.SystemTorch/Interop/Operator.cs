using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Interop;

/// <summary>
/// One overload of an ATen operator, looked up in libtorch's dispatcher at its first call. Trailing arguments that are
/// left out take the defaults of libtorch's own schema.
/// </summary>
/// <remarks>Thread-safe. The lookup may run twice when two threads race to the first call; both find the same operator.</remarks>
internal sealed unsafe class Operator(string name, string overload = "")
{
    private void* handle;

    /// <summary>Calls an operator that returns one tensor.</summary>
    public Tensor Call(params ReadOnlySpan<Argument> arguments)
    {
        Value result;
        Invoke(arguments, &result, 1);
        return Tensor.FromHandle(result.Pointer);
    }

    /// <summary>Calls an operator that returns one tensor, which may be undefined: null then.</summary>
    public Tensor? CallOptional(params ReadOnlySpan<Argument> arguments)
    {
        Value result;
        Invoke(arguments, &result, 1);
        return result.Pointer is null ? null : Tensor.FromHandle(result.Pointer);
    }

    /// <summary>Calls an operator that changes its first argument, and returns that same tensor object.</summary>
    public Tensor CallInPlace(params ReadOnlySpan<Argument> arguments)
    {
        Invoke(arguments, null, 0);
        return Unsafe.As<Tensor>(arguments[0].Reference!);
    }

    /// <summary>Calls an operator for its effect alone.</summary>
    public void CallVoid(params ReadOnlySpan<Argument> arguments) => Invoke(arguments, null, 0);

    /// <summary>Calls an operator that returns two tensors.</summary>
    public (Tensor, Tensor) Call2(params ReadOnlySpan<Argument> arguments)
    {
        var results = stackalloc Value[2];
        Invoke(arguments, results, 2);
        return (Tensor.FromHandle(results[0].Pointer), Tensor.FromHandle(results[1].Pointer));
    }

    /// <summary>Calls an operator that returns three tensors.</summary>
    public (Tensor, Tensor, Tensor) Call3(params ReadOnlySpan<Argument> arguments)
    {
        var results = stackalloc Value[3];
        Invoke(arguments, results, 3);
        return (Tensor.FromHandle(results[0].Pointer), Tensor.FromHandle(results[1].Pointer), Tensor.FromHandle(results[2].Pointer));
    }

    /// <summary>Calls an operator that returns four tensors.</summary>
    public (Tensor, Tensor, Tensor, Tensor) Call4(params ReadOnlySpan<Argument> arguments)
    {
        var results = stackalloc Value[4];
        Invoke(arguments, results, 4);
        return (
            Tensor.FromHandle(results[0].Pointer),
            Tensor.FromHandle(results[1].Pointer),
            Tensor.FromHandle(results[2].Pointer),
            Tensor.FromHandle(results[3].Pointer));
    }

    /// <summary>Calls an operator that returns a list of tensors.</summary>
    public Tensor[] CallList(params ReadOnlySpan<Argument> arguments)
    {
        Value result;
        Invoke(arguments, &result, 1);
        return Tensor.FromHandles((void**)result.Pointer, result.Count);
    }

    /// <summary>Calls an operator that returns a truth value.</summary>
    public bool CallBool(params ReadOnlySpan<Argument> arguments)
    {
        Value result;
        Invoke(arguments, &result, 1);
        return result.Integer != 0;
    }

    /// <summary>Calls an operator that returns a whole number.</summary>
    public long CallLong(params ReadOnlySpan<Argument> arguments)
    {
        Value result;
        Invoke(arguments, &result, 1);
        return result.Integer;
    }

    /// <summary>Calls an operator that returns a real number.</summary>
    public double CallDouble(params ReadOnlySpan<Argument> arguments)
    {
        Value result;
        Invoke(arguments, &result, 1);
        return result.Real;
    }

    private void Invoke(ReadOnlySpan<Argument> arguments, Value* results, int capacity)
    {
        if (handle is null) Find();
        var target = handle;

        var values = stackalloc Value[arguments.Length];
        var leased = 0;
        Lists lists = default;
        int count;
        try
        {
            for (; leased < arguments.Length; leased++)
            {
                ref readonly var argument = ref arguments[leased];
                var value = values + leased;
                value->Tag = argument.Tag;
                value->Integer = argument.Bits;
                switch (argument.Tag)
                {
                    case ValueTag.Tensor:
                        value->Pointer = Unsafe.As<Tensor>(argument.Reference!).Lease();
                        break;
                    case ValueTag.None or ValueTag.Int or ValueTag.Double or ValueTag.Bool:
                        break;
                    case ValueTag.Device:
                        value->Integer = argument.Bits >> 32;
                        value->Count = (int)argument.Bits;
                        break;
                    default:
                        lists.Add(in argument, value);
                        break;
                }
            }

            count = NativeMethods.optgen_call(target, values, arguments.Length, results, capacity);
        }
        finally
        {
            for (var i = 0; i < leased; i++)
            {
                if (values[i].Tag == ValueTag.Tensor) Unsafe.As<Tensor>(arguments[i].Reference!).Return();
            }

            lists.Dispose();
        }

        if (count < 0) throw Explain(NativeError.Take(), arguments);
        if (count < capacity)
            throw new InvalidOperationException($"{name} returned {count} results where {capacity} were expected; this libtorch's operator differs from the one SystemTorch knows.");
    }

    /// <summary>Says which argument was null where that is what libtorch stumbled over; its own words for it name no argument.</summary>
    private Exception Explain(Exception error, ReadOnlySpan<Argument> arguments)
    {
        var stumbled = error.Message.StartsWith("IValue is not a Scalar", StringComparison.Ordinal)
            || error.Message.Contains("but got None", StringComparison.Ordinal);
        if (!stumbled) return error;
        var missing = new List<int>();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].Tag == ValueTag.None) missing.Add(i + 1);
        }

        return missing.Count == 0
            ? error
            : new TorchException($"{this} needs a value where it was given null: argument {string.Join(" or ", missing)}. libtorch: {error.Message}");
    }

    /// <summary>Looks the operator up in libtorch's dispatcher. The first call does so by itself; a test does it for all.</summary>
    /// <exception cref="TorchException">This libtorch has no such operator.</exception>
    public void Find()
    {
        var nameBytes = Encoding.UTF8.GetBytes("aten::" + name + "\0");
        var overloadBytes = Encoding.UTF8.GetBytes(overload + "\0");
        fixed (byte* namePointer = nameBytes, overloadPointer = overloadBytes)
        {
            var found = NativeMethods.optgen_operator(namePointer, overloadPointer);
            if (found is null) throw NativeError.Take();
            handle = found;
        }
    }

    public override string ToString() => overload.Length == 0 ? "aten::" + name : $"aten::{name}.{overload}";

    /// <summary>The arguments that need memory of their own for the length of a call: lists, strings, complex numbers, generators.</summary>
    private struct Lists : IDisposable
    {
        private MemoryHandle[]? pins;
        private List<Tensor>? tensors;
        private List<Generator>? generators;
        private int pinCount;

        public void Add(in Argument argument, Value* value)
        {
            switch (argument.Tag)
            {
                case ValueTag.IntList:
                    Pin((long[])argument.Reference!, value);
                    break;
                case ValueTag.DoubleList or ValueTag.Complex:
                    Pin((double[])argument.Reference!, value);
                    break;
                case ValueTag.BoolList:
                    Pin((bool[])argument.Reference!, value);
                    break;
                case ValueTag.String:
                    Pin(Encoding.UTF8.GetBytes((string)argument.Reference!), value);
                    break;
                case ValueTag.Generator:
                    var generator = (Generator)argument.Reference!;
                    value->Pointer = generator.Lease();
                    (generators ??= []).Add(generator);
                    break;
                case ValueTag.TensorList:
                    AddTensors((Tensor?[])argument.Reference!, value);
                    break;
                default:
                    throw new InvalidOperationException($"An argument of kind {argument.Tag} cannot be passed to an operator.");
            }
        }

        private void AddTensors(Tensor?[] list, Value* value)
        {
            var pointers = new nint[list.Length];
            tensors ??= new List<Tensor>(list.Length);
            for (var i = 0; i < list.Length; i++)
            {
                if (list[i] is not { } tensor) continue;
                pointers[i] = (nint)tensor.Lease();
                tensors.Add(tensor);
            }

            Pin(pointers, value);
        }

        private void Pin<T>(T[] array, Value* value)
        {
            pins ??= new MemoryHandle[4];
            if (pinCount == pins.Length) Array.Resize(ref pins, pinCount * 2);
            var pin = array.AsMemory().Pin();
            pins[pinCount++] = pin;
            value->Pointer = pin.Pointer;
            value->Count = array.Length;
        }

        public readonly void Dispose()
        {
            for (var i = 0; i < pinCount; i++) pins![i].Dispose();
            if (tensors is not null)
            {
                foreach (var tensor in tensors) tensor.Return();
            }

            if (generators is not null)
            {
                foreach (var generator in generators) generator.Return();
            }
        }
    }
}
