using System.Globalization;
using System.Runtime.CompilerServices;

namespace OptGen.Evolution;

/// <summary>The checkpoints of one run in their folder: whole states, each in a new file that is brought to the disk and renamed.</summary>
/// <param name="Folder">The folder of this run, and of no other; made where it is not there.</param>
public sealed record EvolutionCheckpoints(string Folder)
{
    private const string Prefix = "generation-", Extension = ".evolution";

    /// <summary>The folder.</summary>
    public string Folder { get; init; } = string.IsNullOrWhiteSpace(Folder) ? throw new ArgumentException("Checkpoints need a folder.", nameof(Folder)) : Folder;

    /// <summary>After how many generations one is written, at least 1; 10 unless set. One is written at the end in any case, and after a cancellation.</summary>
    public int EveryGenerations { get; init => field = Require(value, value >= 1, "EveryGenerations must be at least 1."); } = 10;

    /// <summary>How many are kept, the newest, at least 2, so that there is one before a damaged one; 3 unless set.</summary>
    public int Keep { get; init => field = Require(value, value >= 2, "Keep must be at least 2: the one before is for when the last is damaged."); } = 3;

    /// <summary>
    /// Whether to go on from the newest checkpoint that can be read, and to begin where there is none; false unless set. Without it a folder that holds checkpoints is refused.
    /// </summary>
    public bool Resume { get; init; }

    internal bool IsDue(long generation) => generation % EveryGenerations == 0;

    internal void Write(EvolutionStrategy strategy)
    {
        string path = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{strategy.Generation:d12}{Extension}"));
        AtomicFile.Write(path, strategy.Save);
        foreach (string old in Paths().Skip(Keep))
            File.Delete(old);
    }

    /// <summary>Loads the newest state that can be read.</summary>
    /// <returns>What was wrong with newer ones.</returns>
    /// <exception cref="EvolutionException">There are some, and they are not to be gone on from, none can be read, or they are of another run.</exception>
    internal IReadOnlyList<string> Open(EvolutionStrategy strategy)
    {
        Directory.CreateDirectory(Folder);
        // What a process was writing when it was killed.
        foreach (string unfinished in Directory.GetFiles(Folder, $"{Prefix}*{Extension}.*{AtomicFile.Unfinished}"))
            File.Delete(unfinished);
        string[] paths = Paths();
        if (paths.Length == 0)
            return [];
        if (!Resume)
            throw new EvolutionException($"'{Folder}' holds checkpoints of an earlier run: set EvolutionCheckpoints.Resume to go on from them, or name another folder.");
        var unreadable = new List<string>();
        foreach (string path in paths)
        {
            try
            {
                using FileStream file = File.OpenRead(path);
                strategy.Load(file);
                return unreadable;
            }
            catch (EvolutionException error)
            {
                unreadable.Add($"'{path}': {error.Message}");
            }
        }
        throw new EvolutionException($"None of the {paths.Length} checkpoints in '{Folder}' can be gone on from. {string.Join(" ", unreadable)}");
    }

    private static T Require<T>(T value, bool holds, string sentence, [CallerMemberName] string name = "") =>
        holds ? value : throw new ArgumentOutOfRangeException(name, value, sentence);

    /// <summary>The newest first.</summary>
    private string[] Paths() =>
        [.. Directory.GetFiles(Folder, $"{Prefix}*{Extension}").Where(path => path.EndsWith(Extension, StringComparison.Ordinal)).OrderByDescending(path => path, StringComparer.Ordinal)];
}
