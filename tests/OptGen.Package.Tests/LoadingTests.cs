namespace OptGen.Package.Tests;

/// <summary>Programs whose first line uses torch, and which get what loads it in different ways.</summary>
public sealed class LoadingTests : IDisposable
{
    // Readable to C# 8 and without implicit usings.
    private const string FirstLine = """
        using TorchSharp;

        namespace App
        {
            internal static class Program
            {
                private static void Main()
                {
                    torch.manual_seed(1);
                    using (torch.Tensor ones = torch.ones(3, 4))
                    using (torch.Tensor sum = ones.sum())
                    {
                        System.Console.WriteLine("sum " + sum.item<float>());
                    }
                }
            }
        }
        """;

    private const string Exe = "<OutputType>Exe</OutputType>";

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    // The other packages are referred to by the programs below.
    [Fact]
    public void OnePackage_FirstLineUsesTorch_Runs()
    {
        _workspace.Write("App/App.csproj", Workspace.Project(Exe, Workspace.Reference("OptGen.Training"), Workspace.NativeReference));
        _workspace.Write("App/Program.cs", FirstLine);
        _workspace.Build("App");
        AssertRuns("App");
    }

    // The program does not call the library before torch, so a module initializer of the library alone would come too late.
    [LongFact]
    public void ThroughAnotherProject_FirstLineUsesTorch_Runs()
    {
        WriteLibrary();
        _workspace.Write("App/App.csproj", Workspace.Project(Exe, """<ProjectReference Include="../Lib/Lib.csproj" />""", Workspace.NativeReference));
        _workspace.Write("App/Program.cs", FirstLine);
        _workspace.Build("App");
        AssertRuns("App");
    }

    [Fact]
    public void ThroughAnotherPackage_FirstLineUsesTorch_Runs()
    {
        WriteLibrary();
        (int packed, string pack) = _workspace.Run("Lib", "pack", "-c", "Release", "-v:minimal", "-tl:off", "-o", _workspace.Feed);
        Assert.True(packed == 0, pack);
        _workspace.Write("App/App.csproj", Workspace.Project(Exe, """<PackageReference Include="Lib" Version="1.0.0" />""", Workspace.NativeReference));
        _workspace.Write("App/Program.cs", FirstLine);
        _workspace.Build("App");
        AssertRuns("App");
    }

    // Both assemblies hold the initializer, and one sees the other's internals.
    [Fact]
    public void StrictProjectsInCSharp9_SeeingInternals_BuildWithoutWarningsAndRun()
    {
        const string Strict = "<LangVersion>9</LangVersion><Nullable>disable</Nullable><ImplicitUsings>disable</ImplicitUsings><AnalysisMode>All</AnalysisMode>"
            + "<EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild><GenerateDocumentationFile>true</GenerateDocumentationFile><CheckForOverflowUnderflow>true</CheckForOverflowUnderflow>";
        _workspace.Write("Lib/Lib.csproj", Workspace.Project(
            Strict, Workspace.Reference("OptGen.Optimizers"), """<InternalsVisibleTo Include="App" />"""));
        _workspace.Write("Lib/Half.cs", """
            [assembly: System.CLSCompliant(false)]
            [assembly: System.Runtime.InteropServices.ComVisible(false)]

            namespace Lib
            {
                internal static class Half
                {
                    internal const int Value = 6;
                }
            }
            """);
        _workspace.Write("App/App.csproj", Workspace.Project(Exe + Strict, """<ProjectReference Include="../Lib/Lib.csproj" />""", Workspace.NativeReference));
        _workspace.Write("App/Program.cs", """
            using TorchSharp;

            [assembly: System.CLSCompliant(false)]
            [assembly: System.Runtime.InteropServices.ComVisible(false)]

            namespace App
            {
                internal static class Program
                {
                    private static void Main()
                    {
                        _ = torch.manual_seed(1);
                        using torch.Tensor ones = torch.ones(2, Lib.Half.Value);
                        using torch.Tensor sum = ones.sum();
                        System.Console.WriteLine("sum " + sum.item<float>().ToString(System.Globalization.CultureInfo.InvariantCulture));
                    }
                }
            }
            """);
        string build = _workspace.Build("App");
        Assert.DoesNotContain(": warning ", build, StringComparison.Ordinal);
        AssertRuns("App");
    }

    [Fact]
    public void CSharp8_Build_SaysThatTheProgramMustCallLoad()
    {
        _workspace.Write("App/App.csproj", Workspace.Project(Exe + "<LangVersion>8.0</LangVersion>", Workspace.Reference("OptGen.TorchRuntime"), Workspace.NativeReference));
        _workspace.Write("App/Program.cs", FirstLine.Replace("torch.manual_seed(1);", "OptGen.TorchRuntime.Load(); torch.manual_seed(1);", StringComparison.Ordinal));

        string build = _workspace.Build("App");

        Assert.Contains(
            "App is compiled as C# 8.0, which has no module initializers: let the program call OptGen.TorchRuntime.Load() before its first use of torch, or set LangVersion to 9 or newer.",
            build, StringComparison.Ordinal);
        AssertRuns("App");
    }

    [Fact]
    public void InitializerSwitchedOff_Build_LeavesItOut()
    {
        _workspace.Write("App/App.csproj", Workspace.Project(
            Exe + "<OptGenTorchInitializer>false</OptGenTorchInitializer>", Workspace.Reference("OptGen.TorchRuntime"), Workspace.NativeReference));
        _workspace.Write("App/Program.cs", """
            using System;
            using System.Linq;
            Console.WriteLine(System.Reflection.Assembly.GetExecutingAssembly().GetTypes().Count(t => t.Name == "TorchInitializer") == 0 ? "sum 12" : "there");
            """);
        _workspace.Build("App");
        AssertRuns("App");
    }

    [Fact]
    public void FSharp_CallsLoad_Runs()
    {
        _workspace.Write("App/App.fsproj", Workspace.Project(
            Exe, """<Compile Include="Program.fs" />""", Workspace.Reference("OptGen.TorchRuntime"), Workspace.NativeReference));
        _workspace.Write("App/Program.fs", """
            open TorchSharp
            OptGen.TorchRuntime.Load()
            torch.manual_seed(1L) |> ignore
            printfn "sum %g" (torch.ones(3L, 4L).sum().item<float32>())
            """);
        _workspace.Build("App");
        AssertRuns("App");
    }

    [LongFact]
    public void VisualBasic_CallsLoad_Runs()
    {
        _workspace.Write("App/App.vbproj", Workspace.Project(Exe, Workspace.Reference("OptGen.TorchRuntime"), Workspace.NativeReference));
        _workspace.Write("App/Program.vb", """
            Module Program
                Sub Main()
                    OptGen.TorchRuntime.Load()
                    TorchSharp.torch.manual_seed(1)
                    System.Console.WriteLine("sum " & TorchSharp.torch.ones(3, 4).sum().item(Of Single)())
                End Sub
            End Module
            """);
        _workspace.Build("App");
        AssertRuns("App");
    }

    private void WriteLibrary()
    {
        _workspace.Write("Lib/Lib.csproj", Workspace.Project("", Workspace.Reference("OptGen")));
        _workspace.Write("Lib/Networks.cs", "namespace Lib { public static class Networks { } }");
    }

    private void AssertRuns(string program)
    {
        (int code, string output) = _workspace.RunProgram(program);
        Assert.True(code == 0, output);
        Assert.Equal("sum 12", output.Trim());
    }
}
