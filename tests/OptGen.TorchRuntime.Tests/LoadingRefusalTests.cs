namespace OptGen.TorchRuntimeTests;

public class LoadingRefusalTests
{
    private const string Advice = "Unable to load shared library '/c/libLibTorchSharp.so' or one of its dependencies. If you're using glibc, consider setting the LD_DEBUG environment variable: \n";

    [Theory]
    [InlineData(
        "/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.34' not found (required by /c/libLibTorchSharp.so)\n",
        "TorchSharp's native library needs GLIBC_2.34, and the glibc of this system is older: use a system with glibc 2.34 or newer.")]
    [InlineData(
        "/lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.30' not found (required by /c/libLibTorchSharp.so)",
        "TorchSharp's native library needs GLIBCXX_3.4.30, and the libstdc++ of this system is older: use a system whose libstdc++ is that of GCC 12 or newer (Debian 12, Ubuntu 22.04).")]
    [InlineData(
        "libtorch.so: cannot open shared object file: No such file or directory\n",
        "TorchSharp's native library needs libtorch.so, which is not there: let the program refer to the package TorchSharp-cpu.")]
    [InlineData(
        "libgomp.so.1: cannot open shared object file: No such file or directory\n",
        "TorchSharp's native library needs libgomp.so.1, which is not there: install the package of the system that holds it.")]
    public void LoadersError_Sentence_SaysWhatIsMissing(string error, string sentence)
    {
        Assert.Equal(sentence, LoadingRefusal.Sentence([Advice + error]));
        Assert.Equal(sentence, LoadingRefusal.Sentence(["Access to the path '/c' is denied.", Advice + error]));
    }

    [Fact]
    public void NothingCouldBeWritten_Sentence_NamesBothVariables() => Assert.Equal(
        "TorchSharp's native library needs a patched copy on this system, which could not be made or loaded (Access to the path '/c' is denied.; Not a directory): "
        + "let the environment variable XDG_CACHE_HOME or TMPDIR name a folder that can be written and is not mounted noexec.",
        LoadingRefusal.Sentence(["Access to the path '/c' is denied.", "Not a directory"]));
}
