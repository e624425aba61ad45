namespace OptGen.Generators.Tests.Lowering;

/// <summary>A number in place of a tensor, with what may be done with it. A handle of its own for the same tensor shares its <see cref="Storage"/>.</summary>
internal sealed class Cell(Storage storage)
{
    public Storage Storage { get; } = storage;

    public bool IsReleased { get; set; }

    /// <summary>Whether the caller has passed it in.</summary>
    public bool IsCallers { get; init; }

    public double Read() => IsReleased ? throw new InvalidOperationException("A released tensor is read.") : Storage.Value;
}

/// <summary>What handles of one tensor share.</summary>
internal sealed class Storage(double value)
{
    public double Value { get; private set; } = value;

    /// <summary>Why it may no longer be written to; null while it may.</summary>
    public string? Keeper { get; set; }

    public void Write(double value)
    {
        if (Keeper is not null)
            throw new InvalidOperationException($"A tensor is written to that {Keeper}.");
        Value = value;
    }
}
