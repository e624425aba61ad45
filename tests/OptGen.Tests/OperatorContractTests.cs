using OptGen.Tests.Declared;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests;

/// <summary>
/// What operators may do with their argument and their value: return the argument or what they keep themselves, and not write into it.
/// </summary>
public sealed class OperatorContractTests
{
    public static TheoryData<string> Identities => ["argument", "alias", "view", "dropout", "identity", "detached", "clone"];

    [Theory]
    [MemberData(nameof(Identities))]
    public void Identity_OfAnyKind_IsOne(string kind)
    {
        using Module<Tensor, Tensor> identity = MakeIdentity(kind);
        using var network = new Remembering(identity);
        network.eval();
        using Tensor input = tensor([1.0, -2.0, 3.0], requires_grad: kind != "detached").reshape(1, 3);

        for (int run = 0; run < 3; run++)
        {
            using Tensor output = network.call(input);
            Assert.Equal([.. new[] { 1.0, -2.0, 3.0 }.Select(x => x * Factor())], output.data<double>().ToArray(), Close);
            if (kind == "detached")
                continue;
            using Tensor sum = output.sum();
            Tensor gradient = autograd.grad([sum], [input])[0];
            Assert.Equal([Factor(), Factor(), Factor()], gradient.data<double>().ToArray(), Close);
        }
        Assert.Equal([1.0, -2.0, 3.0], input.data<double>().ToArray());

        // x_<k+1> = x_k + (x_k - x_<k-1>)/4 - x_k/2, five times, from 1.
        static double Factor()
        {
            double x = 1, previous = 1;
            for (int k = 0; k < 5; k++)
                (x, previous) = (x + (0.25 * (x - previous)) - (0.5 * x), x);
            return x;
        }
    }

    [Theory]
    [MemberData(nameof(Identities))]
    public void Identity_AllTheWay_ReturnsANewTensorOfTheCallers(string kind)
    {
        using Module<Tensor, Tensor> identity = MakeIdentity(kind);
        using var network = new Chained(identity);
        network.eval();
        using Tensor input = tensor([1.0, 2.0]).reshape(1, 2);
        Tensor output;
        using (NewDisposeScope())
            output = network.call(input).MoveToOuterDisposeScope();

        Assert.False(input.IsInvalid);
        Assert.NotSame(input, output);
        Assert.Equal([1.0, 2.0], output.data<double>().ToArray());
        output.Dispose();
        Assert.Equal([1.0, 2.0], input.data<double>().ToArray());
    }

    [Fact]
    public void Sum_OfValuesThatAreTheArgumentItself_IsRight()
    {
        using var network = new Summing(new Doing(x => x));
        using Tensor x = tensor([2.0]), y = tensor([0.5]);

        using Tensor output = network.call(x, y);

        // x_<k+1> = x_k - (x_k - y) + sum of 0.1*(x_j - y)
        var history = new List<double> { 2.0 };
        for (int k = 0; k < 3; k++)
            history.Add(0.5 + history.Sum(h => 0.1 * (h - 0.5)));
        Assert.Equal(history[3], output.item<double>(), 1e-15);
    }

    [Fact]
    public void Operator_ThatReturnsItsSecondArgument_IsRight()
    {
        using var network = new Second(new DoingTwo((_, u) => u));
        using Tensor x = tensor([2.0]), u = tensor([0.5]);

        using (Tensor output = network.call(x, u))
            Assert.Equal(0.5, output.item<double>());
        Assert.Equal((2.0, 0.5), (x.item<double>(), u.item<double>()));
    }

