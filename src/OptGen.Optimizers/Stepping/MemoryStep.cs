using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace OptGen.Optimizers;

/// <summary>The parameters of a step that lie in the processor's memory, cut into pieces for several threads.</summary>
internal sealed unsafe class MemoryStep
{
    /// <summary>Elements of a piece: some 10 µs of work, so that threads end at about the same time.</summary>
    private const long PieceElements = 16 * 1024;

    /// <summary>The same of a streamed step, some 50 µs: each piece begins with a gradient that nobody has asked for ahead.</summary>
    private const long StreamedPieceElements = 64 * 1024;

    /// <summary>A step of so many elements is larger than the caches.</summary>
    private const long Streamed = 1024 * 1024;

    /// <summary>Below this many elements waking another thread costs more than it brings.</summary>
    private const long WorthSharing = 32 * 1024;

    private readonly Workers workers;
    private RowJob[] jobs = [];
    private StepEngine.Slot[] slots = [];
    private Piece[] pieces = [];
    private int jobCount;
    private int pieceCount;
    private long elements;

    public MemoryStep() => workers = new Workers(Do);

    public bool UseReference { get; set; }

    public int Threads { get; set; }

    public void Clear() => (jobCount, pieceCount, elements) = (0, 0, 0);

    /// <summary>Takes a parameter into this step; false if its memory, or that of its states, cannot be worked on.</summary>
    public bool TryAdd(StepEngine.Slot slot, in UpdateRule rule, in StepFrame frame, in StateTensors states)
    {
        if (slot.Type is not (ScalarType.Float32 or ScalarType.Float64)) return false;
        var a = Memory.Find(states.A, slot.Type);
        var b = Memory.Find(states.B, slot.Type);
        var c = Memory.Find(states.C, slot.Type);
        if ((a == 0 && states.A is not null) || (b == 0 && states.B is not null) || (c == 0 && states.C is not null)) return false;
        var weight = Memory.Find(slot.Parameter, slot.Type);
        if (weight == 0) return false;
        slot.Version.CountUp();

        if (jobCount == jobs.Length)
        {
            Array.Resize(ref jobs, Math.Max(16, 2 * jobCount));
            Array.Resize(ref slots, jobs.Length);
        }

        slots[jobCount] = slot;
        jobs[jobCount] = new RowJob
        {
            Weight = (void*)weight,
            Gradient = (void*)slot.Gradient,
            A = (void*)a,
            B = (void*)b,
            C = (void*)c,
            Layout = slot.Decision.Layout ?? new RowLayout(1, 1, 1, slot.Elements),
            Location = slot.Decision.Location,
            Rule = rule,
            Frame = frame,
            Run = RuleCode.Find(rule.Kind).Rows(slot.Type, frame, UseReference ? RowCode.Reference : Code(slot))
        };
        jobCount++;
        elements += slot.Elements;
        return true;
    }

    public void Run()
    {
        if (jobCount == 0) return;
        var streamed = elements >= Streamed;
        for (var job = 0; job < jobCount; job++)
        {
            jobs[job].IsStreamed = streamed;
            Cut(job, slots[job], streamed ? StreamedPieceElements : PieceElements);
        }

        var threads = elements < WorthSharing ? 1 : Threads > 0 ? Threads : get_num_threads();
        workers.Run(pieceCount, threads);
    }

    /// <summary>Adds up what the pieces removed, in their order whoever did them.</summary>
    public void CollectRemoved()
    {
        for (var i = 0; i < jobCount; i++) slots[i].Removed = 0;
        for (var i = 0; i < pieceCount; i++) slots[pieces[i].Job].Removed += pieces[i].Removed;
    }

    /// <summary>The widest vectors that this machine has and rows fill.</summary>
    private static RowCode Code(StepEngine.Slot slot)
    {
        var length = slot.Decision.Location is null ? slot.Elements : slot.Decision.Layout!.Value.Length;
        var lanes = slot.Type == ScalarType.Float32 ? Vector512<float>.Count : Vector512<double>.Count;
        return Vector512.IsHardwareAccelerated && length >= lanes ? RowCode.Lanes512 : RowCode.Lanes256;
    }

    private void Cut(int job, StepEngine.Slot slot, long elementsPerPiece)
    {
        var layout = slot.Decision.Layout;
        var centralized = slot.Decision.Location is not null;
        var units = centralized ? layout!.Value.Rows : slot.Elements;
        var perPiece = centralized ? Math.Max(1, elementsPerPiece / Math.Max(1, layout!.Value.FanIn)) : elementsPerPiece;
        for (var first = 0L; first < units; first += perPiece)
        {
            if (pieceCount == pieces.Length) Array.Resize(ref pieces, Math.Max(64, 2 * pieceCount));
            pieces[pieceCount++] = new Piece { Job = job, First = first, Last = Math.Min(units, first + perPiece) };
        }
    }

    private void Do(int number)
    {
        ref var piece = ref pieces[number];
        ref var job = ref jobs[piece.Job];
        piece.Removed = job.Run(ref job, piece.First, piece.Last);
    }

    private struct Piece
    {
        public int Job;
        public long First;
        public long Last;
        public double Removed;
    }
}
