using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Modules;

/// <summary>What a move of a module takes along.</summary>
public sealed class MoveTests
{
    [Fact]
    public void To_Type_ReplacesFieldsRegistryAndGradients()
    {
        using var scope = NewDisposeScope();
        using var module = new FieldModule();
        module.call(ones([2, 3])).sum().backward();
        var old = module.Scale;
        Assert.Same(module, module.to(ScalarType.Float64));
        Assert.True(old.IsInvalid);
        Assert.Same(module.get_parameter("scale"), module.Scale);
        Assert.Equal(ScalarType.Float64, module.Scale.grad!.dtype);
        Assert.All(module.state_dict().Values, tensor => Assert.Equal(ScalarType.Float64, tensor.dtype));
        Assert.Equal(ScalarType.Float64, module.call(ones([2, 3], ScalarType.Float64)).dtype);
        Assert.All(module.parameters(), parameter => Assert.True(parameter.is_leaf && parameter.requires_grad));
    }

    [Fact]
    public void To_SameType_KeepsTheObjects()
    {
        using var module = new FieldModule();
        var before = module.parameters().ToArray();
        module.to(ScalarType.Float32).cpu().to(CPU, ScalarType.Float32);
        Assert.Equal(before, module.parameters(), ReferenceEqualityComparer.Instance);
    }

    [Fact]
    public void To_SharedParameter_StaysShared()
    {
        using var scope = NewDisposeScope();
        using var module = new TiedModule();
        Assert.Equal(["First.weight", "First.bias", "Second.bias"], module.named_parameters().Select(entry => entry.name));
        Assert.Equal(["First.weight", "First.bias", "Second.bias", "Second.weight"], module.state_dict().Keys);
        module.to(ScalarType.Float64);
        Assert.Same(module.First.weight, module.Second.weight);
        Assert.False(module.First.weight.IsInvalid);
        module.call(ones([1, 3], ScalarType.Float64)).sum().backward();
        module.to(ones(1)).@double();
        Assert.Same(module.First.weight, module.Second.weight);
        Assert.Equal(3, module.parameters().Count());
    }

    [Fact]
    public void To_NonPersistentBuffer_MovesAndStaysOutOfTheState()
    {
        using var module = new BufferModule();
        Assert.Equal(["mask", "counter"], module.named_buffers().Select(entry => entry.name));
        Assert.Equal(["counter"], module.named_buffers(include_nonpersistent: false).Select(entry => entry.name));
        Assert.Equal(["counter"], module.state_dict().Keys);
        module.@double();
        Assert.Equal(ScalarType.Float64, module.Mask.dtype);
        Assert.Same(module.get_buffer("mask"), module.Mask);
        Assert.Equal(ScalarType.Int64, module.get_buffer("counter")!.dtype);
        Assert.Equal(["counter"], module.state_dict().Keys);
        var mask = module.Mask;
        module.Dispose();
        Assert.True(mask.IsInvalid);
    }

    [Fact]
    public void To_ModuleRegisteredByHand_WorksAloneAndAsAChild()
    {
        using var scope = NewDisposeScope();
        using var alone = new ExplicitModule();
        using var sequence = nn.Sequential(("first", new ExplicitModule()), ("relu", nn.ReLU()), ("second", new ExplicitModule()));
        Assert.Equal(["scale", "projection.weight", "projection.bias"], alone.state_dict().Keys);
        Assert.Equal(6, sequence.parameters().Count());
        alone.to(ScalarType.Float64);
        sequence.to(ScalarType.Float64);
        Assert.All(alone.buffers().Concat(sequence.buffers()), buffer => Assert.Equal(ScalarType.Float64, buffer.dtype));
        var input = ones([2, 3], ScalarType.Float64);
        Assert.Equal(ScalarType.Float64, alone.call(input).dtype);
        Assert.Equal(ScalarType.Float64, sequence.call(input).dtype);
    }

    [Fact]
    public void To_ImpossibleTarget_SaysWhy()
    {
        using var module = nn.Linear(2, 2);
        Assert.Contains("not Int32", Assert.Throws<ArgumentException>(() => module.to(ScalarType.Int32)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => module.@bool());
        if (!cuda.is_available()) Assert.Throws<InvalidOperationException>(() => module.cuda());
        Assert.Equal(ScalarType.Float32, module.weight.dtype);
        Assert.Equal(ScalarType.BFloat16, module.bfloat16().weight.dtype);
    }

    [Fact]
    public void To_Meta_MovesEverything()
    {
        using var module = new FieldModule();
        module.to(META);
        Assert.All(module.state_dict().Values, tensor => Assert.True(tensor.is_meta));
    }

    [Fact]
    public void NormalisationBuffers_Moved_AreTheOnesUsed()
    {
        using var scope = NewDisposeScope();
        using var norm = nn.BatchNorm1d(3);
        norm.@double();
        norm.call(randn([4, 3], ScalarType.Float64));
        Assert.Equal(1, norm.num_batches_tracked!.item<long>());
        Assert.Equal(ScalarType.Float64, norm.running_mean!.dtype);
        Assert.Same(norm.get_buffer("running_mean"), norm.running_mean);
        Assert.Throws<ArgumentException>(() => norm.call(randn([4, 3, 2, 2], ScalarType.Float64)));
    }
}
