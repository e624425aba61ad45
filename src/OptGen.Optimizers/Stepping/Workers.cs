namespace OptGen.Optimizers;

/// <summary>Shares the pieces of one step among the calling thread and threads of the pool. Allocates nothing after the first step.</summary>
/// <remarks>
/// The caller works as well and takes pieces as long as there are any, so a pool that is busy elsewhere costs no time. Not for several
/// steps at once.
/// </remarks>
internal sealed class Workers : IThreadPoolWorkItem
{
    private const int CountBits = 24;
    private const long CountMask = (1L << CountBits) - 1;

    private readonly Action<int> body;

    /// <summary>
    /// In one number, so that nobody takes a piece of one step with the count of another: a step's number (16 bits), its count of pieces
    /// (24), the next piece (24).
    /// </summary>
    private long state;

    private long step;
    private int done;

    /// <param name="body">Does one piece; must not throw.</param>
    public Workers(Action<int> body) => this.body = body;

    /// <summary>Does pieces 0 to <paramref name="count"/> - 1 and returns when all are done.</summary>
    /// <param name="count">The number of pieces; below 2^24.</param>
    /// <param name="threads">How many threads may work, this one included.</param>
    public void Run(int count, int threads)
    {
        if (threads <= 1 || count is <= 1 or > (int)CountMask)
        {
            for (var piece = 0; piece < count; piece++) body(piece);
            return;
        }

        done = 0;
        step++;
        Volatile.Write(ref state, (step << (2 * CountBits)) | ((long)count << CountBits));
        for (var helper = 1; helper < Math.Min(threads, count); helper++) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        Execute();
        var wait = new SpinWait();
        while (Volatile.Read(ref done) < count) wait.SpinOnce(sleep1Threshold: -1);
    }

    /// <summary>Takes pieces until none is left. A helper that comes late finds none, or helps in the next step.</summary>
    public void Execute()
    {
        while (true)
        {
            var seen = Volatile.Read(ref state);
            var piece = seen & CountMask;
            if (piece >= ((seen >> CountBits) & CountMask)) return;
            if (Interlocked.CompareExchange(ref state, seen + 1, seen) != seen) continue;
            body((int)piece);
            Interlocked.Increment(ref done);
        }
    }
}
