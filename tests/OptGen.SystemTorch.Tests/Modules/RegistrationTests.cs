using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Modules;

/// <summary>What a module finds in its fields, and under which names.</summary>
public sealed class RegistrationTests
{
    [Fact]
    public void RegisterComponents_Fields_AreRegisteredInOrderUnderTheirNames()
    {
        using var module = new FieldModule();
        Assert.Equal(
            ["scale", "inner.weight", "inner.bias", "renamed.weight", "renamed.bias"],
            module.named_parameters().Select(entry => entry.name));
        Assert.Equal(["offset"], module.named_buffers().Select(entry => entry.name));
        Assert.Equal(["inner", "renamed"], module.named_children().Select(entry => entry.name));
        Assert.Equal(
            ["scale", "inner.weight", "inner.bias", "renamed.weight", "renamed.bias", "offset"],
            module.state_dict().Keys);
    }

    [Fact]
    public void RegisterComponents_Forgotten_IsMadeUpForAtFirstUse()
    {
        using var root = new ForgetfulModule();
        Assert.Equal(["inner.weight", "inner.bias"], root.named_parameters().Select(entry => entry.name));
        using var sequence = nn.Sequential(new ForgetfulModule());
        Assert.Equal(["0.inner.weight", "0.inner.bias"], sequence.state_dict().Keys);
    }

    [Fact]
    public void RegisterComponents_CalledByTheBaseClass_FindsTheDerivedClasssFieldsToo()
    {
        using var module = new LateDerived();
        Assert.Equal(
            ["first.weight", "first.bias", "second.weight", "second.bias"],
            module.named_parameters().Select(entry => entry.name).OrderBy(name => name.Split('.')[0]));
    }

    [Fact]
    public void RegisterComponents_AutomaticProperty_GoesByItsName()
    {
        using var module = new PropertyModule();
        Assert.Equal(["Gain", "ReadOnly", "Layer.weight", "Layer.bias"], module.state_dict().Keys.OrderBy(key => key.Contains('.')));
        module.@double();
        Assert.Same(module.get_parameter("Gain"), module.Gain);
        Assert.Same(module.get_parameter("ReadOnly"), module.ReadOnly);
        Assert.Equal(ScalarType.Float64, module.Gain.dtype);
        Assert.Equal(ScalarType.Float64, module.Layer.weight.dtype);
    }

    [Fact]
    public void RegisterModule_BadNames_AreRefusedWithAReason()
    {
        using var module = nn.Sequential();
        using var child = nn.Linear(2, 2);
        Assert.Contains("cannot have a dot, as 'a.b' has", Assert.Throws<ArgumentException>(() => module.register_module("a.b", child)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => module.register_module(string.Empty, child));
        module.register_module("child", child);
        var error = Assert.Throws<InvalidOperationException>(() => module.add_module("child", child));
        Assert.Equal("Sequential has a child module 'child' already.", error.Message);
        module.register_module("child", null!);
        Assert.Empty(module.named_children());
        using var disposed = nn.Linear(2, 2);
        disposed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => module.register_module("late", disposed));
    }

    [Fact]
    public void RegisterParameter_NullOrTaken_IsRefused()
    {
        using var module = new FieldModule();
        Assert.Throws<ArgumentNullException>(() => module.register_parameter("more", null!));
        Assert.Throws<ArgumentNullException>(() => module.register_buffer("more", null!));
        using var parameter = nn.Parameter(ones(1));
        Assert.Equal("FieldModule has a parameter 'scale' already.", Assert.Throws<InvalidOperationException>(() => module.register_parameter("scale", parameter)).Message);
        using var relu = nn.ReLU();
        Assert.Contains("ReLU is a module without parameters", Assert.Throws<InvalidOperationException>(() => relu.register_parameter("w", parameter)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ParameterLessModule_WithATensorOfItsOwn_RunsAloneAndAsAChild()
    {
        using var scope = NewDisposeScope();
        using var alone = new ConstantModule();
        using var sequence = nn.Sequential(new ConstantModule(), new ConstantModule());
        Assert.Equal(2, alone.call(ones(1)).item<float>());
        Assert.Equal(4, sequence.to(ScalarType.Float64).call(ones(1)).item<float>());
        Assert.Empty(sequence.state_dict());
    }

    [Fact]
    public void Construction_InsideAScope_KeepsWhatIsRegisteredAfterwards()
    {
        FieldModule module;
        using (NewDisposeScope()) module = new FieldModule();
        using (module)
        {
            Assert.All(module.state_dict().Values, tensor => Assert.False(tensor.IsInvalid));
            using var input = ones([2, 3]);
            using var result = module.call(input);
            Assert.Equal([2, 2], result.shape);
        }
    }

    [Fact]
    public void Find_ByPath_ReachesParametersAndBuffers()
    {
        using var module = nn.Sequential(("body", new FieldModule()));
        Assert.True(module.has_parameter("body.inner.weight"));
        Assert.False(module.has_parameter("body.inner.height"));
        Assert.True(module.has_buffer("body.offset"));
        Assert.Null(module.get_buffer("body.nothing"));
        Assert.Equal([3, 3], module.get_parameter("body.inner.weight")!.shape);
        Assert.Equal(["body", "body.inner", "body.renamed"], module.named_modules().Select(entry => entry.name));
    }

    [Fact]
    public void Containers_Changed_AreRegisteredAtOnce()
    {
        using var list = nn.ModuleList<nn.Module>(nn.Linear(1, 1));
        list.Add(nn.Linear(1, 2, hasBias: false));
        list.Insert(0, nn.ReLU());
        Assert.Equal(["1.weight", "1.bias", "2.weight"], list.state_dict().Keys);
        using var dictionary = nn.ModuleDict<nn.Module<Tensor, Tensor>>(("a", nn.Linear(1, 1)));
        dictionary["b"] = nn.Linear(1, 1, hasBias: false);
        Assert.Equal(["a.weight", "a.bias", "b.weight"], dictionary.state_dict().Keys);
        using var parameters = nn.ParameterList(nn.Parameter(ones(1)), nn.Parameter(ones(2)));
        parameters.append(nn.Parameter(ones(3)));
        Assert.Equal(["0", "1", "2"], parameters.state_dict().Keys);
        parameters.@double();
        Assert.All(parameters, parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        using var named = nn.ParameterDict(("x", nn.Parameter(ones(1))));
        named.Add("y", nn.Parameter(ones(1)));
        Assert.Equal(["x", "y"], named.named_parameters().Select(entry => entry.name));
        named.@double();
        Assert.Equal(ScalarType.Float64, named["y"].dtype);
    }

    [Fact]
    public void Parameter_OfATensor_TakesItsMemoryAndForgetsItsHistory()
    {
        using var scope = NewDisposeScope();
        var source = ones([2], requires_grad: true);
        var derived = source * 2;
        var parameter = nn.Parameter(derived);
        Assert.True(derived.IsInvalid);
        Assert.True(parameter.is_leaf);
        Assert.True(parameter.requires_grad);
        Assert.True(scope.Contains(parameter));
        Assert.False(nn.Parameter(ones(2), requires_grad: false).requires_grad);
    }
}
