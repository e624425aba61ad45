namespace OptGen;

/// <summary>
/// How often generated networks check that operators keep what they promise: an operator returns a tensor, which may be its argument or a view of it, and does
/// not write into its arguments, for the recurrence may read them again.
/// </summary>
/// <remarks>
/// The first time a network runs, every application is checked: its arguments are copied, and compared with the copies afterwards. An operator that has
/// written into one, such as <c>ReLU(inplace: true)</c>, is a <see cref="NetworkException"/> then, so that no wrong number is passed on. Later runs are not
/// checked, and cost nothing more, unless <see cref="EveryRun"/> says so.
/// </remarks>
public static class OperatorChecks
{
    /// <summary>
    /// Whether every run is checked, not only the first of each network: for tests, and for operators that write into their arguments at times. It is true from
    /// the start where the environment variable OPTGEN_CHECK_OPERATORS is 1. It concerns all networks of the process.
    /// </summary>
    public static bool EveryRun { get; set; } = Environment.GetEnvironmentVariable("OPTGEN_CHECK_OPERATORS") == "1";
}
