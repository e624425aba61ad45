using OptGen.Testing;

namespace OptGen.Tool.Tests;

/// <summary>What each command writes, kept as text.</summary>
public class GoldenTests
{
    private const string HeavyBall = "x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)";
    private const string Admm = "z_<k+1> = (z_k + y_k - T1(z_k) - l_k)/2; y_<k+1> = (y_k + z_<k+1> - T2(y_k) + l_k)/2; l_<k+1> = l_k + z_<k+1> - y_<k+1>";

    public static TheoryData<string, string[]> Commands => new()
    {
        { "help", ["--help"] },
        { "check-help", ["check", "--help"] },
        { "check", ["check", HeavyBall, "--set", "a=0.5"] },
        { "check-admm", ["check", Admm] },
        { "check-bounds", ["check", HeavyBall, "--train", "a=0.5:-2..1", "-t", "b"] },
        { "check-unstable", ["check", "x_<k+1> = -4*x_k + 5*x_<k-1> + b*(4*T(x_k) + 2*T(x_<k-1>))", "-s", "b=1"] },
        { "check-implicit", ["check", "x_<k+1> = x_k - b/2*(T(x_<k+1>) + T(x_k))", "--layers", "4"] },
        { "check-equilibrium", ["check", "z = T(z, u)"] },
        { "check-adjoint", ["check", "u_<k+1> = proxF[s](u_k + s*K(z_k)); x_<k+1> = proxG[t](x_k - t*K^T(u_<k+1>)); z_<k+1> = x_<k+1> + w*(x_<k+1> - x_k)"] },
        { "check-mistakes", ["check", "x_k+1 = x_k - T(x_k\ny_<k+1> = y_k + q_<k+1>"] },
        { "check-json", ["check", "--json", HeavyBall, "--set", "a=1/2"] },
        { "check-json-mistake", ["check", "--json", "x_k+1 = x_k"] },
        { "latex", ["latex", Admm] },
        { "draw", ["draw", HeavyBall, "--layers", "2"] },
        { "draw-roots", ["draw", "--roots", HeavyBall, "--set", "a=0.5"] },
        { "draw-dot", ["draw", "--format", "dot", HeavyBall] },
        { "draw-mermaid", ["draw", "-f", "mermaid", Admm] },
        { "emit-class", ["emit", HeavyBall, "--set", "a=0.5", "--layers", "12", "--name", "HeavyBall"] },
        { "emit-csharp", ["emit", "--csharp", HeavyBall, "--set", "a=0.5", "--layers", "12", "--name", "HeavyBall"] },
        { "emit-pytorch", ["emit", "--pytorch", HeavyBall, "--set", "a=0.5", "--layers", "12", "--name", "HeavyBall"] },
        { "completion-bash", ["completion", "bash"] }
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void Command_OfThePage_WritesWhatIsKept(string name, string[] arguments)
    {
        var run = ToolRun.Of(arguments);
        Snapshot.Verify($"$ optgen {string.Join(' ', arguments.Select(Quoted))}\n{run.Output}{run.Error}[{run.Code}]\n", $"Snapshots/{name}.verified.txt");
    }

    private static string Quoted(string argument) => argument.Any(c => !char.IsLetterOrDigit(c) && c is not ('-' or '=' or '.' or '/' or ':')) ? $"\"{argument.Replace("\n", "\\n", StringComparison.Ordinal)}\"" : argument;
}
