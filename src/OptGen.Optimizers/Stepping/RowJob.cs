namespace OptGen.Optimizers;

/// <summary>One parameter's step on memory: where everything lies and what is done with it.</summary>
internal unsafe struct RowJob
{
    public void* Weight;
    public void* Gradient;
    public void* A;
    public void* B;
    public void* C;

    /// <summary>For a parameter that is not centralized: one row of all elements.</summary>
    public RowLayout Layout;

    /// <summary>What is centralized; null: nothing.</summary>
    public CentralizationLocation? Location;

    /// <summary>
    /// Whether the step's memory is larger than the caches. Then the gradient of the next rows is asked for while rows are stepped, so that
    /// the memory does not rest while their means are taken.
    /// </summary>
    public bool IsStreamed;

    public UpdateRule Rule;

    public StepFrame Frame;

    /// <summary>
    /// Does rows from the first to before the last; of a job that centralizes nothing, elements. Returns the sum of the squares of what
    /// centralization removed.
    /// </summary>
    public delegate*<ref RowJob, long, long, double> Run;
}
