namespace OptGen.Tests.Processes;

/// <summary>Whatever becomes of a backward, the process goes on, and holds no more than it needs.</summary>
public sealed class ProcessTests(ChildProcess child) : IClassFixture<ChildProcess>
{
    public static TheoryData<string> Names => [.. Scenarios.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Scenario_InAProcessOfItsOwn_Passes(string name)
    {
        string? fault = child.Fault(name);
        Assert.True(fault is null, fault);
    }
}
