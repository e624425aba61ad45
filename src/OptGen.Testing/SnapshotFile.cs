namespace OptGen.Testing;

/// <summary>One file of a snapshot, and the one beside it that holds what was found instead.</summary>
internal sealed class SnapshotFile(string path)
{
    private const string Verified = ".verified.";
    private const string Received = ".received.";

    private string Name => Path.GetFileName(path);

    private string ReceivedPath => Name.Contains(Verified, StringComparison.Ordinal)
        ? Path.Combine(Path.GetDirectoryName(path)!, Name.Replace(Verified, Received, StringComparison.Ordinal))
        : path + ".received";

    public void Verify(string text)
    {
        text = text.ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable(Snapshot.UpdateVariable) == "1")
        {
            Write(path, text);
            File.Delete(ReceivedPath);
            return;
        }
        string? expected = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : null;
        if (expected == text)
        {
            File.Delete(ReceivedPath);
            return;
        }
        string what = expected is null
            ? $"There is no {Name} in {Path.GetDirectoryName(path)} yet to compare with."
            : $"{Name} is not what was found:\n{LineDifference.Describe(expected, text)}";
        throw new CheckFailedException($"{what}\n{Keep(text)} Where the change is meant, {Snapshot.UpdateVariable}=1 in the environment makes the test write {Name}.");
    }

    /// <summary>Writes what was found beside the file, and says so; folders of a build server can be read-only.</summary>
    private string Keep(string text)
    {
        try
        {
            Write(ReceivedPath, text);
            return $"What was found is {ReceivedPath}.";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"What was found could not be written beside it ({exception.Message}).";
        }
    }

    private static void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
