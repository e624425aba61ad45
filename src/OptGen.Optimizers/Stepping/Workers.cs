namespace OptGen.Optimizers;

/// <summary>Shares the pieces of one step among the calling thread and threads of the pool. Allocates nothing after the first step.</summary>
/// <remarks>
/// The caller works as well and takes pieces as long as there are any, so a pool that is busy elsewhere costs no time. Not for several
/// steps at once.
/// </remarks>
internal sealed class Workers : IThreadPoolWorkItem
{
    /// <summary>Far above every number of pieces, far below overflow: what late helpers see between steps.</summary>
    private const int Closed = 1 << 30;

    private readonly Action<int> body;
    private int pieces;
    private int next = Closed;
    private int done;

    /// <param name="body">Does one piece; must not throw.</param>
    public Workers(Action<int> body) => this.body = body;

    /// <summary>Does pieces 0 to <paramref name="count"/> - 1 and returns when all are done.</summary>
    /// <param name="count">The number of pieces.</param>
    /// <param name="threads">How many threads may work, this one included.</param>
    public void Run(int count, int threads)
    {
        if (threads <= 1 || count <= 1)
        {
            for (var piece = 0; piece < count; piece++) body(piece);
            return;
        }

        pieces = count;
        done = 0;
        Volatile.Write(ref next, 0);
        for (var helper = 1; helper < Math.Min(threads, count); helper++) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        Execute();
        var wait = new SpinWait();
        while (Volatile.Read(ref done) < count) wait.SpinOnce(sleep1Threshold: -1);
        Volatile.Write(ref next, Closed); // a helper that comes late finds nothing to do
    }

    /// <summary>Takes pieces until none is left.</summary>
    public void Execute()
    {
        // A helper of an earlier step may help in this one: it takes its piece from the same counter.
        while (true)
        {
            var piece = Interlocked.Increment(ref next) - 1;
            if (piece >= Volatile.Read(ref pieces)) return;
            body(piece);
            Interlocked.Increment(ref done);
        }
    }
}
