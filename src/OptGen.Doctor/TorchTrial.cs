using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace OptGen.Doctor;

/// <summary>Loads a program's torch and asks it.</summary>
internal sealed class TorchTrial(string program)
{
    private readonly ProgramContext _context = new(program);

    public IEnumerable<Finding> Run()
    {
        Assembly torchSharp = _context.LoadFromAssemblyName(new AssemblyName("TorchSharp"));
        Assembly? runtime = TryLoad("OptGen.TorchRuntime");
        runtime?.GetType("OptGen.TorchRuntime")!.GetMethod("Load")!.Invoke(null, null);
        Type torch = torchSharp.GetType("TorchSharp.torch")!;
        string? refusal = null;
        try
        {
            torch.GetMethod("get_num_threads", Type.EmptyTypes)!.Invoke(null, null);
        }
        catch (TargetInvocationException exception)
        {
            refusal = Sentence(exception);
        }
        if (refusal is not null)
        {
            yield return new Finding(Health.Ill, $"Torch does not load: {refusal}", runtime is null && OperatingSystem.IsLinux()
                ? "On Debian 12, Ubuntu 22.04 and others of their age: dotnet add package OptGen.TorchRuntime. See docs/troubleshooting.md."
                : "See 'The native library does not load' in docs/troubleshooting.md.");
            yield break;
        }
        string version = torch.GetProperty("__version__")?.GetValue(null) as string ?? "of unknown version";
        yield return new Finding(Health.Well, $"Torch loads: libtorch {version}.");
        int threads = (int)torch.GetMethod("get_num_threads", Type.EmptyTypes)!.Invoke(null, null)!;
        yield return new Finding(Health.Well, $"{threads.ToString(CultureInfo.InvariantCulture)} threads on {Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)} processors, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}.");
        yield return Devices(torchSharp);
        yield return Convolutions(runtime);
    }

    private static Finding Devices(Assembly torchSharp)
    {
        Type cuda = torchSharp.GetType("TorchSharp.torch+cuda")!;
        bool isThere = (bool)cuda.GetMethod("is_available", Type.EmptyTypes)!.Invoke(null, null)!;
        int count = isThere ? (int)cuda.GetMethod("device_count", Type.EmptyTypes)!.Invoke(null, null)! : 0;
        return count > 0
            ? new Finding(Health.Well, $"{count.ToString(CultureInfo.InvariantCulture)} CUDA {(count == 1 ? "device" : "devices")}.")
            : new Finding(Health.Well, "No CUDA device, or a libtorch without CUDA: the processor computes.");
    }

    /// <summary>OptGen's own check of convolutions, where the program has it.</summary>
    private static Finding Convolutions(Assembly? runtime)
    {
        if (runtime?.GetType("OptGen.ConvolutionCheck")?.GetMethod("Run", Type.EmptyTypes) is not { } run)
            return new Finding(Health.Doubtful, "Convolutions were not checked: the program has no OptGen.TorchRuntime.", "On some processors oneDNN computes wrong convolutions without an error; dotnet add package OptGen.TorchRuntime, and ask again.");
        object report = run.Invoke(null, null)!;
        bool passed = (bool)report.GetType().GetProperty("Passed")!.GetValue(report)!;
        string text = report.ToString()!.Trim();
        return passed
            ? new Finding(Health.Well, text)
            : new Finding(Health.Ill, text, "See 'Wrong convolutions on some processors' in docs/troubleshooting.md: take multiples of 16 channels, or leave oneDNN off.");
    }

    private Assembly? TryLoad(string name)
    {
        try
        {
            return _context.LoadFromAssemblyName(new AssemblyName(name));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The sentence of OptGen's own exception where there is one, else the first line of the innermost.</summary>
    private static string Sentence(Exception exception)
    {
        Exception inner = exception;
        while (inner.InnerException is not null && inner.GetType().Name != "TorchRuntimeException")
            inner = inner.InnerException;
        return inner.Message.Trim().Split('\n')[0].TrimEnd('\r');
    }
}
