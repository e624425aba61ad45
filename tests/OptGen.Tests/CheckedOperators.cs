using System.Runtime.CompilerServices;

namespace OptGen.Tests;

/// <summary>In these tests every run of every network is checked for operators that write into their arguments.</summary>
internal static class CheckedOperators
{
    [ModuleInitializer]
    public static void TurnOn() => OperatorChecks.EveryRun = true;
}
