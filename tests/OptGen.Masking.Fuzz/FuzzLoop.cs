using System.Diagnostics;
using OptGen.Masking.Tests;

namespace OptGen.Masking.Fuzz;

/// <summary>Changes inputs at random, keeps those that reach something new, and changes these again.</summary>
/// <remarks>An input is the four sections of a file; lengths and checksums are put around them, or nothing could get past those. One in eight is changed after that, instead.</remarks>
internal sealed class FuzzLoop(Coverage coverage, int seed, string findings)
{
    private static readonly TimeSpan TooSlow = TimeSpan.FromSeconds(2);
    private readonly Random random = new(seed);
    private readonly List<byte[][]> corpus = [];
    private int accepted;
    private int found;

    /// <summary>Fuzzes for a while; 1 if anything was found, else 0.</summary>
    public int Run(TimeSpan time)
    {
        foreach (var sections in Target.Seeds())
            if (IsNew(FileParts.Assemble(sections))) corpus.Add(sections);
        var beginning = corpus.Count;
        var clock = Stopwatch.StartNew();
        var report = TimeSpan.Zero;
        long runs = 0;
        for (; clock.Elapsed < time && found < 20; runs++)
        {
            if (clock.Elapsed >= report)
            {
                Report();
                report += TimeSpan.FromSeconds(10);
            }

            var parent = corpus[random.Next(3) == 0 ? corpus.Count - 1 - random.Next(Math.Min(20, corpus.Count)) : random.Next(corpus.Count)];
            if (random.Next(8) == 0)
            {
                IsNew(Mutation.Of(random, FileParts.Assemble(parent), corpus[random.Next(corpus.Count)][random.Next(4)]));
                continue;
            }

            var sections = (byte[][])parent.Clone();
            for (var i = random.Next(4) == 0 ? 2 : 1; i > 0; i--)
            {
                var which = random.Next(4);
                sections[which] = Mutation.Of(random, sections[which], corpus[random.Next(corpus.Count)][which]);
            }

            var file = FileParts.Assemble(sections);
            if (file.Length <= 1 << 15 && IsNew(file)) corpus.Add(sections);
        }

        Report();
        return found == 0 ? 0 : 1;

        void Report() => Console.WriteLine($"{clock.Elapsed.TotalSeconds,6:0} s  {runs,10} runs  {coverage.Edges,5} edges  corpus {beginning} + {corpus.Count - beginning}  accepted {accepted}  findings {found}");
    }

    private bool IsNew(byte[] file)
    {
        var clock = Stopwatch.StartNew();
        Exception? failure = null;
        var isNew = coverage.IsNew(() =>
        {
            try
            {
                if (Target.Read(file)) accepted++;
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        if (clock.Elapsed > TooSlow) failure ??= new TimeoutException($"Reading took {clock.Elapsed.TotalSeconds:0.0} s.");
        if (failure is not null) Save(file, failure);
        return isNew;
    }

    private void Save(byte[] file, Exception failure)
    {
        Directory.CreateDirectory(findings);
        var path = Path.Combine(findings, $"finding-{++found}{MaskFile.Extension}");
        File.WriteAllBytes(path, file);
        Console.WriteLine($"{path}: {failure}");
    }
}
