using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.TorchRuntimeTests;

/// <summary>The check in this process, with oneDNN on and off. It runs alone: the switch and the count of tensors belong to the process.</summary>
[CollectionDefinition(nameof(ConvolutionCheckTests), DisableParallelization = true)]
[Collection(nameof(ConvolutionCheckTests))]
public sealed class ConvolutionCheckTests : IDisposable
{
    private readonly bool _before = OneDnn.Enabled;

    // Processors that are not known to be wrong must be right either way: otherwise the list lacks one.
    private static bool IsWrongHere => ProcessorFaults.WrongConvolutions is not null;

    public void Dispose() => OneDnn.Enabled = _before;

    [Fact]
    public void Run_OneDnnOn_FindsTheFaultOfKnownProcessorsAndNothingElse()
    {
        OneDnn.Enabled = true;

        ConvolutionCheckReport report = ConvolutionCheck.Run();

        Assert.True(report.OneDnn);
        Assert.InRange(report.Count, 100, 150);
        Assert.Equal(IsWrongHere, !report.Passed);
        Assert.Equal(IsWrongHere, report.ToString().Contains("are computed wrong on this machine; the worst is ", StringComparison.Ordinal));
        Assert.All(report.Faults, fault => Assert.False(fault.Shape.InputChannels % 16 == 0 && fault.Shape.OutputChannels % 16 == 0, $"{fault}"));
        if (IsWrongHere)
        {
            int[] found = [.. report.Faults.Where(fault => fault.Shape.InputChannels == fault.Shape.OutputChannels).Select(fault => fault.Shape.InputChannels)];
            Assert.Empty(Enumerable.Range(17, 84).Where(channels => channels % 16 != 0).Except(found));
        }
    }

    [Fact]
    public void Run_OneDnnOff_FindsNothing()
    {
        OneDnn.Enabled = false;

        ConvolutionCheckReport report = ConvolutionCheck.Run();

        Assert.False(report.OneDnn);
        Assert.True(report.Passed, report.ToString());
        Assert.Equal($"{report.Count} convolutions agree with double precision, forward and backward.", report.ToString());
    }

    [Theory]
    [InlineData(20, 20)]
    [InlineData(8, 8)]
    [InlineData(64, 10)]
    public void RunOfShapes_OneDnnOn_FindsTheFaultOfKnownProcessors(int input, int output)
    {
        OneDnn.Enabled = true;
        ConvolutionCheckReport report = ConvolutionCheck.Run(new ConvolutionShape(16, 32), new ConvolutionShape(input, output) { Side = 14 });
        Assert.Equal(IsWrongHere ? [new ConvolutionShape(input, output) { Side = 14 }] : [], report.Faults.Select(fault => fault.Shape));
    }

    [Fact]
    public void RunOfShapes_EveryKindOfConvolution_IsRightWithOneDnnOff()
    {
        OneDnn.Enabled = false;
        ConvolutionCheckReport report = ConvolutionCheck.Run(
            new(1, 1) { Kernel = 1, Side = 1, Images = 1 }, new(6, 9) { Groups = 3, Side = 9 }, new(8, 8) { Groups = 8, Kernel = 5 },
            new(5, 7) { Stride = 2, Dilation = 2, Side = 11 }, new(4, 3) { Padding = 0, Side = 3 });
        Assert.Equal(5, report.Count);
        Assert.True(report.Passed, report.ToString());
    }

    [Fact]
    public void Error_WrongByAFifthOrNotANumber_IsSeen()
    {
        using Tensor exact = tensor(new double[] { -2, 1, 0.5 }), close = tensor(new float[] { -2, 1, 0.9f }), none = tensor(new float[] { -2, float.NaN, 0.5f });
        Assert.Equal(0.2, ConvolutionCheck.Error(close, exact), 1e-6);
        Assert.Equal(double.PositiveInfinity, ConvolutionCheck.Error(none, exact));
        Assert.Equal(0, ConvolutionCheck.Error(exact, exact));
    }

    [Fact]
    public void Run_InsideInferenceMode_ChangesNothingAround()
    {
        manual_seed(7);
        using Tensor state = get_rng_state();
        int threads = get_num_threads();
        using (DisposeScope scope = NewDisposeScope())
        using (inference_mode())
        {
            using Tensor mine = ones(1);
            // What others have left to the finalizer is freed now, and not while the check runs.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            long live = Tensor.TotalCount;

            Assert.True(ConvolutionCheck.Run(new ConvolutionShape(16, 16)).Passed);

            Assert.Equal(live, Tensor.TotalCount);
            Assert.Equal(1, scope.DisposablesCount);
            Assert.False(is_grad_enabled());
            Assert.True(is_inference_mode_enabled());
            Assert.False(mine.IsInvalid);
        }

        using Tensor after = get_rng_state();
        Assert.True(state.eq(after).all().item<bool>());
        Assert.Equal(threads, get_num_threads());
    }

    [Fact]
    public void Run_ShapesThatAreNoConvolutions_SaysWhich()
    {
        Assert.Equal("There is no shape to check: name the convolutions that the program uses. (Parameter 'shapes')", Message());
        Assert.Equal("There is no shape to check: name the convolutions that the program uses. (Parameter 'shapes')", Message(new ConvolutionShape(3, 16), null!));
        Assert.Equal("The convolution 0 to 3 channels, 3x3 has a size below 1 or a padding below 0. (Parameter 'shapes')", Message(new ConvolutionShape(0, 3)));
        Assert.Equal(
            "The convolution 4 to 6 channels, 3x3, 4 groups has groups that do not divide its channels. (Parameter 'shapes')",
            Message(new ConvolutionShape(4, 6) { Groups = 4 }));
        Assert.Equal(
            "The convolution 4 to 6 channels, 9x9 does not fit into images of 6x6 pixels: give it a larger Side. (Parameter 'shapes')",
            Message(new ConvolutionShape(4, 6) { Kernel = 9, Padding = 0 }));

        static string Message(params ConvolutionShape[] shapes) => Assert.Throws<ArgumentException>(() => ConvolutionCheck.Run(shapes)).Message;
    }
}
