using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers.Tests;

/// <summary>State: saved, loaded, exchanged with the optimisers without centralization, moved.</summary>
public sealed class StateTests
{
    [Theory]
    [InlineData("SGD")]
    [InlineData("SGDW")]
    [InlineData("Adam")]
    [InlineData("Adam amsgrad")]
    [InlineData("AdamW update")]
    [InlineData("Adagrad")]
    [InlineData("RAdam")]
    [InlineData("wrapped Adam")]
    [InlineData("wrapped update")]
    [InlineData("Ranger")]
    public void Resume_SavedAfter25Steps_GivesTheBitsOf50Steps(string name)
    {
        var (whole, halves) = (Parameters(), Parameters());
        using var straight = Create(name, whole);
        Problem.Run(straight, whole, 0, 50);

        byte[] saved;
        using (var first = Create(name, halves))
        {
            Problem.Run(first, halves, 0, 25);
            saved = Saved.Save(first);
        }

        using var second = Create(name, halves);
        Saved.Load(second, saved);
        Problem.Run(second, halves, 25, 25);
        for (var i = 0; i < whole.Length; i++) Assert.Equal(Problem.Values(whole[i]), Problem.Values(halves[i]));
    }

    [Fact]
    public void Resume_NothingLoaded_GivesOtherBits()
    {
        var (whole, halves) = (Parameters(), Parameters());
        using var straight = Create("Adam", whole);
        Problem.Run(straight, whole, 0, 50);
        using (var first = Create("Adam", halves)) Problem.Run(first, halves, 0, 25);
        using var second = Create("Adam", halves);
        Problem.Run(second, halves, 25, 25);
        Assert.NotEqual(Problem.Values(whole[0]), Problem.Values(halves[0]));
    }

    [Theory]
    [InlineData("SGD")]
    [InlineData("Adam")]
    [InlineData("AdamW")]
    [InlineData("Adagrad")]
    public void Checkpoint_OfThePlainOptimiser_LoadsIntoTheCentralizedOneAndBack(string name)
    {
        var (a, b) = (Parameters(), Parameters());
        using optim.Optimizer plain = Plain(name, a), ours = WithoutCentralization(name, b);
        Problem.Run(plain, a, 0, 20);
        Problem.Run(ours, b, 0, 20);
        Near(a, b);

        Saved.Load(ours, Saved.Save(plain));
        Assert.Equal(Saved.Save(plain), Saved.Save(ours));
        Saved.Load(plain, Saved.Save(ours));
        Problem.Run(plain, a, 20, 10);
        Problem.Run(ours, b, 20, 10);
        Near(a, b);
        ((OptimizerHelper)ours).load_state_dict(((OptimizerHelper)plain).state_dict());
        Assert.Equal(Saved.Save(plain), Saved.Save(ours));
    }

