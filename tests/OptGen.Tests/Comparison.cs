using System.Globalization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests;

/// <summary>Holds a module against something else that should compute the same.</summary>
internal static class Comparison
{
    private const double Tolerance = 1e-12;

    /// <summary>Asserts equal values and equal gradients of the inputs and of every parameter.</summary>
    /// <param name="network">Its name, for messages.</param>
    /// <param name="module">The module whose parameters are compared.</param>
    /// <param name="actual">Runs the module.</param>
    /// <param name="expected">Computes the same otherwise, from the same parameters.</param>
    /// <param name="inputs">Tensors that require gradients.</param>
    public static void AssertEqual(string network, Module module, Func<Tensor[], Tensor> actual, Func<Tensor[], Tensor> expected, params Tensor[] inputs) =>
        AssertEqual(network, module, actual, expected, isMissingZero: false, inputs);

    /// <summary>The same; where <paramref name="isMissingZero"/>, a gradient that one side does not have is zero on the other.</summary>
    public static void AssertEqual(
        string network, Module module, Func<Tensor[], Tensor> actual, Func<Tensor[], Tensor> expected, bool isMissingZero, params Tensor[] inputs)
    {
        List<Tensor> variables = [.. inputs, .. module.parameters()];
        Tensor found = actual(inputs);
        Tensor wanted = expected(inputs);
        Assert.Equal(wanted.shape, found.shape);
        Tensor weight = rand_like(wanted);
        IList<Tensor> foundGradients = autograd.grad([(found * weight).sum()], variables, allow_unused: true);
        IList<Tensor> wantedGradients = autograd.grad([(wanted * weight).sum()], variables, allow_unused: true);
        AssertClose(wanted, found, network);
        for (int i = 0; i < variables.Count; i++)
        {
            bool isMissing = wantedGradients[i].IsInvalid || foundGradients[i].IsInvalid;
            Assert.True(isMissingZero || wantedGradients[i].IsInvalid == foundGradients[i].IsInvalid, $"{network}: gradient {i} is missing on one side");
            if (!isMissing)
                AssertClose(wantedGradients[i], foundGradients[i], $"{network}, gradient {i}");
            else if (wantedGradients[i].IsInvalid != foundGradients[i].IsInvalid)
                AssertClose(zeros_like(variables[i]), wantedGradients[i].IsInvalid ? foundGradients[i] : wantedGradients[i], $"{network}, gradient {i}");
        }
    }

    public static void AssertClose(Tensor expected, Tensor actual, string what)
    {
        double difference = (expected - actual).abs().max().item<double>();
        Assert.True(difference <= Tolerance, $"{what}: differs by {difference.ToString("g3", CultureInfo.InvariantCulture)}");
    }

    /// <summary>Bindings of the interpreter to the modules that a generated module holds.</summary>
    public static RecurrenceBindings Bind(Module module, Recurrence recurrence, int layers, Func<string, IReadOnlyList<int>, Tensor>? coefficient = null)
    {
        var bindings = new RecurrenceBindings();
        foreach ((string name, Module child) in module.named_children())
        {
            int first = recurrence.Operators.Contains(name) ? recurrence.FirstModule(name, layers) : 0;
            bindings.Operators[name] = (number, arguments) => child switch
            {
                ModuleList<Module<Tensor, Tensor>> list => list[number - first].call(arguments[0]),
                ModuleList<Module<Tensor, Tensor, Tensor>> list => list[number - first].call(arguments[0], arguments[1]),
                _ => ((Module<Tensor, Tensor>)child).call(arguments[0])
            };
        }

        foreach (string name in recurrence.Coefficients)
            bindings.Coefficients[name] = indices => coefficient!(name, indices);
        return bindings;
    }

    public static Tensor Number(double value) => tensor(value, dtype: float64);

    public static Tensor Input(params long[] shape) => randn(shape, dtype: float64, requires_grad: true);
}