    [Fact]
    public void Operator_ThatReturnsWhatItKeeps_KeepsIt()
    {
        using Tensor kept = tensor([0.5]);
        using var network = new Remembering(new Doing(_ => kept));
        using var chained = new Chained(new Doing(_ => kept));

        for (int run = 0; run < 2; run++)
        {
            using Tensor x = tensor([1.0]);
            using (Tensor output = network.call(x))
                Assert.Equal(Value(), output.item<double>(), 1e-15);
            using (Tensor output = chained.call(x))
                Assert.Equal(0.5, output.item<double>());
            Assert.Equal(0.5, kept.item<double>());
        }

        static double Value()
        {
            double x = 1, previous = 1;
            for (int k = 0; k < 5; k++)
                (x, previous) = (x + (0.25 * (x - previous)) - 0.25, x);
            return x;
        }
    }

    [Fact]
    public void Hook_ThatKeepsOutputs_HasThemAlive()
    {
        using Linear linear = Linear(2, 2, dtype: float64);
        using var network = new Remembering(linear);
        var kept = new List<Tensor>();
        using Tensor input = ones(1, 2, dtype: float64);
        using Tensor plain = network.call(input);
        linear.register_forward_hook((_, _, output) =>
        {
            kept.Add(output);
            return output;
        });

        using Tensor hooked = network.call(input);

        Assert.Equal(plain.data<double>().ToArray(), hooked.data<double>().ToArray());
        Assert.Equal(5, kept.Count);
        using Tensor first = linear.call(input);
        Assert.Equal(first.data<double>().ToArray(), kept[0].data<double>().ToArray());
        Assert.All(kept, k => Assert.False(k.IsInvalid));
        kept.ForEach(k => k.Dispose());
    }

    [Fact]
    public void Hook_ThatReplacesOutputs_IsHeard()
    {
        using Linear linear = Linear(2, 2, dtype: float64);
        using var network = new Chained(linear);
        using Tensor replacement = tensor([3.0, 4.0]).reshape(1, 2);
        linear.register_forward_hook((_, _, _) => replacement);

        for (int run = 0; run < 2; run++)
        {
            using Tensor output = network.call(ones(1, 2, dtype: float64));
            Assert.Equal([3.0, 4.0], output.data<double>().ToArray());
        }
    }

    public static TheoryData<string> Writers => ["relu", "add_", "zero_", "in a view", "through a sequence"];

    [Theory]
    [MemberData(nameof(Writers))]
    public void Operator_ThatWritesIntoItsArgument_IsAnErrorAtItsFirstCall(string kind)
    {
        using Module<Tensor, Tensor> writer = kind switch
        {
            "relu" => ReLU(inplace: true),
            "add_" => new Doing(x => x.add_(ones_like(x))),
            "zero_" => new Doing(x =>
            {
                Tensor value = x.mul(ones_like(x));
                x.zero_();
                return value;
            }),
            "in a view" => new Doing(x =>
            {
                using Tensor row = x.narrow(0, 0, 1);
                row.zero_();
                return x.neg();
            }),
            _ => Sequential(("first", ReLU(inplace: true)), ("second", Linear(2, 2)))
        };
        using var network = new Remembering(writer);
        using Tensor input = tensor([-1f, 2f, -3f, 4f]).reshape(2, 2);
        using IDisposable off = no_grad();

        NetworkException failure = Assert.Throws<NetworkException>(() => network.call(input));

        Assert.Equal(
            "T in layer 0 wrote into its argument, which the recurrence may read again; let it leave what it is given as it is, as ReLU() does and ReLU(inplace: true) does not.",
            failure.Message);
        Assert.Equal(("Remembering", "T", 0), (failure.Network, failure.Place, failure.Layer));
        // It stays an error.
        input.copy_(tensor([-1f, 2f, -3f, 4f]).reshape(2, 2));
        Assert.Throws<NetworkException>(() => network.call(input));
    }

