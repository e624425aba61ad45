using OptGen.Blocks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Masking.Tests.Docs;

// The code of docs/masking.md, line by line; the page comes before this project's own style.
#pragma warning disable IDE0040, IDE0044, CA1515, CA1062

[Update("x_0 = stem(u); x_<k+1> = x_k - b*T(x_k); out = head(x_L)", Layers = 3, Inputs = "u")]
public partial class Classifier
{
    const double b = 0.5;
    static Module<Tensor, Tensor> T(int k) => new TwoLayer(64, 128);
    static Module<Tensor, Tensor> stem() => Linear(16, 64);
    static Module<Tensor, Tensor> head() => Linear(64, 4);
}

internal static class MaskingPageExamples
{
    public static double FirstMask(Tensor images, Tensor labels, string path)
    {
        var network = new Classifier();
        using var masked = Masked.Apply(network, new MaskOptions
        {
            Fill = new RandomVectorFill(0.01),          // every weight comes from 82 random values
            Values = FillValues.SignedConstant,
            Kept = 0.3,                                 // three of ten weights stay
            Seed = 1
        });

        using var optimizer = optim.AdamW(masked.TrainedParameters().ToList(), lr: 0.01);
        double last = 0;
        for (int step = 0; step < 300; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            Tensor loss = functional.cross_entropy(masked.call(images), labels);
            loss.backward();                            // reaches scores; weights stay as they are
            optimizer.step();
            last = loss.item<float>();
        }

        MaskFile.Write(path, masked.Export());
        return last;
    }

    public static Classifier Load(string path) =>
        Masked.Import(new Classifier(), MaskFile.Read(path));      // bit for bit, on any machine

    public static BitMaskNetwork Bits(string path) =>
        Masked.ImportBits(new Classifier(), MaskFile.Read(path));  // a bit a weight, and no dense weight

    public static PrunedNetwork Baseline(Classifier trained) =>
        Pruned.Apply(trained, new PruningOptions { Kept = 0.1, Criterion = PruningCriterion.Magnitude });
}
