namespace OptGen.Package.Tests;

/// <summary>A program that is compiled to native code, where the runtime raises no event when a library is missing.</summary>
public sealed class AheadOfTimeTests : IDisposable
{
    private const string Program = """
        using System;
        using System.Globalization;
        using App;
        using TorchSharp;
        using static TorchSharp.torch;

        manual_seed(1);
        using HeavyBall network = new(width: 3);
        using optim.Optimizer optimizer = optim.SGD(network.parameters(), 0.01);
        using Tensor input = randn(32, 3), target = randn(32, 3);
        for (int step = 0; step < 10; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            optimizer.zero_grad();
            Tensor loss = (network.call(input) - target).square().mean();
            loss.backward();
            optimizer.step();
            Console.WriteLine("loss " + loss.item<float>().ToString("R", CultureInfo.InvariantCulture));
        }
        """;

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [LongFact]
    public void NativeProgram_TenSteps_HasTheLossesOfTheJit()
    {
        _workspace.Write("App/App.csproj", Workspace.Project(
            "<OutputType>Exe</OutputType><Nullable>enable</Nullable><PublishAot>true</PublishAot><TreatWarningsAsErrors>false</TreatWarningsAsErrors>",
            Workspace.Reference("OptGen"), Workspace.NativeReference));
        _workspace.Write("App/Program.cs", Program);
        _workspace.Write("App/Network.cs", Consumer.Network);
        _workspace.Build("App");
        (int ran, string losses) = _workspace.RunProgram("App");
        Assert.True(ran == 0, losses);
        Assert.Equal(10, losses.Split("loss ").Length - 1);

        (int published, string publish) = _workspace.Run("App", "publish", "-c", "Release", "-v:minimal", "-tl:off", "--use-current-runtime", "-o", _workspace.PathOf("native"));
        Assert.True(published == 0, publish);
        (int code, string native) = DotNet.RunProgram(_workspace.PathOf("native/App"), _workspace.PathOf("native"));

        Assert.True(code == 0, native);
        Assert.Equal(losses, native);
    }
}
