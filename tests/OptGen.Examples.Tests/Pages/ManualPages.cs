using OptGen.Optimizers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Examples.Tests.Pages;

[Update("x_<k+1> = x_k - 0.5*T(x_k)", Layers = 3, Iterates = true)]
internal sealed partial class HandsOut
{
    private static Module<Tensor, Tensor> T(int k) => Linear(4, 4);
}

// The code of docs/optimizers.md, docs/troubleshooting.md and docs/notation.md, line by line.
internal static class ManualPages
{
    private static readonly Scalar s_half = 0.5;

    private static Tensor Halved(Tensor x) => x.mul(s_half);

    public static double Half(double value) => Halved(tensor(value)).item<double>();

    public static void Optimize(Module<Tensor, Tensor> network)
    {
        // using OptGen.Optimizers;
        using var optimizer = Centralized.Adam_GC(network, lr: 1e-3, weight_decay: 1e-4);
        Console.Write(optimizer.Describe());

        optimizer.Checks.MeasureRemoved = true;      // the norm of what the means took from each parameter, in each step
        optimizer.Checks.RememberRowSums();          // row sums are constant where all of a weight's change is centralized
        Step(network, optimizer);
        foreach ((string name, double drift) in optimizer.Checks.RowSumDrifts())
            Console.WriteLine($"{name}: {drift:g2}");
    }

    public static void CheckConvolutions()
    {
        ConvolutionCheckReport check = ConvolutionCheck.Run(new ConvolutionShape(3, 32), new ConvolutionShape(32, 64) { Stride = 2 });
        if (!check.Passed)
            throw new InvalidOperationException(check.ToString());
    }

    public static Tensor Supervise(HandsOut net, Module<Tensor, Tensor> head, Tensor x, Tensor y)
    {
        using NetworkIterates iterates = net.Iterates(x);
        Tensor loss = Loss(iterates.Output, y);                     // what forward returns
        foreach (Tensor iterate in iterates["x"])                   // x_0 … x_L; iterates["x"].At(3) is x_3
            loss = loss + 0.1 * Loss(head.call(iterate), y);        // gradients flow through all of them
        return loss;
    }

    private static Tensor Loss(Tensor found, Tensor wanted) => functional.mse_loss(found, wanted);

    private static void Step(Module<Tensor, Tensor> network, optim.Optimizer optimizer)
    {
        using DisposeScope scope = NewDisposeScope();
        optimizer.zero_grad();
        network.call(randn(2, 1, 6, 6)).pow(2).sum().backward();
        optimizer.step();
    }
}
