using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Modules;

/// <summary>Modes, hooks, sequences and the end of a module's life.</summary>
[Collection(WholeProcess.Name)]
public sealed class ModuleTests
{
    [Fact]
    public void Train_AndEval_ReachEveryModule()
    {
        using var module = nn.Sequential(nn.Sequential(nn.Dropout()), new FieldModule());
        Assert.All(module.modules().Append(module), each => Assert.True(each.training));
        module.eval();
        Assert.All(module.modules().Append(module), each => Assert.False(each.training));
        module.train();
        Assert.All(module.modules().Append(module), each => Assert.True(each.training));
    }

    [Fact]
    public void Apply_Modules_ChildrenFirst()
    {
        using var module = nn.Sequential(("body", new FieldModule()), ("end", nn.ReLU()));
        var names = new List<string>();
        Assert.Same(module, module.apply(each => names.Add(each.GetName())));
        Assert.Equal(["Linear", "Linear", "FieldModule", "ReLU", "Sequential"], names);
    }

    [Fact]
    public void Hooks_Registered_RunInOrderAndMayReplaceInputAndResult()
    {
        using var scope = NewDisposeScope();
        using var module = nn.Linear(2, 2, hasBias: false);
        nn.init.eye_(module.weight);
        var order = new List<string>();
        module.register_forward_hook(_ => order.Add("after all"));
        module.register_forward_hook((_, _, result) =>
        {
            order.Add("after");
            return result + 1;
        });
        module.register_forward_pre_hook((_, input) =>
        {
            order.Add("before");
            return input * 2;
        });
        var remover = module.register_forward_pre_hook((_, input) =>
        {
            order.Add("before, removed later");
            return null!;
        });
        module.register_forward_pre_hook(_ => order.Add("before all"));

        var result = module.call(ones([1, 2]));
        Assert.Equal(["before all", "before", "before, removed later", "after", "after all"], order);
        Assert.Equal(3, result[0, 0].item<float>());
        order.Clear();
        remover.remove();
        remover.remove();
        module.call(ones([1, 2]));
        Assert.Equal(["before all", "before", "after", "after all"], order);
        Assert.Equal(1, module.forward(ones([1, 2]))[0, 0].item<float>());
    }

    [Fact]
    public void ZeroGrad_EitherWay_ForgetsOrClears()
    {
        using var scope = NewDisposeScope();
        using var module = new FieldModule();
        module.call(ones([2, 3])).sum().backward();
        module.zero_grad(set_to_none: false);
        Assert.All(module.parameters(), parameter => Assert.Equal(0, parameter.grad!.abs().sum().item<float>()));
        module.zero_grad();
        Assert.All(module.parameters(), parameter => Assert.Null(parameter.grad));
    }

    [Fact]
    public void Sequential_ModulesThatReturnTheirInput_DisposeNothingOfTheCallers()
    {
        using var input = ones([2, 2]);
        using var module = nn.Sequential(new SameObject(), nn.ReLU(), new SameObject());
        using (var result = module.call(input)) Assert.Equal(4, result.sum().item<float>());
        Assert.False(input.IsInvalid);
        using var nothing = nn.Sequential(new SameObject());
        using (var same = nothing.call(input)) Assert.NotSame(input, same);
        Assert.False(input.IsInvalid);
    }

    [Fact]
    public void Sequential_Slice_SharesItsModules()
    {
        using var module = nn.Sequential(("a", nn.Linear(2, 2)), ("b", nn.ReLU()), ("c", nn.Linear(2, 1)));
        var slice = module[1..];
        Assert.Equal(["c.weight", "c.bias"], slice.state_dict().Keys);
        Assert.Same(module[2], slice[1]);
        Assert.Equal(2, module[(null, 2)].Count);
        Assert.Throws<InvalidOperationException>(() => module.append("a", nn.ReLU()));
    }

    [Fact]
    public void Dispose_Module_FreesEveryTensor()
    {
        WholeProcess.Collect();
        var before = Tensor.TotalCount;
        var modules = new nn.Module[]
        {
            new FieldModule(), new BufferModule(), new TiedModule(), new ExplicitModule(), new ForgetfulModule(),
            nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.ConvTranspose2d(2, 1, 3)), nn.MultiheadAttention(4, 2),
            nn.Embedding(3, 2), nn.LayerNorm(3), nn.GroupNorm(1, 2), nn.PReLU(1), nn.Bilinear(1, 2, 3),
            nn.ModuleList(nn.Linear(1, 1)), nn.ParameterList(nn.Parameter(ones(1)))
        };
        Assert.True(Tensor.TotalCount > before + 40);
        foreach (var module in modules)
        {
            module.@double();
            module.Dispose();
            module.Dispose();
        }

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Forward_InAScopeOfItsOwn_LeavesNothingBehind()
    {
        using var module = nn.Sequential(new FieldModule(), nn.Softsign(), nn.Softmin(1), nn.LPPool1d(2, 2));
        using var attention = nn.MultiheadAttention(4, 2, add_bias_kv: true, add_zero_attn: true);
        using var input = ones([2, 3]);
        using var sequence = ones([5, 4]);
        module.eval();
        WholeProcess.Collect();
        using (no_grad())
        {
            var before = Tensor.TotalCount;
            module.call(input).Dispose();
            var (result, weights) = attention.call(sequence, sequence, sequence);
            result.Dispose();
            weights.Dispose();
            Assert.Equal(before, Tensor.TotalCount);
        }
    }

    [Fact]
    public void ParametersToVector_AndBack_AreTheSame()
    {
        using var scope = NewDisposeScope();
        using var module = new FieldModule();
        var vector = nn.utils.parameters_to_vector(module.parameters());
        Assert.Equal([3 + 12 + 8], vector.shape);
        nn.utils.vector_to_parameters(arange(23, ScalarType.Float32), module.parameters());
        Assert.Equal(2, module.Scale[2].item<float>());
        Assert.Throws<ArgumentException>(() => nn.utils.vector_to_parameters(ones(22), module.parameters()));
    }

    private sealed class SameObject() : nn.Module<Tensor, Tensor>(nameof(SameObject))
    {
        public override Tensor forward(Tensor input) => input;
    }
}
