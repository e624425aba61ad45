using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Tensors;

/// <summary>Tensors as text.</summary>
public sealed class PrintingTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void ToString_GivesShapeTypeAndDevice()
    {
        Assert.Equal("[2x3], type = Float32, device = cpu", zeros(2, 3).ToString());
        Assert.Equal("[], type = Int64, device = cpu", tensor(1L).ToString());
        Assert.Equal("[0], type = Bool, device = cpu", zeros(0, dtype: ScalarType.Bool).metastr());
        Assert.Equal("[2], type = Float32, device = meta", empty(2, device: META).str());
        var disposed = zeros(1);
        disposed.Dispose();
        Assert.Equal("", disposed.ToString());
    }

    [Fact]
    public void Numpy_AlignsElementsInNestedBrackets()
    {
        Assert.Equal("[[0, 1, 2],\n [3, 4, 5]]", arange(6).reshape(2, 3).npstr(newLine: "\n"));
        Assert.Equal("[[[ 0.5],\n  [ 1.5]],\n\n [[ 2.5],\n  [10.5]]]", tensor(new[] { 0.5f, 1.5f, 2.5f, 10.5f }, [2, 2, 1]).npstr(newLine: "\n"));
        Assert.Equal("2.5", tensor(2.5f).npstr());
        Assert.Equal("[]", zeros(0).npstr());
        Assert.Equal("[[],\n []]", zeros(2, 0).npstr(newLine: "\n"));
        Assert.Equal("[True, False]", tensor([true, false]).npstr());
        Assert.Equal("[1+2i, 0-1i]", tensor([(1f, 2f), (0f, -1f)]).npstr());
        Assert.Equal("[NaN, -Infinity]", tensor([double.NaN, double.NegativeInfinity]).npstr());
        Assert.Equal("[1.5, 2]", tensor([1.5f, 2f], bfloat16).npstr());
        Assert.Equal("[0, 3, 1, 4, 2, 5]", arange(6).reshape(2, 3).t().flatten().npstr());
    }

    [Fact]
    public void Numpy_ShowsTheEndsOfLongDimensions()
    {
        Assert.Equal("[0, 1, 2, ..., 97, 98, 99]", arange(100).npstr());
        Assert.Equal(
            "[[0],\n [1],\n [2],\n ...,\n [5],\n [6],\n [7]]",
            arange(8).reshape(8, 1).npstr(newLine: "\n"));
        Assert.Equal("[0, ..., 99]", arange(100).npstr(width: 5));
    }

    [Fact]
    public void Julia_WritesMatricesSliceBySlice()
    {
        Assert.Equal("[2x2], type = Int64, device = cpu\n  0  1\n  2 30", tensor(new long[,] { { 0, 1 }, { 2, 30 } }).jlstr(newLine: "\n"));
        Assert.Equal("[2x1x2], type = Int64, device = cpu\n[0,..,..] =\n 0 1\n[1,..,..] =\n 2 3", arange(4).reshape(2, 1, 2).jlstr(newLine: "\n"));
        Assert.Equal("[3], type = Int64, device = cpu\n 0 1 2", arange(3).jlstr(newLine: "\n"));
        Assert.Equal("[], type = Float32, device = cpu\n1.5", tensor(1.5f).jlstr(newLine: "\n"));
    }

    [Fact]
    public void CSharp_WritesAnInitializer()
    {
        Assert.Equal("[2], type = Float32, device = cpu, value = float [] {1f, 2.5f}", tensor([1f, 2.5f]).cstr());
        Assert.Equal("[2x2], type = Int64, device = cpu, value = long [,] {{0L, 1L},\n {2L, 3L}}", arange(4).reshape(2, 2).cstr(newLine: "\n"));
        Assert.Equal("[1], type = Bool, device = cpu, value = bool [] {true}", tensor([true]).cstr());
    }

    [Fact]
    public void Numbers_AreInvariantUnlessACultureIsGiven()
    {
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = comma;
            Assert.Equal("[0.5]", tensor([0.5f]).npstr());
            Assert.Equal("[0,5]", tensor([0.5f]).npstr(cultureInfo: comma));
            Assert.Equal("[0.500]", tensor([0.5f]).str("F3"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Printing_LeavesNothingInTheScope()
    {
        var x = randn(3, 4).t().requires_grad_();
        var before = scope.DisposablesCount;
        x.str();
        Assert.Equal(before, scope.DisposablesCount);
    }
}
