using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Data;

/// <summary>Data sets and loaders.</summary>
public sealed class DataLoaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Enumerate_WithWorkers_GivesEverySampleOnceInOrder(int workers)
    {
        using var loader = utils.data.DataLoader(new Squares(10), 4, num_worker: workers);
        Assert.Equal(3, loader.Count);
        var batches = Numbers(loader);
        Assert.Equal([4, 4, 2], batches.Select(batch => batch.Length));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), batches.SelectMany(batch => batch));
    }

    [Fact]
    public void Enumerate_ShuffledBySeed_IsTheSamePermutationEveryTime()
    {
        using var first = utils.data.DataLoader(new Squares(50), 7, shuffle: true, seed: 5, num_worker: 1);
        using var second = utils.data.DataLoader(new Squares(50), 7, shuffle: true, seed: 5, num_worker: 3);
        using var other = utils.data.DataLoader(new Squares(50), 7, shuffle: true, seed: 6);
        var order = Numbers(first).SelectMany(batch => batch).ToArray();
        Assert.Equal(order, Numbers(first).SelectMany(batch => batch));
        Assert.Equal(order, Numbers(second).SelectMany(batch => batch));
        Assert.NotEqual(order, Numbers(other).SelectMany(batch => batch));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), order.Order());
        Assert.NotEqual(order.Order(), order);
    }

    [Fact]
    public void Shuffle_OneSeed_IsTheDocumentedShuffle()
    {
        using var loader = utils.data.DataLoader(new Squares(6), 6, shuffle: true, seed: 1);
        var random = new Random(1);
        var expected = new List<long>();
        for (var i = 0; i < 6; i++)
        {
            var at = (int)((((long)random.Next() << 32) + random.Next()) % (i + 1));
            expected.Add(i);
            (expected[at], expected[i]) = (expected[i], expected[at]);
        }

        Assert.Equal(expected, Numbers(loader).Single());
    }

    [Fact]
    public void Enumerate_ShuffledWithoutSeed_ChangesFromEpochToEpoch()
    {
        using var loader = utils.data.DataLoader(new Squares(100), 100, shuffle: true);
        Assert.NotEqual(Numbers(loader).Single(), Numbers(loader).Single());
    }

    [Fact]
    public void Enumerate_OwnShuffler_LoadsWhatItNames()
    {
        using var loader = utils.data.DataLoader(new Squares(10), 2, [9L, 3, 3]);
        Assert.Equal([[9L, 3], [3]], Numbers(loader));
    }

    [Fact]
    public void DropLast_IncompleteBatch_IsLeftOut()
    {
        using var loader = utils.data.DataLoader(new Squares(10), 4, drop_last: true);
        Assert.Equal(2, loader.Count);
        Assert.Equal([4, 4], Numbers(loader).Select(batch => batch.Length));
    }

    [Fact]
    public void EmptyDataset_Enumerate_GivesNoBatch()
    {
        using var loader = utils.data.DataLoader(new Squares(0), 4);
        Assert.Equal(0, loader.Count);
        Assert.Empty(Numbers(loader));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Enumerate_Twice_LeavesNoTensors(int workers)
    {
        using var dataset = new Squares(20);
        using var loader = utils.data.DataLoader(dataset, 3, num_worker: workers);
        for (var epoch = 0; epoch < 2; epoch++)
        {
            Dictionary<string, Tensor>? before = null;
            foreach (var batch in loader)
            {
                Assert.True(before is null || before.Values.All(tensor => tensor.IsInvalid), "the batch before must be disposed");
                Assert.All(batch.Values, tensor => Assert.False(tensor.IsInvalid));
                before = batch;
            }

            Assert.All(before!.Values, tensor => Assert.True(tensor.IsInvalid));
        }

        Assert.All(dataset.Made, tensor => Assert.True(tensor.IsInvalid));
    }

    [Fact]
    public void DisposeBatchFalse_Batches_BelongToTheCaller()
    {
        using var loader = utils.data.DataLoader(new Squares(4), 2, disposeBatch: false);
        List<Dictionary<string, Tensor>> kept;
        using (NewDisposeScope()) kept = loader.ToList();
        Assert.Equal([0L, 1, 2, 3], kept.SelectMany(batch => batch["number"].data<long>().ToArray()));
        foreach (var tensor in kept.SelectMany(batch => batch.Values)) tensor.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void GetTensor_Throws_ReachesTheConsumerAsItself(int workers)
    {
        using var dataset = new Squares(10) { Broken = 5 };
        using var loader = utils.data.DataLoader(dataset, 10, num_worker: workers);
        var exception = Assert.Throws<FormatException>(() => Numbers(loader));
        Assert.Equal("sample 5 is broken", exception.Message);
        Assert.Contains("GetTensor", exception.StackTrace!, StringComparison.Ordinal);
        Assert.All(dataset.Made, tensor => Assert.True(tensor.IsInvalid, "tensors of a failed batch must be freed"));
    }

    [Fact]
    public void Stack_UnlikeSamples_SaysWhichAndHow()
    {
        using var keys = utils.data.DataLoader(new Unlike(otherKey: true), 2);
        var exception = Assert.Throws<InvalidOperationException>(() => keys.First());
        Assert.Equal("Sample 1 of the batch has the keys 'b', but the first one has 'a'.", exception.Message);
        using var shapes = utils.data.DataLoader(new Unlike(otherKey: false), 2);
        exception = Assert.Throws<InvalidOperationException>(() => shapes.First());
        Assert.Contains("tensor 'a' of sample 1 has shape [3], that of the first one [2]", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Construction_WrongArguments_SayWhich()
    {
        using var dataset = new Squares(3);
        Assert.Throws<ArgumentOutOfRangeException>("batchSize", () => utils.data.DataLoader(dataset, 0));
        Assert.Throws<ArgumentNullException>("dataset", () => utils.data.DataLoader((utils.data.Dataset)null!, 1));
        Assert.Throws<ArgumentNullException>("shuffler", () => utils.data.DataLoader(dataset, 1, (IEnumerable<long>)null!));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void DisposeDataset_OnDispose_IsAsAsked(bool asked)
    {
        using var dataset = new Squares(3);
        utils.data.DataLoader(dataset, 1, disposeDataset: asked).Dispose();
        Assert.Equal(asked, dataset.IsDisposed);
    }

    [Fact]
    public void OwnCollation_PassingASamplesTensorOn_KeepsItForTheBatch()
    {
        using var loader = new DataLoader<Dictionary<string, Tensor>, Tensor>(new Squares(3), 1, (samples, _) => samples.Single()["number"]);
        var numbers = new List<long>();
        Tensor? last = null;
        foreach (var tensor in loader)
        {
            numbers.Add(tensor.item<long>());
            last = tensor;
        }

        Assert.Equal([0L, 1, 2], numbers);
        Assert.True(last!.IsInvalid);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void GradMode_OfTheConsumer_HoldsOnWorkers(int workers)
    {
        using var dataset = new Squares(4);
        using var loader = utils.data.DataLoader(dataset, 4, num_worker: workers);
        using (no_grad()) Numbers(loader);
        Assert.DoesNotContain(true, dataset.Recorded);
    }

    [Fact]
    public void TensorDataset_Batches_AreItsRows()
    {
        using var scope = NewDisposeScope();
        var images = arange(24, dtype: ScalarType.Float32).reshape(6, 2, 2);
        var labels = arange(6);
        using var dataset = utils.data.TensorDataset(images, labels);
        Assert.Equal(6, dataset.Count);
        TensorAssert.BitEqual(images.slice(0, 2, 3, 1).squeeze(0), dataset[2][0]);
        using var loader = utils.data.DataLoader(dataset, 4, shuffle: true, seed: 3, disposeDataset: false);
        var seen = new List<long>();
        foreach (var batch in loader)
        {
            Assert.Equal(2, batch.Count);
            TensorAssert.BitEqual(images.index_select(0, batch[1]), batch[0]);
            seen.AddRange(batch[1].data<long>().ToArray());
        }

        Assert.Equal([0L, 1, 2, 3, 4, 5], seen.Order());
        Assert.Throws<ArgumentOutOfRangeException>(() => dataset.GetTensor(6));
    }

    [Fact]
    public void TensorDataset_TensorsDisposedOrUnlike_KeepsItsShareOrSaysSo()
    {
        using var scope = NewDisposeScope();
        var source = ones(3, 2);
        using var dataset = utils.data.TensorDataset(source);
        source.Dispose();
        Assert.Equal([1f, 1f], dataset[0][0].data<float>().ToArray());
        var exception = Assert.Throws<ArgumentException>(() => utils.data.TensorDataset(ones(3), ones(4)));
        Assert.Contains("tensor 0 has 3 and tensor 1 has 4", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => utils.data.TensorDataset());
        Assert.Throws<ArgumentException>(() => utils.data.TensorDataset(tensor(1f)));
    }

    private static List<long[]> Numbers(DataLoader loader) =>
        loader.Select(batch =>
        {
            var numbers = batch["number"].data<long>().ToArray();
            Assert.Equal(numbers.Select(number => number * number), batch["square"].data<long>().ToArray());
            return numbers;
        }).ToList();

    private sealed class Squares(int count) : utils.data.Dataset
    {
        public List<Tensor> Made { get; } = [];

        public List<bool> Recorded { get; } = [];

        public int Broken { get; init; } = -1;

        public bool IsDisposed { get; private set; }

        public override long Count => count;

        public override Dictionary<string, Tensor> GetTensor(long index)
        {
            var number = tensor(index);
            lock (Made)
            {
                Recorded.Add(is_grad_enabled());
                Made.Add(number);
            }

            if (index == Broken) throw new FormatException($"sample {index} is broken");
            return new() { ["number"] = number, ["square"] = number * number };
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }

    private sealed class Unlike(bool otherKey) : utils.data.Dataset
    {
        public override long Count => 2;

        public override Dictionary<string, Tensor> GetTensor(long index) =>
            new() { [otherKey && index == 1 ? "b" : "a"] = ones(otherKey ? 2 : 2 + index) };
    }
}
