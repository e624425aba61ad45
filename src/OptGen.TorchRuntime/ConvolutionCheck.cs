using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen;

/// <summary>Tells whether the convolutions of this machine's libtorch are right: float32 on the processor, against double precision.</summary>
/// <remarks>
/// The oneDNN in libtorch 2.10 computes wrong convolutions on some processors, without any error: values wrong by a fifth, gradients by a half. Where
/// it does, its LSTM is wrong too, and so are convolutions in bfloat16 (docs/troubleshooting.md). The check tells of the process as it is now, oneDNN
/// on or off. It runs on a thread of its own and changes nothing that a program can notice: not the generators of random numbers, not the modes of
/// autograd, not the number of threads, not the dispose scopes.
/// </remarks>
public static class ConvolutionCheck
{
    /// <summary>The greatest relative error that counts as right. Single precision makes errors below 1e-6 here, the known fault errors above 1e-2.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>Checks 3x3 convolutions of 1 to 100 channels and some between different numbers of channels, in less than a second.</summary>
    public static ConvolutionCheckReport Run() => Run(Usual());

    /// <summary>Checks convolutions of these shapes, such as those of a network about to be trained.</summary>
    /// <param name="shapes">The shapes; at least one.</param>
    /// <exception cref="ArgumentException">There is no shape, a null among them, or one that is no convolution.</exception>
    public static ConvolutionCheckReport Run(params IEnumerable<ConvolutionShape> shapes)
    {
        ArgumentNullException.ThrowIfNull(shapes);
        ConvolutionShape[] all = [.. shapes];
        if (all.Length == 0 || all.Contains(null))
            throw new ArgumentException("There is no shape to check: name the convolutions that the program uses.", nameof(shapes));
        if (all.Select(shape => shape.Problem()).FirstOrDefault(problem => problem is not null) is { } found)
            throw new ArgumentException(found, nameof(shapes));
        bool oneDnn = OneDnn.Enabled;
        // A new thread has torch's own defaults for all that a thread can set: gradients on, no inference mode, no autocast, no dispose scope.
        return Task.Factory.StartNew(() => Compute(all, oneDnn), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).GetAwaiter().GetResult();
    }

    private static IEnumerable<ConvolutionShape> Usual() =>
    [
        .. Enumerable.Range(1, 100).Select(channels => new ConvolutionShape(channels, channels)),
        new(1, 16), new(3, 64), new(2, 3), new(6, 8), new(16, 8), new(16, 10), new(64, 10), new(20, 40), new(32, 64) { Stride = 2 },
        new(40, 20) { Kernel = 1 }, new(12, 24) { Kernel = 5 }
    ];

    private static ConvolutionCheckReport Compute(ConvolutionShape[] shapes, bool oneDnn)
    {
        long start = Stopwatch.GetTimestamp();
        // Threads that wait for each other on busy processors would make seconds of it, and faults are the same with one.
        LibTorchContext.UseOneThreadHere();
        List<ConvolutionFault> faults = [];
        foreach (ConvolutionShape shape in shapes)
        {
            // What is wrong is read from memory that somebody has freed, so it can be right by luck: a few shapes are tried more often.
            for (int attempt = shapes.Length > 20 ? 3 : 0; attempt < 4; attempt++)
            {
                if (Compare(shape) is not { } fault)
                    continue;
                faults.Add(fault);
                break;
            }
        }

        return new(shapes.Length, faults, oneDnn, Stopwatch.GetElapsedTime(start));
    }

    private static ConvolutionFault? Compare(ConvolutionShape shape)
    {
        using DisposeScope scope = NewDisposeScope();
        var random = new Random(HashCode(shape));
        Tensor images = Numbers(random, shape.Images, shape.InputChannels, shape.Side, shape.Side);
        Tensor weights = Numbers(random, shape.OutputChannels, shape.InputChannels / shape.Groups, shape.Kernel, shape.Kernel);
        Tensor gradient = Numbers(random, shape.Images, shape.OutputChannels, shape.ResultSide, shape.ResultSide);
        Tensor[] single = Pass(shape, images, weights, gradient, float32), exact = Pass(shape, images, weights, gradient, float64);
        double[] errors = [.. single.Zip(exact, Error)];
        return errors.Max() <= Tolerance ? null : new ConvolutionFault(shape, errors[0], errors[1], errors[2]);
    }

    /// <summary>The result and both gradients.</summary>
    private static Tensor[] Pass(ConvolutionShape shape, Tensor images, Tensor weights, Tensor gradient, ScalarType type)
    {
        Tensor x = images.to(type).detach().requires_grad_(), w = weights.to(type).detach().requires_grad_();
        LeaveNotANumbers(shape);
        Tensor y = nn.functional.conv2d(
            x, w, strides: [shape.Stride, shape.Stride], padding: [shape.ZerosAround, shape.ZerosAround], dilation: [shape.Dilation, shape.Dilation], groups: shape.Groups);
        LeaveNotANumbers(shape);
        autograd.backward([y], [gradient.to(type)], inputs: [x, w]);
        return [y.detach(), x.grad!, w.grad!];
    }

    /// <summary>
    /// Frees memory full of not-a-number, of the sizes that a layout in blocks of 16 channels takes: a result that depends on what freed memory holds then
    /// shows it.
    /// </summary>
    private static void LeaveNotANumbers(ConvolutionShape shape)
    {
        static long Blocks(long channels) => (channels + 15) / 16 * 16;
        long input = Blocks(shape.InputChannels), output = Blocks(shape.OutputChannels);
        // Held: a number that is converted at a call is torch's object with a finalizer, which may run before torch has read it (TorchSharp 0.107.0).
        using Scalar notANumber = float.NaN.ToScalar();
        using DisposeScope scope = NewDisposeScope();
        foreach (long size in (ReadOnlySpan<long>)[
            shape.Images * input * shape.Side * shape.Side, shape.Images * output * shape.ResultSide * shape.ResultSide,
            input * output * shape.Kernel * shape.Kernel / shape.Groups])
        {
            full(size, notANumber, float32, CPU);
            full(size, notANumber, float32, CPU);
        }
    }

    /// <summary>The greatest difference, relative to the greatest element; infinite where something is not a number.</summary>
    internal static double Error(Tensor single, Tensor exact)
    {
        using Tensor difference = single.to(float64).sub(exact).abs().max(), greatest = exact.abs().max();
        double error = difference.item<double>() / greatest.item<double>();
        return double.IsFinite(error) ? error : double.PositiveInfinity;
    }

    /// <summary>Numbers from -1 to 1. They are drawn here, since torch's generators belong to the program.</summary>
    private static Tensor Numbers(Random random, params ReadOnlySpan<long> size)
    {
        long count = 1;
        foreach (long length in size)
            count *= length;
        float[] numbers = new float[count];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = (2 * random.NextSingle()) - 1;
        return tensor(numbers, size, float32, CPU);
    }

    // The same in every process, so that what was found can be found again.
    private static int HashCode(ConvolutionShape shape) => (((shape.InputChannels * 1009) + shape.OutputChannels) * 31) + shape.Kernel;
}
