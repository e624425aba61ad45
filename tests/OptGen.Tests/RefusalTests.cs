using System.Runtime.InteropServices;
using OptGen.FixedPoint;
using OptGen.Tests.Declared;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests;

/// <summary>What a network says where a part of it fails: the operator or the equation, the layer and the shapes, and no trace of torch's.</summary>
public sealed class RefusalTests
{
    [Fact]
    public void Operator_RefusesItsArgument_NamesOperatorLayerAndShape()
    {
        using var network = new Descending(k => k == 3 ? Linear(5, 3) : Linear(3, 3));

        NetworkException failure = Refused(() => network.call(zeros(2, 3)));

        Assert.Equal("T in layer 3 got [2, 3] and refused it: mat1 and mat2 shapes cannot be multiplied (2x3 and 5x3).", failure.Message);
        Assert.Equal(("Descending", "T", 3), (failure.Network, failure.Place, failure.Layer));
        Assert.IsType<ExternalException>(failure.InnerException);
        Assert.Contains("Exception raised from", failure.InnerException.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Combination_OfTensorsThatDoNotFit_NamesEquationLayerAndShapes()
    {
        using var network = new Descending(k => k == 2 ? Linear(3, 4) : Linear(3, 3));

        NetworkException failure = Refused(() => network.call(zeros(2, 3)));

        Assert.Equal(
            "x_<k+1> in layer 2 could not be computed from tensors of the shapes [2, 4] and [2, 3]: The size of tensor a (3) must match the size of tensor b (4) "
            + "at non-singleton dimension 1.",
            Sorted(failure.Message));
        Assert.Equal(("x_<k+1>", 2), (failure.Place, failure.Layer));
        Assert.IsType<ExternalException>(failure.InnerException);
    }

    [Theory]
    [InlineData("T", 1, "x_<k+1>", 1)]
    [InlineData("S", 2, "x_<k+1>", 2)]
    public void Combination_OfSeveralEquations_NamesTheOneThatFails(string op, int layer, string place, int number)
    {
        using var network = new Located(
            k => op == "T" && k == layer ? Linear(3, 4) : Linear(3, 3), k => op == "S" && k == layer ? Linear(3, 7) : Linear(3, 3));

        NetworkException failure = Refused(() => network.call(zeros(2, 3)));

        Assert.Equal((place, number), (failure.Place, failure.Layer));
    }

    [Fact]
    public void Output_OfTensorsThatDoNotFit_BelongsToNoLayer()
    {
        // All layers go on with another width, and x_0 has the first.
        using var network = new Chained(new Doing(x => x.shape[1] == 3 ? cat([x, x], 1) : x));
        Assert.Equal([2, 6], network.call(zeros(2, 3)).shape);
        using var ending = new ToTheFirst(new Doing(x => x.shape[1] == 3 ? cat([x, x], 1) : x));

        NetworkException failure = Refused(() => ending.call(zeros(2, 3)));

        Assert.Equal(("out", null), (failure.Place, failure.Layer));
        Assert.StartsWith("out could not be computed from tensors of the shapes ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Argument_OfTensorsThatDoNotFit_IsNamed()
    {
        using var network = new Summing(Identity());

        NetworkException failure = Refused(() => network.call(zeros(2, 3), zeros(2, 4)));

        Assert.Equal("the argument of T", failure.Place);
    }

    [Fact]
    public void Function_Refuses_IsNamed()
    {
        using var network = new Applied(x => x.alias());

        Assert.Equal("prox in layer 0 got [2, 7] and refused it: not seven.", Refused(() => network.call(zeros(2, 7))).Message);
        Assert.IsType<FormatException>(Refused(() => network.call(zeros(2, 7))).InnerException);
    }

    [Fact]
    public void Function_OfAnInstance_IsNamed()
    {
        using var network = new Applied(_ => throw new NotSupportedException("no"));

        Assert.Equal("plain in layer 0 got [2, 3] and refused it: no.", Refused(() => network.call(zeros(2, 3))).Message);
    }

    [Fact]
    public void Adjoint_Refuses_IsNamed()
    {
        using var network = new OnlyAdjoint();

        Assert.StartsWith("K^T in layer 0 got [2, 3] and refused it: mat1 and mat2 shapes", Refused(() => network.call(zeros(2, 3))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transition_Refuses_IsNamed()
    {
        using var network = new Bordered(3);

        Assert.Equal(
            "D, the transition into stage 1, got [2, 3] and refused it: mat1 and mat2 shapes cannot be multiplied (2x3 and 4x3).", Refused(() => network.call(zeros(2, 3))).Message);
    }

    [Fact]
    public void NestedNetwork_Refuses_NamesBoth()
    {
        using var network = new Outer(k => k == 1 ? Linear(5, 3) : Linear(3, 3));

        Assert.Equal(
            "S in layer 0 got [2, 3] and refused it: T in layer 1 got [2, 3] and refused it: mat1 and mat2 shapes cannot be multiplied (2x3 and 5x3).",
            Refused(() => network.call(zeros(2, 3))).Message);
    }

    [Fact]
    public void SolvedLayer_OperatorRefuses_NamesLayerAndOperator()
    {
        using var network = new SolvedWith(k => k == 2 ? Linear(5, 3) : Linear(3, 3));

        NetworkException failure = Refused(() => network.call(zeros(2, 3)));

        Assert.StartsWith(
            "The equations of layer 1 of SolvedWith could not be evaluated where the solve for x_<k+1> begins, at shape [2, 3]: T in layer 1 got [2, 3] and refused it: "
            + "mat1 and mat2 shapes cannot be multiplied (2x3 and 5x3). Where an unknown", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception raised from", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Factory_Fails_NamesItAndItsLayer()
    {
        NetworkException failure = Refused(() => new Descending(k => k == 2 ? throw new FormatException("no layer 2") : Linear(3, 3)));

        Assert.Equal("The factory T of Descending failed for 2: no layer 2.", failure.Message);
        Assert.IsType<FormatException>(failure.InnerException);
    }

    [Fact]
    public void Factory_GivesNull_IsSaid() => Assert.Equal(
        "The factory T of Descending gave null for 1; let it return a module.", Refused(() => new Descending(k => k == 1 ? null! : Linear(3, 3))).Message);

    [Fact]
    public void Factory_OfASharedModuleGivesNull_IsSaid() =>
        Assert.Equal("The factory T of Chained gave null; let it return a module.", Refused(() => new Chained(null!)).Message);

    [Fact]
    public void Cancelled_GoesOnAsItIs()
    {
        using var network = new Descending(_ => new Doing(_ => throw new OperationCanceledException("enough")));

        Assert.Equal("enough", Assert.Throws<OperationCanceledException>(() => network.call(zeros(2, 3))).Message);
        Assert.Throws<OperationCanceledException>(() => new Descending(_ => throw new OperationCanceledException()));
    }

    [Fact]
    public void SolveFailure_OfANestedNetwork_GoesOnAsItIs()
    {
        using var network = new Chained(new Doing(_ => throw new SolveFailedException("not solved")));

        Assert.Equal("not solved", Assert.Throws<SolveFailedException>(() => network.call(zeros(2, 3))).Message);
    }

    [Fact]
    public void Network_ThatHasFailed_RunsAgain()
    {
        using Linear linear = Linear(3, 3);
        using var network = new Chained(linear);
        using Tensor input = ones(2, 3);
        Refused(() => network.call(zeros(2, 5)));

        using Tensor output = network.call(input);
        using Tensor expected = linear.call(linear.call(linear.call(input)));
        Assert.True(output.allclose(expected));
    }

    private static NetworkException Refused(Func<object> action) => Assert.Throws<NetworkException>(() => action());

    /// <summary>The shapes of live tensors come in no particular order.</summary>
    private static string Sorted(string message) => message.Replace("[2, 3] and [2, 4]", "[2, 4] and [2, 3]", StringComparison.Ordinal);
}
