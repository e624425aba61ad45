using System.Diagnostics;
using System.Reflection;

namespace OptGen.Tests.Export;

/// <summary>The gallery's LaTeX, Mermaid and DOT, read by what draws them: KaTeX, Mermaid and Graphviz as packages of npm.</summary>
public sealed class PictureReaderTests
{
    [FactWithNpmPackages]
    public void Pictures_OfTheGallery_AreReadByWhatDrawsThem()
    {
        using var folder = new TemporaryFolder();
        string readers = Path.Combine(typeof(PictureReaderTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ProjectDirectory").Value!, "Export", "Readers");
        foreach (string file in new[] { "package.json", "read.mjs" })
            File.Copy(Path.Combine(readers, file), folder.File(file));
        string texts = Directory.CreateDirectory(folder.File("texts")).FullName;
        Recurrence[] all = [.. PictureTests.All.Values];
        for (int i = 0; i < all.Length; i++)
        {
            File.WriteAllText(Path.Combine(texts, $"{i}.tex"), all[i].ToLatex());
            File.WriteAllText(Path.Combine(texts, $"{i}.mmd"), all[i].ToMermaid());
            File.WriteAllText(Path.Combine(texts, $"{i}.dot"), all[i].ToDot());
        }

        (int code, string said) = Run("npm", ["install", "--no-audit", "--no-fund", "--silent"], folder.Path);
        Assert.True(code == 0, said);
        (code, said) = Run("node", ["read.mjs", texts], folder.Path);

        Assert.True(code == 0, said);
        Assert.Contains($"{3 * all.Length} read, 0 refused", said, StringComparison.Ordinal);
    }

    internal static (int Code, string Said) Run(string program, string[] arguments, string folder)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    /// <summary>Packages of npm are fetched in long runs only, and where there are any to be had.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class FactWithNpmPackagesAttribute : FactAttribute
    {
        public FactWithNpmPackagesAttribute()
        {
            if (!RandomCases.Long)
                Skip = "Packages of npm are fetched in long runs only: ./build.sh test --long.";
            else if (!IsThere())
                Skip = "There is no npm here, or it has no packages to give.";
        }

        private static bool IsThere()
        {
            try
            {
                return Run("npm", ["view", "katex", "version", "--fetch-timeout=20000", "--fetch-retries=0"], Path.GetTempPath()).Code == 0;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return false;
            }
        }
    }
}
