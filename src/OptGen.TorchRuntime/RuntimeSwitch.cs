namespace OptGen;

/// <summary>A choice that the environment makes, or else the project: an MSBuild property becomes a switch in runtimeconfig.json.</summary>
/// <param name="Property">The MSBuild property.</param>
/// <param name="AppContextSwitch">The name in runtimeconfig.json and for <see cref="AppContext"/>.</param>
/// <param name="Variable">The environment variable, which comes first: whoever starts a program decides after whoever built it.</param>
internal sealed record RuntimeSwitch(string Property, string AppContextSwitch, string Variable)
{
    /// <summary>Leaves oneDNN on where it is known to be wrong.</summary>
    public static RuntimeSwitch KeepOneDnn { get; } = new("OptGenKeepOneDnn", "OptGen.KeepOneDnn", "OPTGEN_KEEP_ONEDNN");

    /// <summary>Leaves the C library's malloc as it is.</summary>
    public static RuntimeSwitch KeepMalloc { get; } = new("OptGenKeepMalloc", "OptGen.KeepMalloc", "OPTGEN_KEEP_MALLOC");

    /// <summary>Whether it is on. Nobody has said so: it is off.</summary>
    public bool IsOn
    {
        get
        {
            string? value = Environment.GetEnvironmentVariable(Variable)?.Trim();
            switch (value?.ToLowerInvariant())
            {
                case "1" or "true":
                    return true;
                case "0" or "false":
                    return false;
                case null or "":
                    break;
                default:
                    TorchRuntimeLog.Write($"The environment variable {Variable} is '{value}' and counts as absent: set it to 1 or 0.");
                    break;
            }

            return AppContext.TryGetSwitch(AppContextSwitch, out bool on) && on;
        }
    }
}