    [Fact]
    public void Function_ThatWritesIntoItsArgument_IsAnErrorAtItsFirstCall()
    {
        using var network = new Applied(x => x.add_(ones_like(x)));

        Assert.StartsWith("plain in layer 0 wrote into its argument", Assert.Throws<NetworkException>(() => network.call(zeros(2, 3))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Operator_ThatWritesIntoItsOwnTensor_IsRight()
    {
        using Linear linear = Linear(2, 2, dtype: float64);
        using var network = new Chained(Sequential(("linear", linear), ("relu", ReLU(inplace: true))));
        using Tensor input = rand(3, 2, dtype: float64);

        using Tensor output = network.call(input);

        Tensor expected = input;
        for (int k = 0; k < 3; k++)
            expected = functional.relu(linear.call(expected));
        Assert.True(output.allclose(expected, 1e-14, 1e-14));
    }

    [Fact]
    public void Check_OfValuesThatAreNotNumbers_FindsNothing()
    {
        using var network = new Chained(new Doing(x => x.add(x)));
        using Tensor input = tensor([double.NaN, double.PositiveInfinity, 1.0]);

        using Tensor output = network.call(input);

        Assert.Equal([double.NaN, double.PositiveInfinity, 8.0], output.data<double>().ToArray());
    }

    [Fact]
    public void Operator_ThatWritesInALaterRun_IsFoundWhereEveryRunIsChecked()
    {
        Assert.True(OperatorChecks.EveryRun);
        int runs = 0;
        using var network = new Chained(new Doing(x => ++runs > 3 ? x.add_(ones_like(x)) : x.add(ones_like(x))));
        using Tensor input = zeros(2, 2);

        using (Tensor first = network.call(input))
            Assert.Equal(3f, first[0, 0].item<float>());
        Assert.Throws<NetworkException>(() => network.call(input));
    }

    [Fact]
    public void Operator_ThatReturnsNull_IsSaid()
    {
        using var network = new Chained(new Doing(_ => null!));

        Assert.Equal("T in layer 0 returned null.", Assert.Throws<NetworkException>(() => network.call(zeros(1))).Message);
    }

    [Fact]
    public void Operator_ThatDisposesOfItsArgument_IsSaid()
    {
        using var network = new Chained(new Doing(x =>
        {
            Tensor value = x.neg();
            x.Dispose();
            return value;
        }));

        Assert.Equal(
            "T in layer 0 disposed of its argument, which the recurrence may read again.", Assert.Throws<NetworkException>(() => network.call(zeros(1))).Message);
    }

    [Fact]
    public void Operator_ThatReturnsWhatIsReleased_SaysHowToKeepIt()
    {
        Tensor? kept = null;
        using var network = new Remembering(new Doing(x => kept ??= x.neg()));

        Assert.StartsWith(
            "T in layer 1 returned a tensor that is disposed of already; a tensor that an operator keeps for its next call must leave the dispose scope",
            Assert.Throws<NetworkException>(() => network.call(zeros(1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NetworkOfNetworks_EqualsTheSameByHand()
    {
        using Linear linear = Linear(3, 3, dtype: float64);
        using var network = new Deep(2, _ => linear);
        using Tensor input = rand(2, 3, dtype: float64);

        using Tensor output = network.call(input);

        Tensor expected = Steps(input, 2, x => Steps(x, 2, y => Steps(y, 2, z => Steps(z, 4, linear.call))));
        Assert.True(output.allclose(expected, 1e-13, 1e-13));

        static Tensor Steps(Tensor x, int layers, Func<Tensor, Tensor> op)
        {
            using Scalar half = 0.5;
            for (int k = 0; k < layers; k++)
                x = x.sub(op(x).mul(half));
            return x;
        }
    }

    private static bool Close(double a, double b) => Math.Abs(a - b) < 1e-14;

    private static Module<Tensor, Tensor> MakeIdentity(string kind) => kind switch
    {
        "argument" => new Doing(x => x),
        "alias" => new Doing(x => x.alias()),
        "view" => new Doing(x => x.view(x.shape)),
        "detached" => new Doing(x => x.detach()),
        "clone" => new Doing(x => x.clone()),
        "dropout" => Dropout(0.5),
        _ => Identity()
    };
}
