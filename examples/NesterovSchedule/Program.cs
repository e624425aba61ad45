using NesterovSchedule;
using OptGen;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

// With the gradient of f as its operator, a network of L layers is L steps of the method it was made from. f is badly
// conditioned here, so gradient descent (which needs ~1/L) falls behind Nesterov's method (~1/L^2).
Console.WriteLine(Nesterov.Recurrence.Text);
Console.WriteLine();
using DisposeScope scope = NewDisposeScope();
using var inference = no_grad();
Tensor curvature = logspace(0, -5, 100, dtype: float64);
Tensor start = ones(100, dtype: float64);

Console.WriteLine("f(x_L) - f*   gradient descent   Nesterov, k/(k+3)   Nesterov's own sequence");
foreach (int layers in (int[])[10, 30, 100, 300])
{
    double descent = Error(new GradientDescent(curvature, layers));
    double nesterov = Error(new Nesterov(curvature, layers));
    double sequence = Error(new NesterovSequence(curvature, layers));
    Console.WriteLine($"L = {layers,3}       {descent,16:0.0E+00}   {nesterov,17:0.0E+00}   {sequence,23:0.0E+00}");
    if (layers == 300)
        Console.WriteLine($"With 300 layers Nesterov's schedule is {descent / nesterov:0} times closer.");
}

double Error(Module<Tensor, Tensor> network)
{
    using (network)
    {
        Tensor x = network.call(start);
        return 0.5 * (curvature * x * x).sum().item<double>();
    }
}
