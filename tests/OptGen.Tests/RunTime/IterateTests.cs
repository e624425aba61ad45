using System.Reflection;
using FsCheck;
using OptGen.FixedPoint;
using OptGen.Testing;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.RunTime;

/// <summary>Iterates that networks hand out, against those of the interpreter: values, and every gradient of a loss that reads them all.</summary>
public sealed class IterateTests
{
    private const int Width = GeneratedModuleTests.Width;

    public static TheoryData<string> Networks => [.. GeneratedModuleTests.Names, .. ImplicitModuleTests.Names.Where(n => n != nameof(ImplicitPrimalDual))];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Iterates_OfTheGallery_EqualThoseOfTheInterpreter(string network)
    {
        using DisposeScope scope = NewDisposeScope();
        bool isImplicit = !GeneratedModuleTests.Names.Contains(network);
        (Module<Tensor, Tensor> generated, Recurrence recurrence, InterpreterBindings bindings, int layers) = isImplicit ? ImplicitModuleTests.MakeBound(network) : GeneratedModuleTests.Make(network);
        Module<Tensor, Tensor> module = GalleryBindings.Copy(generated, recurrence, GalleryBindings.Of(network));
        if (isImplicit)
            GalleryBindings.SolvesOf(module)!.Options = ImplicitModuleTests.Exact(ImplicitModuleTests.ExactAdjoint);
        var asked = (IRecurrenceModule)module;
        Tensor input = randn([3, Width], dtype: float64, requires_grad: true);

        Assert.Equal(module.call(input).data<double>().ToArray(), asked.Iterates(input).Output.data<double>().ToArray());
        // The interpreter is bound to the generated module, whose weights the other has.
        SameNetwork.Verify(
            module, x => Loss(asked.Iterates(x[0])), generated, x => Loss(recurrence.RunIterates(bindings, layers, x[0]), asked.Iterates(x[0])), [input], Rounded with { MissingGradientIsZero = true });
        generated.Dispose();
        module.Dispose();
    }

    [Fact]
    public void Iterates_OfRandomRecurrences_EqualThoseOfTheInterpreterInClassesAndAtRunTime() =>
        AssertIterates(RandomRecurrenceTests.Sample(RandomNetwork.Generator, RandomCases.Of(500), new Rnd(20240401), isImplicit: false));

    [Fact]
    public void Iterates_OfRandomImplicitRecurrences_EqualThoseOfTheInterpreterInClassesAndAtRunTime() =>
        AssertIterates(
            [.. RandomRecurrenceTests.Sample(RandomImplicitNetwork.Layered, RandomCases.Of(100), new Rnd(20240402), isImplicit: true), .. RandomRecurrenceTests.Sample(RandomImplicitNetwork.Equilibrium, 20, new Rnd(20240403), isImplicit: true)]);

    /// <summary>The class that can hand out iterates computes the bits of the one that cannot, and no operator more.</summary>
    [Fact]
    public void Forward_OfAClassThatHandsOutIterates_IsThatOfOneThatDoesNot()
    {
        using DisposeScope scope = NewDisposeScope();
        var network = new RandomNetwork("y_k = x_k + a*(x_k - x_<k-1>)\nv_<k+1> = v_k + S(y_k)\nx_<k+1> = y_k - 0.5*T(y_k)\n", 4, HasStages: false);
        Module<Tensor, Tensor> plain = RandomNetworkRun.Make(RandomNetworkRun.CompileAll([network]).GetType(RandomNetworkRun.ClassName(0))!);
        Module<Tensor, Tensor> able = RandomNetworkRun.Make(RandomNetworkRun.CompileAll([network], handOutIterates: true).GetType(RandomNetworkRun.ClassName(0))!);
        plain.to(float64);
        able.to(float64);
        able.load_state_dict(plain.state_dict());
        int calls = 0;
        foreach (nn.Module child in able.named_modules().Select(m => m.module).OfType<TorchSharp.Modules.Tanh>())
            ((Module<Tensor, Tensor>)child).register_forward_hook((_, _, y) => { calls++; return y; });

        RecurrenceModuleTests.AssertSameBits(plain, able, randn([2, 3], dtype: float64));

        // v_L is read by nobody: the last layer has no S to apply.
        Assert.Equal(7, calls);
        Ask(able, randn([2, 3], dtype: float64));
        Assert.Equal(15, calls);
    }

