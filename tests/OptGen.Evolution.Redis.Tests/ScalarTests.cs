using System.Reflection;
using OptGen.Tests.Conventions;
using TorchSharp;

namespace OptGen.Evolution.Redis.Tests;

/// <summary>The library hands torch no number that the collector may take during the call.</summary>
public sealed class ScalarTests
{
    [Fact]
    public void Library_EveryScalar_IsHeld() =>
        Assert.Empty(ScalarScan.Find(Assembly.Load("OptGen.Evolution.Redis").Location, ScalarScan.Loose(typeof(torch).Assembly.Location)));
}
