using System.Reflection;

namespace OptGen.Generators.Tests;

/// <summary>Compares text with a file kept beside the tests. With OPTGEN_UPDATE=1 the file is written instead.</summary>
internal static class Snapshot
{
    public static void Matches(string file, string actual)
    {
        string folder = typeof(Snapshot).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ProjectDirectory").Value!;
        string path = Path.Combine(folder, file);
        if (Environment.GetEnvironmentVariable("OPTGEN_UPDATE") == "1")
            File.WriteAllText(path, actual);
        string[] expected = File.ReadAllText(path).Split('\n');
        string[] found = actual.Split('\n');
        for (int i = 0; i < Math.Max(expected.Length, found.Length); i++)
        {
            string e = i < expected.Length ? expected[i] : "(the file ends)";
            string f = i < found.Length ? found[i] : "(the text ends)";
            if (e != f)
                Assert.Fail($"{file}, line {i + 1}:\n  expected: {e}\n  found:    {f}\nWith OPTGEN_UPDATE=1 the tests write the file anew.");
        }
    }
}