    [Fact]
    public void Iterates_BeginAndEndWhereTheStatesDo()
    {
        using DisposeScope scope = NewDisposeScope();
        using Module<Tensor, Tensor> module = Recurrence.Parse("y_k = 2*x_k; w_<k+1> = y_k; x_<k+1> = x_k + y_k + w_<k+1>").ToModule(new RecurrenceBindings { Layers = 3 });
        Tensor x = ones(1);

        NetworkIterates iterates = ((IRecurrenceModule)module).Iterates(x);

        Assert.Equal(["x", "y", "w"], iterates.States.Select(s => s.State).OrderBy(s => "xyw".IndexOf(s, StringComparison.Ordinal)));
        Assert.Equal([1f, 5f, 25f, 125f], Values(iterates["x"]));
        Assert.Equal([2f, 10f, 50f], Values(iterates["y"]));
        // Nothing reads w_0.
        Assert.Equal((1, 3), (iterates["w"].FirstIndex, iterates["w"].Count));
        Assert.Equal(50f, iterates["w"].At(3).item<float>());
        Assert.Equal(125f, iterates.Output.item<float>());
        Assert.Equal(
            "The iterates of w that are handed out have the indices 1 to 3. (Parameter 'index')" + Environment.NewLine + "Actual value was 0.",
            Assert.Throws<ArgumentOutOfRangeException>(() => iterates["w"].At(0)).Message);
        Assert.StartsWith("The network hands out no iterates of a state z; it hands out those of ", Assert.Throws<ArgumentException>(() => iterates["z"]).Message, StringComparison.Ordinal);
        Assert.Equal("The recurrence has 1 input (x), not 2. (Parameter 'inputs')", Assert.Throws<ArgumentException>(() => ((IRecurrenceModule)module).Iterates(x, x)).Message);

        static float[] Values(IterateSequence sequence) => [.. sequence.Select(i => i.item<float>())];
    }

    [Fact]
    public void Iterates_WhereAStageBegins_AreThoseBeforeTheTransition()
    {
        using DisposeScope scope = NewDisposeScope();
        using Module<Tensor, Tensor> module = Recurrence.Parse("x_<k+1> = x_k + x_<k-1>").ToModule(
            new RecurrenceBindings().Stage(2).Stage(2).Transition(_ => new RecurrenceModuleTests.Times(tensor(10f).reshape(1, 1))));

        NetworkIterates iterates = ((IRecurrenceModule)module).Iterates(ones(1, 1));

        Assert.Equal([1f, 2f, 3f, 60f, 90f], iterates["x"].Select(i => i.item<float>()));
    }

