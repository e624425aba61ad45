namespace OptGen.Package.Tests;

/// <summary>A console project of somebody else, with the packages.</summary>
public sealed class Consumer : IDisposable
{
    private readonly Workspace _workspace = new();

    /// <summary>Makes the project and restores its packages.</summary>
    /// <exception cref="InvalidOperationException">The packages could not be restored.</exception>
    public Consumer()
    {
        _workspace.Write("App/App.csproj", Workspace.Project(
            "<OutputType>Exe</OutputType><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings>",
            Workspace.Reference("OptGen.Testing"), Workspace.Reference("OptGen"), Workspace.Reference("OptGen.Training"), Workspace.NativeReference));
        Write("Program.cs", Program);
        Write("Network.cs", Network);
        Write("Checks.cs", Checks);
        (int code, string output) = _workspace.Run("App", "restore", "-v:minimal", "-tl:off");
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

        if (args is ["checks"])
            return Checks.Run();
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
        return 0;
        """;

    /// <summary>What a test of that network would say, in no test framework.</summary>
    private static string Checks { get; } = """
        using OptGen.Testing;
        using TorchSharp;
        using static TorchSharp.torch;

        namespace App;

        internal static class Checks
        {
            public static int Run()
            {
                Report("first", () => Snapshot.VerifyGenerated<HeavyBall>());
                Environment.SetEnvironmentVariable(Snapshot.UpdateVariable, "1");
                Report("update", () => Snapshot.VerifyGenerated<HeavyBall>());
                Environment.SetEnvironmentVariable(Snapshot.UpdateVariable, null);
                Report("second", () => Snapshot.VerifyGenerated<HeavyBall>());
                using HeavyBall network = new(width: 3), other = new(width: 3);
                network.to(ScalarType.Float64);
                other.to(ScalarType.Float64);
                Report("gradients", () => GradientCheck.Verify(network, ones(2, 3, dtype: ScalarType.Float64)));
                Report("same", () => SameNetwork.Verify(network, other, ones(2, 3, dtype: ScalarType.Float64)));
                return 0;
            }

            private static void Report(string name, Action check)
            {
                try
                {
                    check();
                    Console.WriteLine(name + " passed");
                }
                catch (CheckFailedException failure)
                {
                    Console.WriteLine($"{name} failed: {failure.Message}");
                }
            }
        }
        """;

    /// <summary>Writes a file of the project.</summary>
    public void Write(string name, string text) => _workspace.Write(Path.Combine("App", name), text);

    /// <summary>Builds the project, with further properties where given.</summary>
    public (int ExitCode, string Output) Build(params string[] properties) => _workspace.Run(
        "App", ["build", "--no-restore", "-c", "Release", "-v:minimal", "-tl:off", "-p:GenerateFullPaths=false", .. properties.Select(p => $"-p:{p}")]);

    /// <summary>Runs what the last build has made.</summary>
    public (int ExitCode, string Output) Run(params string[] arguments) => _workspace.RunProgram("App", arguments);

    /// <summary>Where the project lies.</summary>
    public string Folder => _workspace.PathOf("App");

    /// <summary>Whether the project has this file.</summary>
    public bool Has(string name) => File.Exists(_workspace.PathOf(Path.Combine("App", name)));

    /// <summary>Removes the project.</summary>
    public void Dispose() => _workspace.Dispose();
}
