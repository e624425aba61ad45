using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers.Tests;

/// <summary>Odd parameters, odd gradients, and what is said about them.</summary>
public sealed class EdgeTests
{
    [Theory]
    [InlineData(CentralizationLocation.Gradient)]
    [InlineData(CentralizationLocation.Update)]
    public void NonContiguousParameterAndGradient_GiveTheStepsOfContiguousOnes(CentralizationLocation location)
    {
        var options = new Centralization { Location = location };
        var plain = Problem.Weight(1, 4, 6);
        var turned = new Parameter(Problem.Weight(1, 4, 6).detach().t().contiguous().t());
        Assert.False(turned.is_contiguous());
        using Centralized.Adam one = new([plain], 0.1, weight_decay: 0.1, centralization: options), other = new([turned], 0.1, weight_decay: 0.1, centralization: options);
        for (var step = 0; step < 5; step++)
        {
            Problem.SetGradient(plain, step);
            Problem.SetGradient(turned, step);
            using var gradient = turned.grad!;
            turned.grad = step % 2 == 0 ? gradient.t().contiguous().t() : gradient;
            one.step();
            other.step();
        }

        Assert.True(Problem.Difference(Problem.Values(plain), Problem.Values(turned)) < 1e-12);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ParameterGivenTwice_IsSteppedOnceAndSaid(bool ofAnotherGroup)
    {
        List<string> notices = [];
        var options = new Centralization { Notice = notices.Add };
        Parameter tied = Problem.Weight(1, 4, 6), alone = Problem.Weight(1, 4, 6);
        using Centralized.Adam twice = new(ofAnotherGroup ? [tied] : [tied, tied], 0.1, centralization: options), once = new([alone], 0.1);
        if (ofAnotherGroup) twice.add_param_group(new Adam.ParamGroup([tied], new Adam.Options { LearningRate = 7 }));
        Problem.Run(twice, [tied], 0, 3);
        Problem.Run(once, [alone], 0, 3);

        Assert.Equal(Problem.Values(alone), Problem.Values(tied));
        Assert.Contains("more than once and steps it once, by its first group.", Assert.Single(notices), StringComparison.Ordinal);
    }

    [Fact]
    public void ParameterGivenTwice_WrapperGivesItsGradientBackAndLookaheadFollowsOnce()
    {
        Parameter tied = Problem.Weight(1, 4, 6), alone = Problem.Weight(1, 4, 6);
        using var wrapper = GradientCentralization.Wrap(optim.SGD([tied, tied], 0.1));
        Problem.SetGradient(tied, 1);
        var before = Problem.Values(tied.grad!);
        wrapper.step();
        Assert.Equal(before, Problem.Values(tied.grad!));

        tied = Problem.Weight(1, 4, 6);
        using Lookahead twice = new(optim.SGD([tied, tied], 0.05), 2), once = new(optim.SGD([alone], 0.1), 2);
        Problem.Run(twice, [tied], 0, 4);
        Problem.Run(once, [alone], 0, 4);
        Assert.True(Problem.Difference(Problem.Values(alone), Problem.Values(tied)) < 1e-12);
    }

    [Fact]
    public void ChannelsLast_GivesTheStepsOfRowMajorOrder()
    {
        var plain = Problem.Weight(1, 4, 3, 3, 3);
        var last = new Parameter(Problem.Weight(1, 4, 3, 3, 3).detach().permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2));
        using Centralized.Adam one = new([plain], 0.1), other = new([last], 0.1);
        Problem.Run(one, [plain], 0, 5);
        Problem.Run(other, [last], 0, 5);
        Assert.False(last.is_contiguous());
        Assert.True(Problem.Difference(Problem.Values(plain), Problem.Values(last)) < 1e-12);
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float32)]
    public void LowerPrecision_SgdStep_IsCloseToTheOneInDoublePrecision(ScalarType type)
    {
        var (exact, rounded) = (Problem.Weight(1, 4, 6), Problem.Weight(1, type, 4, 6));
        using Centralized.SGD one = new([exact], 0.1, 0.9), other = new([rounded], 0.1, 0.9);
        Problem.Run(one, [exact], 0, 4);
        Problem.Run(other, [rounded], 0, 4);
        Assert.Equal(type, rounded.dtype);
        Assert.True(Problem.Difference(Problem.Values(exact), Problem.Values(rounded)) < (type == ScalarType.Float32 ? 1e-6 : 0.05));
    }

    [Fact]
    public void SeveralWeightsOfOneShape_OnTensors_AreCentralizedEachByItself()
    {
        var parameters = Enumerable.Range(0, 4).Select(seed => Problem.Weight(seed, 3, 5)).ToArray();
        var same = Enumerable.Range(0, 4).Select(seed => Problem.Weight(seed, 3, 5)).ToArray();
        using Centralized.Adam memory = new(parameters, 0.1), tensors = new(same, 0.1);
        ((IHasEngine)tensors).Engine.UseTensors = true;
        Problem.Run(memory, parameters, 0, 10);
        Problem.Run(tensors, same, 0, 10);
        for (var i = 0; i < 4; i++) Assert.True(Problem.Difference(Problem.Values(parameters[i]), Problem.Values(same[i])) < 1e-12);
    }

    [Fact]
    public void ParameterWithoutGradient_IsLeftAsItIs()
    {
        var (stepped, idle) = (Problem.Weight(1, 3, 4), Problem.Weight(2, 3, 4));
        var before = Problem.Values(idle);
        using var optimizer = new Centralized.Adam([stepped, idle], 0.1, weight_decay: 0.5);
        Problem.Run(optimizer, [stepped], 0, 3);
        Assert.Equal(before, Problem.Values(idle));
        Assert.Equal([3L, 0L], optimizer.state_dict().State.Cast<TorchSharp.Modules.Adam.State>().Select(state => state.step));
        Problem.Run(optimizer, [stepped, idle], 3, 1);
        Assert.NotEqual(before, Problem.Values(idle));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EmptyAndScalarParameters_AreStepped(bool tensors)
    {
        var (empty, noInputs, scalar) = (Problem.Weight(1, [0L, 5L]), Problem.Weight(2, [5L, 0L]), new Parameter(tensor(2.0)));
        using var optimizer = new Centralized.Adam([empty, noInputs, scalar], 0.1);
        ((IHasEngine)optimizer).Engine.UseTensors = tensors;
        optimizer.Checks.MeasureRemoved = true;
        Problem.Run(optimizer, [empty, noInputs, scalar], 0, 2);
        Assert.NotEqual(2.0, scalar.item<double>());
        Assert.Contains("it has no elements", optimizer.Describe(), StringComparison.Ordinal);
        Assert.Empty(optimizer.Checks.RemovedNorms());
    }

    [Fact]
    public void NaNInAGradient_SpoilsItsRowAndNoOther()
    {
        var weight = Problem.Weight(1, 3, 10);
        using var optimizer = new Centralized.SGD([weight], 0.1);
        Problem.SetGradient(weight, 0);
        using (no_grad()) weight.grad![1, 4] = tensor(double.NaN);
        optimizer.step();
        Assert.Equal([0L, 10L, 0L], Enumerable.Range(0, 3).Select(row => weight[row].isnan().sum().item<long>()));
    }

    [Fact]
    public void Gradient_IsLeftUntouched()
    {
        var weight = Problem.Weight(1, 3, 10);
        using var optimizer = new Centralized.SGD([weight], 0.1, 0.9, weight_decay: 0.1);
        Problem.SetGradient(weight, 0);
        var before = Problem.Values(weight.grad!);
        optimizer.step();
        Assert.Equal(before, Problem.Values(weight.grad!));
    }

    [Fact]
    public void Closure_IsCalledOnceWithGradientsOn_AndItsLossReturned()
    {
        var weight = Problem.Weight(1, 3, 4);
        using var optimizer = new Centralized.Adam([weight], 0.1);
        var calls = 0;
        using (no_grad())
        {
            var loss = optimizer.step(() =>
            {
                calls++;
                Assert.True(is_grad_enabled());
                var value = weight.square().sum();
                value.backward();
                return value;
            });
            Assert.True(loss!.item<double>() > 0);
        }

        Assert.Equal(1, calls);
    }

    [Fact]
    public void SparseGradient_IsAnErrorBeforeAnythingChanges()
    {
        var (dense, table) = (Problem.Weight(1, 3, 4), Problem.Weight(2, 3, 4));
        using var optimizer = new Centralized.SGD([dense, table], 0.1);
        Problem.SetGradient(dense, 0);
        table.grad = tensor(Problem.Numbers(12, 1), [3, 4]).to_sparse(2);
        var before = Problem.Values(dense);
        var exception = Assert.Throws<NotSupportedException>(() => optimizer.step());
        Assert.Equal("The gradient of parameter 1 is sparse, which SGD cannot use: make the layer with sparse: false.", exception.Message);
        Assert.Equal(before, Problem.Values(dense));
    }

    [Fact]
    public void ComplexParameter_IsAnError()
    {
        var parameter = new Parameter(zeros(2, 3, dtype: ScalarType.ComplexFloat64));
        var exception = Assert.Throws<NotSupportedException>(() => new Centralized.SGD([parameter], 0.1));
        Assert.Equal("SGD steps real parameters, but parameter 0 is complex.", exception.Message);
    }

    [Fact]
    public void LostParameter_IsAnError()
    {
        var weight = Problem.Weight(1, 3, 4);
        using var optimizer = new Centralized.SGD([weight], 0.1);
        weight.Dispose();
        var exception = Assert.Throws<InvalidOperationException>(() => optimizer.step());
        Assert.Equal("SGD has lost parameter 0: it was disposed, or replaced by a module's to(); make the optimizer after to().", exception.Message);
    }

    [Fact]
    public void Step_AfterDispose_IsAnError()
    {
        var optimizer = new Centralized.Adam([Problem.Weight(1, 3, 4)]);
        optimizer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => optimizer.step());
    }

    [Fact]
    public void DecayRule_AgainstTheLocation_IsAnError()
    {
        var weight = Problem.Weight(1, 3, 4);
        var outside = new Centralization { Location = CentralizationLocation.Update, Decay = WeightDecayRule.CoupledOutside };
        Assert.StartsWith("WeightDecayRule.CoupledOutside needs Location = Gradient", Assert.Throws<ArgumentException>(() => new Centralized.Adam([weight], centralization: outside)).Message, StringComparison.Ordinal);
        var inside = new Centralization { Decay = WeightDecayRule.DecoupledInside };
        Assert.StartsWith("WeightDecayRule.DecoupledInside needs Location = Update", Assert.Throws<ArgumentException>(() => GradientCentralization.Wrap(optim.AdamW([weight]), inside)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(3, 0)]
    [InlineData(3, 1.5)]
    [InlineData(3, double.NaN)]
    public void Lookahead_SettingOutOfRange_IsAnError(int steps, double alpha)
    {
        using var inner = optim.SGD([Problem.Weight(1, 2)], 0.1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lookahead(inner, steps, alpha));
    }

    [Fact]
    public void Centralize_Vector_IsAnError() =>
        Assert.StartsWith(
            "A gradient of shape [3] has no fan-in to take a mean over; leave biases as they are.",
            Assert.Throws<ArgumentException>(() => GradientCentralization.Centralize(ones(3))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Lookahead_EveryThirdStep_GoesPartOfTheWay()
    {
        var (fast, plain) = (Problem.Weight(1, 2, 3), Problem.Weight(1, 2, 3));
        using var lookahead = new Lookahead(optim.SGD([fast], 0.1), 3, 0.25);
        using var sgd = optim.SGD([plain], 0.1);
        var slow = Problem.Values(fast);
        for (var outer = 0; outer < 4; outer++)
        {
            using (no_grad()) plain.copy_(tensor(slow, [2, 3]));
            for (var step = 0; step < 3; step++)
            {
                Problem.Run(sgd, [plain], 3 * outer + step, 1);
                Problem.Run(lookahead, [fast], 3 * outer + step, 1);
            }

            slow = slow.Zip(Problem.Values(plain), (s, w) => s + 0.25 * (w - s)).ToArray();
            Assert.True(Problem.Difference(slow, Problem.Values(fast)) < 1e-14);
        }
    }
}