    [Fact]
    public void Iterates_BelongToTheCaller()
    {
        using Module<Tensor, Tensor> module = HeavyBall.Recurrence.ToModule(GalleryBindings.Of(nameof(HeavyBall)));
        using Tensor x = randn(3, Width);
        using IDisposable off = no_grad();
        ((IRecurrenceModule)module).Iterates(x).Dispose();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        NetworkIterates iterates = ((IRecurrenceModule)module).Iterates(x);

        Assert.Equal(before + 8, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.All(iterates["x"], i => Assert.False(i.IsInvalid));
        iterates.Dispose();
        iterates.Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.False(x.IsInvalid);
        using (NewDisposeScope())
            ((IRecurrenceModule)module).Iterates(x);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Iterates_OfARunThatFails_LeaveNothing()
    {
        bool fails = false;
        using Module<Tensor, Tensor> module = Recurrence.Parse("x_<k+1> = x_k + f[k](x_k)").ToModule(
            new RecurrenceBindings { Layers = 3 }.Function("f", (Tensor y, double k) => fails && k > 1 ? throw new InvalidOperationException("no") : y.tanh()));
        using Tensor x = randn(3, Width);
        ((IRecurrenceModule)module).Iterates(x).Dispose();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        fails = true;

        Assert.Throws<NetworkException>(() => ((IRecurrenceModule)module).Iterates(x));

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        fails = false;
        // Nobody asks any more.
        module.call(x).Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    /// <summary>A network may be an operator of another, hooks may run it again, and both may be asked at once.</summary>
    [Fact]
    public void Iterates_OfNestedAndHookedNetworks_AreThoseOfTheNetworkThatIsAsked()
    {
        using DisposeScope scope = NewDisposeScope();
        Recurrence recurrence = Recurrence.Parse("x_<k+1> = 2*x_k");
        Module<Tensor, Tensor> inner = recurrence.ToModule(new RecurrenceBindings { Layers = 2 });
        using Module<Tensor, Tensor> outer = Recurrence.Parse("x_<k+1> = x_k + T(x_k)").ToModule(new RecurrenceBindings { Layers = 1 }.Operator("T", inner));
        int hooked = 0;
        float[]? ofInner = null;
        inner.register_forward_hook((_, x, y) =>
        {
            if (hooked++ == 0)
                ofInner = [.. ((IRecurrenceModule)inner).Iterates(x)["x"].Select(i => i.item<float>())];
            return y;
        });
        outer.register_forward_pre_hook((_, x) => outer.forward(x).alias());

        NetworkIterates iterates = ((IRecurrenceModule)outer).Iterates(ones(1));

        Assert.Equal([5f, 25f], iterates["x"].Select(i => i.item<float>()));
        Assert.Equal([1f, 2f, 4f], ofInner!);
        Assert.Equal(3, hooked);
    }

    [Fact]
    public async Task Iterates_OnSeveralThreads_AreEachTheirOwn()
    {
        using Module<Tensor, Tensor> module = Recurrence.Parse("x_<k+1> = 2*x_k").ToModule(new RecurrenceBindings { Layers = 3 });

        float[][] all = await Task.WhenAll(Enumerable.Range(1, 4).Select(n => Task.Run(() =>
        {
            using DisposeScope scope = NewDisposeScope();
            float[] last = [];
            for (int i = 0; i < 100; i++)
            {
                module.call(full(1, -1f));
                last = [.. ((IRecurrenceModule)module).Iterates(full(1, (float)n))["x"].Select(x => x.item<float>())];
            }
            return last;
        })));

        Assert.All(all, (iterates, i) => Assert.Equal([i + 1f, 2 * (i + 1f), 4 * (i + 1f), 8 * (i + 1f)], iterates));
    }

    private static void AssertIterates(List<(RandomNetwork Network, Recurrence Recurrence)> networks)
    {
        Assembly assembly = RandomNetworkRun.CompileAll([.. networks.Select(n => n.Network)], handOutIterates: true);
        var failures = new List<string>();
        for (int i = 0; i < networks.Count; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            (RandomNetwork network, Recurrence recurrence) = networks[i];
            try
            {
                using Module<Tensor, Tensor> generated = RandomNetworkRun.Make(assembly.GetType(RandomNetworkRun.ClassName(i))!);
                generated.to(float64);
                using Module<Tensor, Tensor> module = GalleryBindings.Copy(generated, RandomModuleTests.Parse(network), RandomModuleTests.Bind(network));
                InterpreterBindings bindings = RandomNetworkRun.Bind(generated, network, recurrence);
                var solves = (ImplicitSolve?)generated.GetType().GetProperty("Implicit")?.GetValue(generated);
                solves?.Options = ImplicitModuleTests.Exact(ImplicitModuleTests.ExactAdjoint);
                if (solves is not null)
                    GalleryBindings.SolvesOf(module)!.Options = solves.Options;
                Tensor input = randn([2, 3], dtype: float64);
                SameNetwork.Verify(
                    generated, x => Loss(Ask(generated, x[0])), x => Loss(recurrence.RunIterates(bindings, network.Layers, x[0]), Ask(generated, x[0])), [input],
                    Rounded with { MissingGradientIsZero = solves is not null });
                SameNetwork.Verify(
                    module, x => Loss(((IRecurrenceModule)module).Iterates(x[0])), generated, x => Loss(Ask(generated, x[0])), [input], Rounded);
                RecurrenceModuleTests.Settle(generated, module);
                if (!network.Text.Contains("f*", StringComparison.Ordinal))
                    RecurrenceModuleTests.AssertSameBits(generated, module, input);
            }
            catch (Exception exception)
            {
                failures.Add($"{network.Text.ReplaceLineEndings("; ")} ({network.Layers} layers, stages: {network.HasStages}): {exception.GetBaseException().Message}");
            }
        }

        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures.Take(20).Prepend($"{failures.Count} of {networks.Count} differ:")));
    }

    // Networks with random weights have gradients of any size, and rounding is a part of them.
    private static SameNetworkOptions Rounded { get; } = Comparison.Exact with { RelativeTolerance = 1e-12 };

    // The greater an output, the less its change counts: random networks have gradients of any size, and are compared without regard to it.
    private static Tensor OfOutput(Tensor output) => output.square().sum().log1p();

    private static NetworkIterates Ask(nn.Module module, Tensor x) => (NetworkIterates)module.GetType().GetMethod("Iterates")!.Invoke(module, [x])!;

    /// <summary>A loss in which every iterate has a weight of its own.</summary>
    private static Tensor Loss(NetworkIterates iterates)
    {
        Tensor loss = OfOutput(iterates.Output);
        foreach (IterateSequence state in iterates.States)
        {
            for (int i = 0; i < state.Count; i++)
                loss += (state.At(state.FirstIndex + i) * (1 + i + (0.3 * state.State[0]))).tanh().sum();
        }

        return loss;
    }

    /// <summary>The same of the interpreter, of the iterates that the network hands out: counted from the last layer, since what nothing reads before the first is not there.</summary>
    private static Tensor Loss((Tensor Output, Dictionary<string, List<Tensor>> Iterates) run, NetworkIterates handed)
    {
        Tensor loss = OfOutput(run.Output);
        foreach (IterateSequence state in handed.States)
        {
            List<Tensor> iterates = run.Iterates[state.State][^state.Count..];
            for (int i = 0; i < iterates.Count; i++)
                loss += (iterates[i] * (1 + i + (0.3 * state.State[0]))).tanh().sum();
        }

        return loss;
    }
}
