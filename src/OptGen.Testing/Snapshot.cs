using System.Runtime.CompilerServices;

namespace OptGen.Testing;

/// <summary>
/// Compares text with a file that is kept beside the test, so that a change of generated code is seen and read before it is accepted.
/// </summary>
/// <remarks>
/// Where they differ, the text is written beside the file, with <c>.received</c> in place of <c>.verified</c>, and the message shows the lines that
/// differ. With the environment variable OPTGEN_UPDATE=1 the file is written instead, and the check passes: read the difference before committing it.
/// Line ends count as one, whichever system wrote them; everything else counts. Safe on several threads, for different files.
/// </remarks>
public static class Snapshot
{
    /// <summary>The environment variable that makes checks write their files instead of comparing: it has to be <c>1</c>.</summary>
    public const string UpdateVariable = "OPTGEN_UPDATE";

    /// <summary>Checks that text is what a file holds.</summary>
    /// <param name="text">The text, such as that of a source of a generator driver's results.</param>
    /// <param name="file">The file, from the folder of the source file of the test on, or a full path. Its name should contain <c>.verified.</c></param>
    /// <param name="testFile">The source file of the test; the compiler fills it in.</param>
    /// <exception cref="CheckFailedException">The text differs, or there is no such file yet.</exception>
    /// <exception cref="DirectoryNotFoundException">A build has rewritten the path of the test's source file, and nothing says where the project is.</exception>
    public static void Verify(string text, string file, [CallerFilePath] string testFile = "")
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentException.ThrowIfNullOrWhiteSpace(file);
        ArgumentNullException.ThrowIfNull(testFile);
        string path = Path.IsPathFullyQualified(file) ? file : Path.Combine(SourceFolder.Of(testFile), file);
        new SnapshotFile(path).Verify(text);
    }

    /// <summary>Checks the code that the compiler has generated for a network, which <see cref="GeneratedCode"/> reads.</summary>
    /// <typeparam name="TNetwork">The class.</typeparam>
    /// <param name="file">As for <see cref="Verify"/>; without one, <c>Snapshots/NAME.verified.cs</c>, where NAME is that of the class.</param>
    /// <param name="testFile">The source file of the test; the compiler fills it in.</param>
    /// <exception cref="CheckFailedException">The code differs, or there is no such file yet.</exception>
    /// <exception cref="InvalidOperationException">There is no generated code to read; the message says why.</exception>
    /// <exception cref="DirectoryNotFoundException">As for <see cref="Verify"/>.</exception>
    public static void VerifyGenerated<TNetwork>(string? file = null, [CallerFilePath] string testFile = "") =>
        VerifyGenerated(typeof(TNetwork), file, testFile);

    /// <summary>The same, for types that cannot stand between angle brackets, such as those of open generic classes.</summary>
    /// <param name="network">The class.</param>
    /// <param name="file">As for <see cref="Verify"/>; without one, <c>Snapshots/NAME.verified.cs</c>, where NAME is that of the class.</param>
    /// <param name="testFile">The source file of the test; the compiler fills it in.</param>
    /// <exception cref="CheckFailedException">The code differs, or there is no such file yet.</exception>
    /// <exception cref="InvalidOperationException">There is no generated code to read; the message says why.</exception>
    /// <exception cref="DirectoryNotFoundException">As for <see cref="Verify"/>.</exception>
    public static void VerifyGenerated(Type network, string? file = null, [CallerFilePath] string testFile = "")
    {
        ArgumentNullException.ThrowIfNull(network);
        Verify(GeneratedCode.Of(network), file ?? $"Snapshots/{FileName(network)}.verified.cs", testFile);
    }

    /// <summary>Outer.Inner_1 for the class Inner of one type parameter inside Outer.</summary>
    private static string FileName(Type type)
    {
        string name = type.Name.Replace('`', '_');
        return type.DeclaringType is { } outer ? $"{FileName(outer)}.{name}" : name;
    }
}