    [Fact]
    public void Checkpoint_OfTorchSharpsRAdam_GoesOnAsPyTorchsAndBack()
    {
        var (a, b, c) = (Parameters(), Parameters(), Parameters());
        using optim.Optimizer plain = Plain("RAdam", a), ours = WithoutCentralization("RAdam", b);
        using var expected = new PyTorchRAdam(c, 0.01, 0.9, 0.999, 1e-8, 0.01);
        Problem.Run(plain, a, 0, 20);
        Saved.Load(ours, Saved.Save(plain));
        Assert.Equal(Saved.Save(plain), Saved.Save(ours));
        Saved.Load(plain, Saved.Save(ours));
        expected.Take(((OptimizerHelper)plain).state_dict().State.Cast<RAdam.State>());
        Problem.Run(ours, b, 20, 10);
        Problem.Run(expected, c, 20, 10);
        Near(b, c);
        ((OptimizerHelper)plain).load_state_dict(((OptimizerHelper)ours).state_dict());
        Assert.Equal(Saved.Save(plain), Saved.Save(ours));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.9)]
    public void StateOfSgd_BeforeAnyStep_LoadsIntoOurs(double momentum)
    {
        var (a, b) = (Parameters(), Parameters());
        using var plain = optim.SGD(a, 0.05, momentum, 0, 0.01);
        using var ours = new Centralized.SGD(b, 0.5, 0.1, centralization: Centralization.Off);
        Problem.Run(ours, b, 0, 1);
        ours.load_state_dict(((OptimizerHelper)plain).state_dict());
        Assert.Equal(Saved.Save(plain), Saved.Save(ours));
        using (no_grad())
        {
            for (var i = 0; i < a.Length; i++) b[i].copy_(a[i]);
        }

        Problem.Run(plain, a, 0, 3);
        Problem.Run(ours, b, 0, 3);
        Near(a, b);
        ours.load_state_dict(ours.state_dict());
        Problem.Run(plain, a, 3, 3);
        Problem.Run(ours, b, 3, 3);
        Near(a, b);
    }

    [Fact]
    public void StateOfSgd_OfOtherParameters_IsAnError()
    {
        using var two = new Centralized.SGD([Problem.Weight(1, 2), Problem.Weight(2, 2)], 0.1);
        using var one = new Centralized.SGD([Problem.Weight(1, 2)], 0.1);
        Assert.StartsWith(
            "The state has 1 groups and 2 parameters, but this SGD has 1 and 1.",
            Assert.Throws<ArgumentException>(() => one.load_state_dict(two.state_dict())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void File_SavedByAWrapper_LoadsIntoTheOptimiserInside()
    {
        var parameters = Parameters();
        using var wrapped = GradientCentralization.Wrap(optim.Adam(parameters, 0.01, weight_decay: 0.02));
        Problem.Run(wrapped, parameters, 0, 3);
        var path = Path.GetTempFileName();
        try
        {
            wrapped.save_state_dict(path);
            using var plain = optim.Adam(parameters, 0.5);
            plain.load_state_dict(path);
            Assert.Equal(0.02, plain.state_dict().Options.Cast<TorchSharp.Modules.Adam.Options>().Single().weight_decay);
            wrapped.load_state_dict(path);
            Assert.Equal(Saved.Save(plain), Saved.Save(wrapped));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void To_ADevice_KeepsTheState()
    {
        var (a, b) = (Parameters(), Parameters());
        using var straight = new Lookahead(new Centralized.Adam(a), 2);
        using var moved = new Lookahead(new Centralized.Adam(b), 2);
        Problem.Run(straight, a, 0, 5);
        Problem.Run(moved, b, 0, 5);
        moved.to(CPU);
        Problem.Run(straight, a, 5, 5);
        Problem.Run(moved, b, 5, 5);
        Assert.Equal(Problem.Values(a[0]), Problem.Values(b[0]));
    }

    [Fact]
    public void Load_StateOfAnotherClass_IsAnError()
    {
        var parameters = Parameters();
        using var adam = new Centralized.Adam(parameters);
        using var lookahead = new Lookahead(new Centralized.SGD(parameters, 0.1));
        var exception = Assert.Throws<InvalidDataException>(() => Saved.Load(lookahead, Saved.Save(adam)));
        Assert.Equal("It was saved by an optimiser of class Adam, not Lookahead.", exception.Message);
    }

    [Fact]
    public void Load_LookaheadOfOtherParameters_IsAnError()
    {
        using var two = new Lookahead(new Centralized.SGD([Problem.Weight(1, 2), Problem.Weight(2, 2)], 0.1));
        using var one = new Lookahead(new Centralized.SGD([Problem.Weight(1, 2)], 0.1));
        using var other = new Lookahead(new Centralized.SGD([Problem.Weight(1, 3)], 0.1));
        Assert.Equal("The saved state has 2 slow weights, but this Lookahead has 1.", Assert.Throws<InvalidDataException>(() => Saved.Load(one, Saved.Save(two))).Message);
        Assert.Equal("Slow weight 0 has shape [2] in the file, but [3] here.", Assert.Throws<InvalidDataException>(() => Saved.Load(other, Saved.Save(one))).Message);
    }

    private static void Near(Parameter[] a, Parameter[] b)
    {
        // The first is in single precision, where torch's operations and ours round in other places.
        for (var i = 0; i < a.Length; i++) Assert.True(Problem.Difference(Problem.Values(a[i]), Problem.Values(b[i])) < (i == 0 ? 1e-5 : 1e-12));
    }

    private static Parameter[] Parameters() => [Problem.Weight(1, ScalarType.Float32, 5, 6), Problem.Weight(2, 3, 2, 3, 3), Problem.Weight(3, 7)];

    private static optim.Optimizer Create(string name, Parameter[] parameters) => name switch
    {
        "SGD" => Centralized.SGD_GC(parameters, 0.05, 0.9, 0, 0.01, true),
        "SGDW" => Centralized.SGDW_GC(parameters, 0.05, 0.9, 0.1, 0.01),
        "Adam" => Centralized.Adam_GC(parameters, 0.01, weight_decay: 0.01),
        "Adam amsgrad" => Centralized.Adam_GC(parameters, 0.01, amsgrad: true),
        "AdamW update" => Centralized.AdamW_GC(parameters, 0.01, location: CentralizationLocation.Update),
        "Adagrad" => Centralized.Adagrad_GC(parameters, 0.05, 0.01, 0.01),
        "RAdam" => Centralized.RAdam_GC(parameters, 0.01, weight_decay: 0.01),
        "wrapped Adam" => GradientCentralization.Wrap(optim.Adam(parameters, 0.01, weight_decay: 0.02)),
        "wrapped update" => GradientCentralization.Wrap(optim.NAdam(parameters, 0.01), new Centralization { Location = CentralizationLocation.Update }),
        _ => Centralized.Ranger(parameters, 0.01, weight_decay: 0.01)
    };

    private static optim.Optimizer Plain(string name, Parameter[] parameters) => name switch
    {
        "SGD" => optim.SGD(parameters, 0.05, 0.9, 0, 0.01),
        "Adam" => optim.Adam(parameters, 0.01, weight_decay: 0.01, amsgrad: true),
        "AdamW" => optim.AdamW(parameters, 0.01, weight_decay: 0.01),
        "Adagrad" => optim.Adagrad(parameters, 0.05, 0.01, 0.01),
        _ => optim.RAdam(parameters, 0.01, weight_decay: 0.01)
    };

    private static optim.Optimizer WithoutCentralization(string name, Parameter[] parameters) => name switch
    {
        "SGD" => new Centralized.SGD(parameters, 0.05, 0.9, 0, 0.01, centralization: Centralization.Off),
        "Adam" => new Centralized.Adam(parameters, 0.01, weight_decay: 0.01, amsgrad: true, centralization: Centralization.Off),
        "AdamW" => new Centralized.AdamW(parameters, 0.01, weight_decay: 0.01, centralization: Centralization.Off),
        "Adagrad" => new Centralized.Adagrad(parameters, 0.05, 0.01, 0.01, centralization: Centralization.Off),
        _ => new Centralized.RAdam(parameters, 0.01, weight_decay: 0.01, centralization: Centralization.Off)
    };
}
