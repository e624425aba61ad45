using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Tensors;

/// <summary>What holds for the whole process; nothing else runs meanwhile.</summary>
[CollectionDefinition("process settings", DisableParallelization = true)]
public sealed class ProcessSettings;

/// <summary>Defaults, threads, determinism and options of printing are honoured and put back.</summary>
[Collection("process settings")]
public sealed class ProcessSettingsTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void DefaultType_IsHonouredByFactories()
    {
        try
        {
            set_default_dtype(float64);
            Assert.Equal(float64, zeros(2).dtype);
            Assert.Equal(float64, randn(2, 2).dtype);
            Assert.Equal(float64, arange(0, 1, 0.5).dtype);
            Assert.Equal(int64, arange(3).dtype);
            Assert.Equal(float32, tensor([1f]).dtype);
            Assert.Equal(float64, (arange(3) / 2.0).dtype);
            Assert.Throws<ArgumentException>(() => set_default_dtype(int32));
        }
        finally
        {
            set_default_tensor_type(tensor(1f));
        }

        Assert.Equal(float32, zeros(2).dtype);
    }

    [Fact]
    public void DefaultDevice_IsHonouredByFactories()
    {
        try
        {
            set_default_device("meta");
            Assert.True(zeros(2).is_meta && tensor([1f]).is_meta && randn(2, 2).is_meta);
            Assert.True(zeros(2, device: CPU).is_cpu() && from_array(new[] { 1f }).is_cpu());
        }
        finally
        {
            set_default_device(CPU);
        }

        Assert.True(zeros(2).is_cpu());
    }

    [Fact]
    public void PrintOptions_HoldUntilChanged()
    {
        try
        {
            set_printoptions(precision: 2, newLine: "\n", maxRows: 2, maxColumns: 3);
            Assert.Equal("[[ 0.00,  1.00,  2.00],\n ...,\n [ 9.00, 10.00, 11.00]]", arange(12, dtype: float32).reshape(4, 3).str());
            torch.TensorStringStyle = julia;
            Assert.StartsWith("[4], type = Int64, device = cpu\n 0 1 ... 3", arange(4).str(), StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => torch.TensorStringStyle = TorchSharp.TensorStringStyle.Default);
        }
        finally
        {
            set_printoptions(numpy, "g5", 100, Environment.NewLine, 6, 6);
        }
    }

    [Fact]
    public void Threads_AreCounted()
    {
        var before = get_num_threads();
        try
        {
            set_num_threads(1);
            Assert.Equal(1, get_num_threads());
            Assert.Throws<ArgumentOutOfRangeException>(() => set_num_threads(0));
        }
        finally
        {
            set_num_threads(before);
        }

        Assert.True(get_num_interop_threads() > 0);
        Assert.Matches(@"^\d+\.\d+", __version__);
    }

    [Fact]
    public void DeterministicAlgorithms_EndWithTheirScope()
    {
        Assert.False(are_deterministic_algorithms_enabled());
        using (use_deterministic_algorithms())
        {
            Assert.True(are_deterministic_algorithms_enabled());
            using (use_deterministic_algorithms(warn_only: true)) Assert.True(is_deterministic_algorithms_warn_only_enabled());
            Assert.False(is_deterministic_algorithms_warn_only_enabled());
        }

        Assert.False(are_deterministic_algorithms_enabled());
    }
}
