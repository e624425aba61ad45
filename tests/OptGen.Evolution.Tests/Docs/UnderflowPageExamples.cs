using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Evolution.Tests.Docs;

// The code of docs/underflow.md, line by line; the page comes before this project's own style.
#pragma warning disable IDE0040, IDE0044, CA1515, CA1062

internal static class UnderflowPageExamples
{
    public static float[] Unit()
    {
        using var layer = new UnderflowLinear(1, 1, UnderflowPlace.Input);
        using var off = no_grad();
        layer.Weight.fill_(1);                                       // a unit that passes its input on
        using Tensor x = tensor(new[] { 0.2f, 0.4f, 0.6f, -0.3f, -0.9f }).unsqueeze(1);
        using Tensor y = layer.call(x);                              // 0, 0, 0.6, 0, -0.9

        return y.data<float>().ToArray();
    }

    public static (float Together, float Apart) Distributive()
    {
        const float min = FlushedArithmetic.MinNormal;               // 2^-126
        float a = 0.4f * min, b = 0.5f * min, c = 1 / min;
        float together = FlushedArithmetic.Multiply(FlushedArithmetic.Add(a, b), c);                                    // 0
        float apart = FlushedArithmetic.Add(FlushedArithmetic.Multiply(a, c), FlushedArithmetic.Multiply(b, c));        // 0.9

        return (together, apart);
    }

    public static (Tensor Logits, Tensor Control) Networks(Tensor images)
    {
        using var seed = new Generator(1);
        using var network = new UnderflowNetwork(UnderflowNetwork.PostWidths, generator: seed);
        using var control = new UnderflowNetwork(UnderflowNetwork.PostWidths, HiddenArithmetic.Ieee);
        control.load_state_dict(network.state_dict());               // the same weights, without flushing
        IReadOnlyList<double> dead = network.ZeroShares(images);     // about 0.61, 0.51, 0.43 on Fashion-MNIST
        Tensor logits = network.call(images);                        // float32 [rows, 784] to [rows, 10]

        Assert.All(dead, share => Assert.InRange(share, 0.05, 0.95));
        return (logits, control.call(images));
    }

    public static float Baseline(Tensor images, Tensor labels)
    {
        using var baseline = new UnderflowNetwork(UnderflowNetwork.PostWidths, HiddenArithmetic.HardShrink, UnderflowGradient.Linear);

        using Tensor loss = nn.functional.cross_entropy(baseline.call(images), labels);
        loss.backward();
        return loss.item<float>();
    }
}
