using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests;

/// <summary>What a network says of itself in a log or a debugger.</summary>
public class NetworkTextTests
{
    [Fact]
    public void ToString_OfANetwork_HasNameLayersAndRecurrence()
    {
        using var heavyBall = new HeavyBall(4);
        using var equilibrium = new EquilibriumSystem(4);
        using var nesterov = new Nesterov(4, layers: 1);
        using var named = new Spoken(4, name: "mine");
        using Module<Tensor, Tensor> made = Recurrence.Parse("x_<k+1> = x_k - relu(x_k)").ToModule(new RecurrenceBindings { Layers = 3, Name = "made" });

        Assert.Equal("HeavyBall, 6 layers: x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)", heavyBall.ToString());
        Assert.StartsWith("EquilibriumSystem: z = 0.25*z + ", equilibrium.ToString(), StringComparison.Ordinal);
        Assert.Equal("Nesterov, 1 layer: y_k = x_k + k/(k + 3)*(x_k - x_<k-1>); x_<k+1> = y_k - b*T(y_k)", nesterov.ToString());
        Assert.Equal("my own words", named.ToString());
        Assert.Equal("made, 3 layers: x_<k+1> = x_k - relu(x_k)", made.ToString());
    }
}

/// <summary>A network whose class has a ToString of its own.</summary>
[Update("x_<k+1> = x_k - T(x_k)", Layers = 2)]
public partial class Spoken
{
    private static Linear T(int k, int width) => Linear(width, width);

    public override string ToString() => "my own words";
}
