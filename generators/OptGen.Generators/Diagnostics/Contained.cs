namespace OptGen.Diagnostics;

/// <summary>
/// Keeps a fault of this compiler to the class that it was found in. An exception that left the generator would take every network of the
/// project with it; one that left the analyzer would take every diagnostic.
/// </summary>
internal static class Contained
{
    /// <summary>What a function gives; null, and what happened, where it fails.</summary>
    public static T? Try<T>(Func<T> function, out string? fault)
        where T : class
    {
        fault = null;
        try
        {
            return function();
        }
#pragma warning disable CA1031 // whatever it is, it is this class's alone
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            fault = $"{exception.GetType().Name}: {exception.Message}";
            return null;
        }
    }

    /// <summary>What to tell the user of a fault.</summary>
    public static string Describe(string className, string fault) =>
        $"OptGen failed on {className}, which is a fault of OptGen's own ({fault.Replace('\r', ' ').Replace('\n', ' ')}); please report it with the text of "
        + $"{className}'s attributes and the declarations of the members it names. Other classes are not affected.";
}
