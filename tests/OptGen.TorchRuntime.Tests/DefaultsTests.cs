using System.Collections;

namespace OptGen.TorchRuntimeTests;

/// <summary>What a program finds set when its first line runs.</summary>
public sealed class DefaultsTests : IDisposable
{
    private const string SwitchedOff = "log: oneDNN is switched off", NotSwitchedOff = "log: oneDNN could not be switched off, because ";

    private readonly Sandbox _sandbox = new();

    private static bool IsWrongHere => ProcessorFaults.WrongConvolutions is not null;

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Convolution_ByDefault_IsRightAndSilent()
    {
        Child child = Run("state", "convolve");

        // 20 channels, 3x3 ones each.
        Assert.Contains("sum: 180\n", child.Output, StringComparison.Ordinal);
        Assert.Contains($"oneDNN: {!IsWrongHere}\n", child.Output, StringComparison.Ordinal);
        Assert.Equal(IsWrongHere, child.Output.Contains(SwitchedOff, StringComparison.Ordinal));
        Assert.Equal("", child.Error);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("True", true)]
    [InlineData("0", false)]
    [InlineData("", false)]
    [InlineData("maybe", false)]
    public void Convolution_SwitchInTheEnvironment_DecidesOverOneDnn(string value, bool keeps)
    {
        _sandbox.Environment[RuntimeSwitch.KeepOneDnn.Variable] = value;

        Child child = Run("state", "convolve");

        Assert.Contains($"oneDNN: {keeps || !IsWrongHere}\n", child.Output, StringComparison.Ordinal);
        Assert.Equal(!keeps && IsWrongHere, child.Output.Contains(SwitchedOff, StringComparison.Ordinal));
        Assert.Equal(
            value == "maybe",
            child.Output.Contains("log: The environment variable OPTGEN_KEEP_ONEDNN is 'maybe' and counts as absent: set it to 1 or 0.\n", StringComparison.Ordinal));
        Assert.Equal("", child.Error);
    }

    [Fact]
    public void Log_AskedForInTheEnvironment_GoesToTheErrorStream()
    {
        _sandbox.Environment[TorchRuntimeLog.Variable] = "1";

        Child child = Run("state");

        string[] lines = [.. child.Output.Split('\n').Where(line => line.StartsWith("log: ", StringComparison.Ordinal)).Select(line => line[5..])];
        Assert.Equal(lines.Select(line => $"OptGen: {line}"), child.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(lines.Distinct(), lines);
        Assert.Equal(ProcessState.HasGlibc || IsWrongHere, lines.Length > 0);
    }

    [Fact]
    public void OneDnn_LibtorchWithoutTheFunction_IsLeftOnWithOneLine()
    {
        string folder = _sandbox.Program(RealLibrary.Bytes(), "libtorch_cpu.so");
        string without = RunIn(folder, "state").Output;
        string core = Path.Combine(folder, Sandbox.Files(folder).Single(file => Path.GetFileName(file) == "libc10.so"));
        File.Copy(core, Path.Combine(Path.GetDirectoryName(core)!, "libtorch_cpu.so"));
        string other = RunIn(folder, "state").Output;

        Assert.Equal(IsWrongHere ? 1 : 0, Count(without, NotSwitchedOff + "libtorch_cpu was not found: "));
        Assert.Equal(IsWrongHere ? 1 : 0, Count(other, NotSwitchedOff + "libtorch_cpu does not export at::Context::setUserEnabledMkldnn: "));

        static int Count(string text, string part) => text.Split(part).Length - 1;
    }

    [Theory]
    [InlineData("OPTGEN_KEEP_MALLOC", "", false)]
    [InlineData("OPTGEN_KEEP_MALLOC", "0", false)]
    [InlineData("OPTGEN_KEEP_MALLOC", "1", true)]
    [InlineData("MALLOC_TOP_PAD_", "131072", true)]
    [InlineData("GLIBC_TUNABLES", "glibc.malloc.tcache_count=5", true)]
    [InlineData("GLIBC_TUNABLES", "glibc.rtld.nns=5", false)]
    public void Malloc_Environment_DecidesWhetherLargeBlocksAreKept(string name, string value, bool mapped)
    {
        _sandbox.Environment[name] = value;

        Child child = Run("state");

        if (ProcessState.HasGlibc)
            Assert.Contains($"mapped: {mapped}\n", child.Output, StringComparison.Ordinal);
        Assert.Equal(ProcessState.HasGlibc && !mapped, child.Output.Contains("log: malloc keeps the memory that tensors free", StringComparison.Ordinal));
    }

    [Fact]
    public void Malloc_UsersOwnVariables_AreFound()
    {
        Assert.Null(MallocSettings.UsersOwn(new Hashtable { ["PATH"] = "MALLOC_", ["GLIBC_TUNABLES"] = "glibc.cpu.hwcaps=-AVX" }));
        Assert.Equal("MALLOC_ARENA_MAX", MallocSettings.UsersOwn(new Hashtable { ["MALLOC_ARENA_MAX"] = "2" }));
        Assert.Equal("GLIBC_TUNABLES", MallocSettings.UsersOwn(new Hashtable { ["GLIBC_TUNABLES"] = "glibc.cpu.x=1:glibc.malloc.top_pad=1" }));
    }

    [Fact]
    public void RuntimeSwitch_AppContextAndEnvironment_TheEnvironmentDecides()
    {
        var choice = new RuntimeSwitch("OptGenTestOnly", "OptGen.TestOnly", "OPTGEN_TEST_ONLY");
        Assert.False(choice.IsOn);
        AppContext.SetSwitch(choice.AppContextSwitch, true);
        Assert.True(choice.IsOn);
        Environment.SetEnvironmentVariable(choice.Variable, "false");
        Assert.False(choice.IsOn);
        AppContext.SetSwitch(choice.AppContextSwitch, false);
        Environment.SetEnvironmentVariable(choice.Variable, "1");
        Assert.True(choice.IsOn);
        Environment.SetEnvironmentVariable(choice.Variable, null);
        Assert.False(choice.IsOn);
    }

    private Child Run(params string[] arguments) => RunIn(AppContext.BaseDirectory, arguments);

    private Child RunIn(string folder, params string[] arguments) => Child.Run(folder, _sandbox.Environment, arguments);
}
