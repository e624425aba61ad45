using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Whole numbers drawn evenly from low (included) to high (excluded).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The type cannot hold the numbers asked for.</exception>
    public static Tensor randint(long low, long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null)
    {
        var type = dtype ?? ScalarType.Int64;
        RequireRange(low, type, nameof(low));
        RequireRange(high - 1, type, nameof(high));
        return Finish(Aten.randint_low_generator.Call(low, high, size.Shape, generator, type, Argument.None, Place(device)), requires_grad, names);
    }

    /// <summary>Whole numbers drawn evenly from 0 to high (excluded).</summary>
    public static Tensor randint(long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(0L, high, size, dtype, device, requires_grad, generator, names);

    /// <summary>Whole numbers drawn evenly from low (included) to high (excluded).</summary>
    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(low, high, new Size(size), dtype, device, requires_grad, generator, names);

    /// <summary>Whole numbers drawn evenly from 0 to high (excluded).</summary>
    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(0L, high, new Size(size), dtype, device, requires_grad, generator, names);

    /// <summary>Whole numbers drawn evenly from low (included) to high (excluded).</summary>
    public static Tensor randint(int low, int high, int[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(low, high, new Size(size), dtype, device, requires_grad, generator, names);

    /// <summary>Whole numbers drawn evenly from 0 to high (excluded).</summary>
    public static Tensor randint(int high, int[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(0L, high, new Size(size), dtype, device, requires_grad, generator, names);

    /// <summary>A random truth value.</summary>
    public static bool randint_bool(Generator? generator = null) => randint_long(2, generator) == 1;

    /// <summary>A random whole number from 0 to high (excluded).</summary>
    public static int randint_int(int high, Generator? generator = null) => (int)randint_long(high, generator);

    /// <summary>A random whole number from low (included) to high (excluded).</summary>
    public static int randint_int(int low, int high, Generator? generator = null) => (int)randint_long(low, high, generator);

    /// <summary>A random whole number from 0 to high (excluded).</summary>
    public static long randint_long(long high, Generator? generator = null) => randint_long(0, high, generator);

    /// <summary>A random whole number from low (included) to high (excluded).</summary>
    public static long randint_long(long low, long high, Generator? generator = null)
    {
        using var drawn = randint(low, high, Size.Empty, device: CPU, generator: generator);
        return drawn.item<long>();
    }

    /// <summary>A random number from the uniform distribution over [0, 1), of single precision.</summary>
    public static double rand_float(Generator? generator = null)
    {
        using var drawn = rand(Array.Empty<long>(), ScalarType.Float32, CPU, generator: generator);
        return drawn.item<float>();
    }

    /// <summary>A random number from the standard normal distribution, of single precision.</summary>
    public static double randn_float(Generator? generator = null)
    {
        using var drawn = randn(Array.Empty<long>(), ScalarType.Float32, CPU, generator: generator);
        return drawn.item<float>();
    }

    /// <summary>The numbers from 0 to n (excluded) in random order.</summary>
    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        Finish(Aten.randperm_generator.Call(n, generator, dtype ?? ScalarType.Int64, Argument.None, Place(device)), requires_grad, null);

    /// <summary>Writes the numbers from 0 to n (excluded), in random order, into a tensor, and returns it.</summary>
    public static Tensor randperm(long n, Tensor @out, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(@out);
        Aten.randperm_generator_out.CallVoid(n, generator, @out);
        return @out;
    }

    /// <summary>Overwrites a tensor with uniform draws from [0, 1), giving it a new shape.</summary>
    public static Tensor rand_out(Tensor input, params long[] sizes) => input.rand_out(sizes);

    /// <summary>Overwrites a tensor with whole numbers drawn evenly from 0 to high (excluded), giving it a new shape.</summary>
    public static Tensor randint_out(Tensor input, long high, long[] sizes) => input.randint_out(high, sizes);

    /// <summary>Overwrites a tensor with the numbers from 0 to n (excluded) in random order.</summary>
    public static Tensor randperm_out(Tensor input, long n) => input.randperm_out(n);

    public partial class Tensor
    {
        /// <summary>Overwrites this tensor with uniform draws from [0, 1), giving it a new shape.</summary>
        public Tensor rand_out(params long[] sizes)
        {
            Aten.rand_out.CallVoid(sizes, this);
            return this;
        }

        /// <summary>Overwrites this tensor with draws from the standard normal distribution, giving it a new shape.</summary>
        public Tensor randn_out(params long[] sizes)
        {
            Aten.randn_out.CallVoid(sizes, this);
            return this;
        }

        /// <summary>Overwrites this tensor with whole numbers drawn evenly from 0 to high (excluded), giving it a new shape.</summary>
        public Tensor randint_out(long high, long[] sizes)
        {
            Aten.randint_out.CallVoid(high, sizes, this);
            return this;
        }

        /// <summary>Overwrites this tensor with the numbers from 0 to n (excluded) in random order.</summary>
        public Tensor randperm_out(long n)
        {
            Aten.randperm_out.CallVoid(n, this);
            return this;
        }

        /// <summary>Overwrites this tensor with the numbers start, start + step, … below stop.</summary>
        public Tensor arange_out(Scalar start, Scalar stop, Scalar step)
        {
            Aten.arange_start_out.CallVoid(start, stop, step, this);
            return this;
        }
    }

    private static void RequireRange(long value, ScalarType type, string argument)
    {
        var (least, greatest) = type switch
        {
            ScalarType.Byte => (0L, 255L),
            ScalarType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
            ScalarType.Int16 => (short.MinValue, short.MaxValue),
            ScalarType.Int32 => (int.MinValue, int.MaxValue),
            _ => (long.MinValue, long.MaxValue)
        };
        if (value < least || value > greatest)
            throw new ArgumentOutOfRangeException(argument, value, $"Numbers of type {type} lie between {least} and {greatest}.");
    }
}
