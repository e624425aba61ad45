using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.SystemTorch.Tests.Modules;

/// <summary>Every loss, as a function and as a module, against PyTorch.</summary>
public sealed class LossTests
{
    private static readonly GoldenFile Golden = GoldenFile.Load("losses");

    private static readonly Dictionary<string, (string Source, Func<Tensor, Reduction, Tensor> Loss)> Losses = new()
    {
        ["mse_loss"] = ("scores", (x, r) => MSELoss(r).call(x, Get("other"))),
        ["l1_loss"] = ("scores", (x, r) => L1Loss(r).call(x, Get("other"))),
        ["smooth_l1_loss"] = ("scores", (x, r) => SmoothL1Loss(r, 0.6).call(x, Get("other"))),
        ["huber_loss"] = ("scores", (x, r) => HuberLoss(0.6, r).call(x, Get("other"))),
        ["binary_cross_entropy"] = ("probabilities", (x, r) => BCELoss(Get("weight"), r).call(x, Get("bits"))),
        ["binary_cross_entropy_with_logits"] = ("scores", (x, r) => BCEWithLogitsLoss(Get("weight"), r, Get("weight") * 2).call(x, Get("bits"))),
        ["cross_entropy"] = ("scores", (x, r) => new TorchSharp.Modules.CrossEntropyLoss(Get("weight"), 1, r, 0.1).call(x, Get("classes"))),
        ["cross_entropy_places"] = ("image", (x, r) => CrossEntropyLoss(reduction: r).call(x, Get("places"))),
        ["cross_entropy_distribution"] = ("scores", (x, r) => functional.cross_entropy(x, Get("distribution"), reduction: r)),
        ["nll_loss"] = ("scores", (x, r) => NLLLoss(Get("weight"), r).call(x, Get("classes"))),
        ["kl_div"] = ("scores", (x, r) => KLDivLoss(false, r).call(x, Get("distribution"))),
        ["kl_div_log"] = ("scores", (x, r) => KLDivLoss(reduction: r).call(x, Get("other"))),
        ["poisson_nll_loss"] = ("scores", (x, r) => PoissonNLLLoss(full: true, reduction: r).call(x, Get("counts"))),
        ["gaussian_nll_loss"] = ("scores", (x, r) => GaussianNLLLoss(true, 1e-6f, r).call(x, Get("other"), Get("variance"))),
        ["hinge_embedding_loss"] = ("scores", (x, r) => HingeEmbeddingLoss(0.5, r).call(x, Signs())),
        ["soft_margin_loss"] = ("scores", (x, r) => SoftMarginLoss(r).call(x, Signs())),
        ["multilabel_margin_loss"] = ("scores", (x, r) => MultiLabelMarginLoss(r).call(x, Get("labels"))),
        ["multilabel_soft_margin_loss"] = ("scores", (x, r) => MultiLabelSoftMarginLoss(Get("weight"), r).call(x, Get("bits"))),
        ["multi_margin_loss"] = ("scores", (x, r) => MultiMarginLoss(2, 0.7, Get("weight"), r).call(x, Get("classes"))),
        ["cosine_embedding_loss"] = ("scores", (x, r) => CosineEmbeddingLoss(0.2, r).call(x, Get("other"), Get("signs"))),
        ["margin_ranking_loss"] = ("scores", (x, r) => MarginRankingLoss(0.3, r).call(x, Get("other"), Signs())),
        ["triplet_margin_loss"] = ("scores", (x, r) => TripletMarginLoss(1.5, swap: true, reduction: r).call(x, Get("other"), Get("third"))),
        ["triplet_margin_with_distance_loss"] =
            ("scores", (x, r) => TripletMarginWithDistanceLoss(null, 1.5, true, r).call(x, Get("other"), Get("third"))),
        ["ctc_loss"] = ("logs", (x, r) => CTCLoss(reduction: r).call(x, Get("words"), tensor(new long[] { 6, 5 }), tensor(new long[] { 3, 2 })))
    };

    public static TheoryData<string, Reduction> Cases
    {
        get
        {
            var cases = new TheoryData<string, Reduction>();
            foreach (var name in Losses.Keys)
            {
                foreach (var reduction in Enum.GetValues<Reduction>()) cases.Add(name, reduction);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Loss_EachReduction_ValueAndGradientArePyTorchs(string name, Reduction reduction)
    {
        using var scope = NewDisposeScope();
        var (source, loss) = Losses[name];
        var key = $"{name}/{reduction.ToString().ToLowerInvariant()}";
        var x = Get(source).requires_grad_();
        var result = loss(x, reduction);
        TensorAssert.Close(Get(key), result, 1e-6, 1e-6, key);
        result.sum().backward();
        TensorAssert.Close(Get(key + "/gradient"), x.grad!, 1e-6, 1e-6, key + "/gradient");
    }

    [Fact]
    public void WeightedLoss_Moved_MovesItsWeightsAndLeavesTheCallersAlone()
    {
        using var weights = ones([3]);
        using var loss = CrossEntropyLoss(weights);
        loss.@double();
        Assert.Equal(ScalarType.Float64, loss.weight!.dtype);
        Assert.Equal(ScalarType.Float32, weights.dtype);
        loss.Dispose();
        Assert.False(weights.IsInvalid);
    }

    [Fact]
    public void GaussianNegativeLogLikelihood_NegativeVariance_Throws()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<ArgumentException>(() => functional.gaussian_nll_loss(ones([2, 2]), ones([2, 2]), -ones([2, 2])));
        Assert.Contains("variance is negative", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => functional.gaussian_nll_loss(ones([2, 2]), ones([2, 2]), ones([3, 2])));
        Assert.Contains("[3, 2] do not fit means of shape [2, 2]", error.Message, StringComparison.Ordinal);
    }

    private static Tensor Get(string key) => Golden.Tensor(key);

    private static Tensor Signs() => Get("signs").unsqueeze(1).expand(5, 4);
}
