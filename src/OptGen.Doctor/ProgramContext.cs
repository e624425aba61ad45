using System.Reflection;
using System.Runtime.Loader;

namespace OptGen.Doctor;

/// <summary>Loads assemblies and native libraries as a program's own host would: by its deps.json and the package cache.</summary>
internal sealed class ProgramContext(string program) : AssemblyLoadContext("program")
{
    private readonly AssemblyDependencyResolver _resolver = new(program);
    private readonly string _folder = Path.GetDirectoryName(program)!;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string? path = _resolver.ResolveAssemblyToPath(assemblyName);
        if (path is null && Path.Combine(_folder, assemblyName.Name + ".dll") is var beside && File.Exists(beside))
            path = beside;
        return path is null ? null : LoadFromAssemblyPath(path);
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        string? path = _resolver.ResolveUnmanagedDllToPath(unmanagedDllName);
        try
        {
            return path is null ? 0 : LoadUnmanagedDllFromPath(path);
        }
        catch (DllNotFoundException)
        {
            // OptGen's runtime is asked next, which can mend some of it.
            return 0;
        }
    }
}
