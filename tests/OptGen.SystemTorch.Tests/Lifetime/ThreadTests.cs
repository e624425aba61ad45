using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Lifetime;

[Collection(WholeProcess.Name)]
public sealed class ThreadTests
{
    [Fact]
    public void Training_EightThreadsAtOnce_SameBitsAsOneAfterAnother()
    {
        const int Networks = 8, Steps = 150;
        var threads = get_num_threads();
        set_num_threads(1);
        try
        {
            var expected = Enumerable.Range(0, Networks).Select(Train).ToArray();
            var actual = new Tensor[Networks][];
            Exception? failure = null;
            using var start = new Barrier(Networks);
            var workers = Enumerable.Range(0, Networks).Select(i => new Thread(() =>
            {
                try
                {
                    start.SignalAndWait();
                    actual[i] = Train(i);
                }
                catch (Exception exception)
                {
                    failure = exception;
                }
            })).ToList();
            workers.ForEach(worker => worker.Start());
            workers.ForEach(worker => worker.Join());
            Assert.Null(failure);
            for (var i = 0; i < Networks; i++)
            {
                foreach (var (left, right) in expected[i].Zip(actual[i]))
                {
                    TensorAssert.BitEqual(left, right, $"network {i}");
                    left.Dispose();
                    right.Dispose();
                }
            }
        }
        finally
        {
            set_num_threads(threads);
        }

        static Tensor[] Train(int network)
        {
            using var perceptron = new Perceptron((ulong)network, ScalarType.Float64);
            for (var i = 0; i < Steps; i++) perceptron.Step();
            return perceptron.Parameters();
        }
    }

    [Fact]
    public void Dispose_WhileAnotherThreadComputes_EndsInObjectDisposed()
    {
        const int Rounds = 150;
        WholeProcess.Collect();
        var before = Tensor.TotalCount;
        var refusals = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var x = ones(48, 48);
            using var started = new ManualResetEventSlim();
            var user = new Thread(() =>
            {
                try
                {
                    while (true)
                    {
                        using var y = x.matmul(x);
                        started.Set();
                    }
                }
                catch (ObjectDisposedException)
                {
                    refusals++;
                }
            });
            user.Start();
            started.Wait();
            Thread.SpinWait(round * 20);
            x.Dispose();
            user.Join();
        }

        Assert.Equal(Rounds, refusals);
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Dispose_ManyThreadsOneTensor_FreesItOnce()
    {
        WholeProcess.Collect();
        var before = Tensor.TotalCount;
        for (var round = 0; round < 200; round++)
        {
            using var scope = NewDisposeScope();
            var x = ones(4);
            Parallel.For(0, 4, _ => x.Dispose());
            Assert.Equal(0, scope.DisposablesCount);
            Assert.Equal(before, Tensor.TotalCount);
        }
    }

    [Fact]
    public void Dispose_HandleUsedAgainByTheNextTensor_OldObjectStaysDisposed()
    {
        var old = ones(4);
        old.Dispose();
        using var next = zeros(4);
        old.Dispose();
        Assert.True(old.IsInvalid);
        Assert.False(next.IsInvalid);
        Assert.Throws<ObjectDisposedException>(() => old.sum());
        Assert.Throws<ObjectDisposedException>(() => old.Handle);
        Assert.Equal(0f, next.sum().item<float>());
    }

    [Fact]
    public void GradMode_OfOneThread_IsNotAnothers()
    {
        using var _ = no_grad();
        var elsewhere = false;
        var thread = new Thread(() => elsewhere = is_grad_enabled());
        thread.Start();
        thread.Join();
        Assert.True(elsewhere);
        Assert.False(is_grad_enabled());
    }
}
