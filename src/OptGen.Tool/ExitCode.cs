namespace OptGen.Tool;

/// <summary>How the program ends: for scripts.</summary>
internal static class ExitCode
{
    public const int Fine = 0;

    /// <summary>The text is no recurrence, the file is damaged, or torch does not work.</summary>
    public const int Refused = 1;

    /// <summary>The command line is wrong, or a file cannot be read or written.</summary>
    public const int Usage = 2;

    /// <summary>With --strict: the recurrence is not consistent or not zero-stable, or there is a warning.</summary>
    public const int Warned = 3;
}

/// <summary>What the user can mend: a wrong option, or a file that is not there. Its message is all that is said.</summary>
internal sealed class UsageException(string message) : Exception(message);
