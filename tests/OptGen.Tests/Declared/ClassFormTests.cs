using OptGen.Tests.Declared.@event;
using OptGen.Testing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.Declared;

/// <summary>Every form that a class can have gets the same module: two layers of gradient descent with step 0.5.</summary>
public sealed class ClassFormTests
{
    private const int Width = 3;

    private static readonly string[] s_layers = ["T.0.bias", "T.0.weight", "T.1.bias", "T.1.weight"];

    public static TheoryData<string> Forms => [.. Makers.Keys];

    private static Dictionary<string, Func<Module<Tensor, Tensor>>> Makers { get; } = new(StringComparer.Ordinal)
    {
        ["global namespace"] = () => new InGlobalNamespace(Width),
        ["nested in a generic class"] = () => new Container<string>.Nested(Width),
        ["nested twice, with a constraint"] = () => new Container<string>.Inner.Deeper<Linear>(() => Linear(Width, Width)),
        ["internal"] = () => new Internal(Width),
        ["sealed"] = () => new Sealed(Width),
        ["abstract"] = () => new Derived(Width),
        ["own constructors"] = () => new Own(),
        ["own constructors that take the layers"] = () => new OwnWithLayers(Width, 2),
        ["primary constructor"] = () => Primary.Create(Width),
        ["keyword as name"] = () => new @class(Width),
        ["keywords as members"] = () => new KeywordMembers(Width),
        ["own fields"] = () => new WithFields(Width),
        ["names already taken"] = () => new TakenNames(Width),
        ["named like its namespace"] = () => new SameName.SameName(Width),
        ["file-scoped namespace that is a keyword"] = () => new FileScoped(Width)
    };

    private static Dictionary<string, string[]> Others { get; } = new(StringComparer.Ordinal)
    {
        ["own constructors"] = ["extra.bias", "extra.weight"],
        ["own constructors that take the layers"] = ["c"],
        ["keywords as members"] = ["is"],
        ["own fields"] = ["head.bias", "head.weight", "shift"]
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Forward_ClassForm_IsGradientDescent(string form)
    {
        using DisposeScope scope = NewDisposeScope();
        using Module<Tensor, Tensor> module = Makers[form]();
        module.to(float64);

        SameNetwork.Verify(module, x => module.call(x[0]), x => TwoSteps(module, x[0]), [Comparison.Input(2, Width)], Comparison.Exact);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void StateDict_ClassForm_HasEveryKeyOnce(string form)
    {
        using Module<Tensor, Tensor> module = Makers[form]();
        IEnumerable<string> own = form == "keywords as members" ? s_layers.Select(k => k.Replace("T.", "params.", StringComparison.Ordinal)) : s_layers;
        List<string> expected = [.. own.Concat(Others.GetValueOrDefault(form) ?? []).Order(StringComparer.Ordinal)];

        Assert.Equal(expected, module.state_dict().Keys.Order(StringComparer.Ordinal));
        Assert.Equal(expected.Count, module.parameters().Count());
        Assert.Equal(expected, module.named_parameters().Select(p => p.name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void To_ClassForm_ConvertsEveryParameter(string form)
    {
        using Module<Tensor, Tensor> module = Makers[form]();

        module.to(float64);

        Assert.All(module.parameters(), p => Assert.Equal(float64, p.dtype));
        Assert.All(module.parameters(), p => Assert.True(p.requires_grad));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Eval_ClassForm_ReachesEveryModule(string form)
    {
        using Module<Tensor, Tensor> module = Makers[form]();

        module.eval();
        Assert.All(module.modules(), m => Assert.False(m.training));
        module.train();
        Assert.All(module.modules(), m => Assert.True(m.training));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Load_WhatAnotherSaved_GivesEqualValues(string form)
    {
        using DisposeScope scope = NewDisposeScope();
        using Module<Tensor, Tensor> saved = Makers[form]();
        using Module<Tensor, Tensor> loaded = Makers[form]();
        using var file = new MemoryStream();
        Tensor input = randn(2, Width);

        saved.save(file);
        // Saving closes the stream.
        using var saving = new MemoryStream(file.ToArray());
        loaded.load(saving);

        Assert.True(saved.call(input).equal(loaded.call(input)).all().item<bool>());
    }

    [Fact]
    public void Initialize_NameOfTheModule_IsThatOfTheBase()
    {
        using var own = new Own(Width);
        using var generated = new Sealed(Width, "third");

        Assert.Equal("Own", own.GetName());
        Assert.Equal("third", generated.GetName());
    }

    [Fact]
    public void Constructor_NoLayers_Throws()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new OwnWithLayers(Width, 0));

        Assert.Equal("layers", error.ParamName);
    }

    [Fact]
    public void Members_OfTheUser_StayInUse()
    {
        using DisposeScope scope = NewDisposeScope();
        using var own = new Own(Width);
        using var fields = new WithFields(Width);
        using var taken = new TakenNames(Width);
        Tensor input = randn(2, Width);

        Assert.Equal([2, 1], own.Extra(input).shape);
        Assert.Equal([2, 2], fields.Head(input).shape);
        Assert.Equal(31, taken.Sum);
    }

    private static Tensor TwoSteps(Module module, Tensor x)
    {
        var list = (ModuleList<Module<Tensor, Tensor>>)module.named_children().Single(c => c.name is "T" or "params").module;
        Tensor step = module.get_parameter("c") ?? module.get_parameter("is") ?? Comparison.Number(0.5);
        foreach (Module<Tensor, Tensor> layer in list)
            x -= step * layer.call(x);
        return x;
    }
}
