using OptGen.Blocks;
using OptGen.Search.Tests.Written;
using OptGen.Testing;
using OptGen.Training;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Search.Tests;

/// <summary>What a search writes is a class that the generator makes the trained network of. The classes under Written are what was written.</summary>
[Collection("default generator")]
public sealed class CSharpTests
{
    private static readonly Func<Module<Tensor, Tensor>>[] Compiled = [() => new Found0(), () => new Found1(), () => new Found2(), () => new Found3(), () => new Found4(), () => new Found5()];

    [Fact]
    public void ToCSharp_Compiled_IsTheNetworkThatWasTrained()
    {
        using TensorSet rings = new NestedRings().Sample(100, seed: 1);
        var written = new List<string>();
        int count = 0;
        new RecurrenceSearch(new RecurrenceGrammar { States = 4, History = 3, Applications = 3, Operators = ["T", "S"] })
            .Operator("T", k => new TwoLayer(8, 16)).Operator("S", layer => new TwoLayer(8, 4 + layer)).Stem(() => Linear(2, 8)).Head(() => Linear(8, 3))
            .Run(new SearchOptions { Candidates = Compiled.Length, Applications = 8, Seed = 4, Training = new TrainingOptions { Epochs = 1 }, Trained = Compare }, rings, rings);

        Assert.Equal(Compiled.Length, count);
        // Otherwise this shows little.
        foreach (string part in new[] { "y_k = ", "v_<k+1> = ", "p_<k+1> = ", "S(", "T(", "<k-" })
            Assert.Contains(written, text => text.Contains(part, StringComparison.Ordinal));

        void Compare(SearchEntry entry, Module<Tensor, Tensor> network)
        {
            string text = entry.ToCSharp($"Found{count}", "OptGen.Search.Tests.Written");
            written.Add(text);
            using var reader = new StreamReader(typeof(CSharpTests).Assembly.GetManifestResourceStream($"Found{count}.cs")!);
            string expected = reader.ReadToEnd();
            Assert.True(expected.ReplaceLineEndings() == text.ReplaceLineEndings(), $"Written/Found{count}.cs should be\n{text}");
            using Module<Tensor, Tensor> compiled = Compiled[count++]();
            SameNetwork.Verify(compiled, network, rings.Inputs);
        }
    }

    [Theory]
    [InlineData("k => new TwoLayer(8, 16)", "(int k) => new TwoLayer(8, 16);")]
    [InlineData("layer => new TwoLayer(8, layer)", "(int k) { int layer = k; return new TwoLayer(8, layer); }")]
    [InlineData("_ => new TwoLayer(8, 16)", "(int k) => new TwoLayer(8, 16);")]
    [InlineData("static k => new TwoLayer(8, 16)", "(int k) => new TwoLayer(8, 16);")]
    [InlineData("(int i) => new TwoLayer(8, i)", "(int k) { int i = k; return new TwoLayer(8, i); }")]
    [InlineData("static (int i) => new TwoLayer(8, i)", "(int k) { int i = k; return new TwoLayer(8, i); }")]
    [InlineData("k => { return new TwoLayer(8, 16); }", "(int k) { return new TwoLayer(8, 16); }")]
    [InlineData("n => { return new TwoLayer(8, n); }", "(int k) { int n = k; return new TwoLayer(8, n); }")]
    [InlineData("n => new TwoLayer(8, options.k)", "(int k) { int n = k; return new TwoLayer(8, options.k); }")]
    [InlineData("k =>\n    new TwoLayer(8, 16)", "(int k) => new TwoLayer(8, 16);")]
    [InlineData("Make", "(int k) => (Make)(k);")]
    [InlineData("k => Wrap(x => x)", "(int k) => Wrap(x => x);")]
    [InlineData("Factory(x => 2)", "(int k) => (Factory(x => 2))(k);")]
    public void Member_Sources_AreMembers(string source, string expected) =>
        Assert.Equal("private static Module<Tensor, Tensor> T" + expected, new SearchOperator("T", _ => new TwoLayer(8, 8), null, source).Member());

    [Fact]
    public void Member_OwnK_IsRefused() => Assert.Contains(
        "reads a k that is not its parameter",
        Assert.Throws<InvalidOperationException>(() => new SearchOperator("T", _ => new TwoLayer(8, 8), null, "n => new TwoLayer(8, k + n)").Member()).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("() => Linear(2, 8)", "() => Linear(2, 8);")]
    [InlineData("static () => Linear(2, 8)", "() => Linear(2, 8);")]
    [InlineData("Make", "() => (Make)();")]
    public void Member_Single_HasNoParameter(string source, string expected) =>
        Assert.Equal("private static Module<Tensor, Tensor> stem" + expected, new SearchOperator("stem", null, () => Linear(2, 8), source).Member());

    [Theory]
    [InlineData("2x")]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData("a-b")]
    [InlineData("class")]
    public void ToCSharp_Name_IsChecked(string name)
    {
        using TensorSet rings = new NestedRings().Sample(50, seed: 1);
        SearchReport report = new RecurrenceSearch(new RecurrenceGrammar()).Operator("T", k => new TwoLayer(8, 16)).Stem(() => Linear(2, 8)).Head(() => Linear(8, 3))
            .Run(new SearchOptions { Candidates = 1, Applications = 2, Training = new TrainingOptions { Epochs = 1 } }, rings, rings);

        Assert.ThrowsAny<ArgumentException>(() => report.Best.ToCSharp(name));
        Assert.ThrowsAny<ArgumentException>(() => report.Best.ToCSharp("Found", name));
        Assert.Contains("namespace A.B;", report.Best.ToCSharp("Found", "A.B"), StringComparison.Ordinal);
    }
}
