namespace OptGen.Package.Tests;

/// <summary>
/// A console project of somebody else: in the system's temporary folder, with the packages from the local feed and a packages folder
/// that holds none of an earlier run.
/// </summary>
public sealed class Consumer : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("optgen-package-");
    private readonly string _folder;

    /// <summary>Makes the project and restores its packages.</summary>
    /// <exception cref="InvalidOperationException">The packages could not be restored.</exception>
    public Consumer()
    {
        _folder = _root.CreateSubdirectory("App").FullName;
        Write("nuget.config", NuGetConfig(_root.CreateSubdirectory("packages").FullName));
        Write("App.csproj", Project());
        Write("Program.cs", Program);
        Write("Network.cs", Network);
        (int code, string output) = DotNet.Run(_folder, "restore", "-v:minimal", "-tl:off");
        if (code != 0)
        {
            Dispose();
            throw new InvalidOperationException($"The packages could not be restored:\n{output}");
        }
    }

    /// <summary>A network, declared as the packages' users do.</summary>
    public static string Network { get; } = """
        using OptGen;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        namespace App;

        [Update("x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)", Layers = 4)]
        public partial class HeavyBall
        {
            private const double a = 0.5;

            [Learnable(1.0, PerLayer = true)]
            public partial Parameter b { get; }

            private static Module<Tensor, Tensor> T(int k, int width) => Sequential(Linear(width, 4 * width), ReLU(), Linear(4 * width, width));
        }
        """;

    private static string Program { get; } = """
        using System.Globalization;
        using App;
        using TorchSharp;
        using static TorchSharp.torch;

        random.manual_seed(1);
        using HeavyBall network = new(width: 3);
        using optim.Optimizer optimizer = optim.Adam(network.parameters(), 0.01);
        using Tensor input = randn(32, 3), target = randn(32, 3);
        for (int step = 0; step < 10; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            optimizer.zero_grad();
            Tensor loss = (network.call(input) - target).square().mean();
            loss.backward();
            optimizer.step();
            Console.WriteLine("loss " + loss.item<float>().ToString(CultureInfo.InvariantCulture));
        }
        """;

    /// <summary>Writes a file of the project.</summary>
    public void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    /// <summary>Builds the project, with further properties where given.</summary>
    public (int ExitCode, string Output) Build(params string[] properties) => DotNet.Run(
        _folder, ["build", "--no-restore", "-c", "Release", "-v:minimal", "-tl:off", "-p:GenerateFullPaths=false", .. properties.Select(p => $"-p:{p}")]);

    /// <summary>Runs what the last build has made.</summary>
    public (int ExitCode, string Output) Run() => DotNet.Run(_folder, Path.Combine("bin", "Release", "net10.0", "App.dll"));

    /// <summary>Removes the project.</summary>
    public void Dispose() => _root.Delete(recursive: true);

    // torch's native library is half a gigabyte: what this machine has unpacked already is read where it lies.
    private static string NuGetConfig(string packages) => $"""
        <configuration>
          <config>
            <add key="globalPackagesFolder" value="{packages}" />
          </config>
          <fallbackPackageFolders>
            <add key="machine" value="{Built.PackageCache}" />
          </fallbackPackageFolders>
          <packageSources>
            <add key="optgen" value="{Built.Feed}" />
          </packageSources>
        </configuration>
        """;

    private static string Project() => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <CreateHardLinksForCopyLocalIfPossible>true</CreateHardLinksForCopyLocalIfPossible>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="OptGen" Version="{Built.Version}" />
            <PackageReference Include="OptGen.Training" Version="{Built.Version}" />
            {(Built.TorchNative == "none" ? "" : $"""<PackageReference Include="{Built.TorchNative}" Version="{Built.TorchNativeVersion}" />""")}
          </ItemGroup>
        </Project>
        """;
}
