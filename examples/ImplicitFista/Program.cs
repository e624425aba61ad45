using ImplicitFista;
using OptGen.FixedPoint;
using TorchSharp;
using static TorchSharp.torch;

// Signals from fewer measurements than they have values, by assuming that they are smooth. That term is steep, so it takes an implicit step: the network
// solves every layer, and what it finds is the proximal step that algebra gives.
const int Layers = 60;
manual_seed(1);
using DisposeScope scope = NewDisposeScope();
using IDisposable inference = no_grad();
Tensor camera = Signals.Camera(), roughness = Signals.Roughness();
Tensor truth = Signals.Smooth(8);
Tensor measured = truth.matmul(camera.t());

using var network = new ImplicitNetwork(camera, roughness, Layers);
Console.WriteLine(ImplicitNetwork.Recurrence.Text);
Console.WriteLine();
Tensor found = network.call(measured);

IReadOnlyList<SolveReport> reports = network.Implicit.Reports;
Console.WriteLine("layer  iterations  evaluations  residual");
foreach (SolveReport report in reports.Where((_, k) => k is 0 or 1 or 9 or 29 or Layers - 1))
    Console.WriteLine($"{report.Layer,5}  {report.Iterations,10}  {report.FunctionEvaluations,11}  {report.Residual:0.0e+00}");
Console.WriteLine($"solved: {reports.Count(r => r.Status == SolveStatus.Converged)} of {reports.Count} layers");
Console.WriteLine();

using var explicitNetwork = new ExplicitNetwork(camera, roughness, Layers);
Console.WriteLine($"relative error with explicit steps of the same length: {Error(explicitNetwork.call(measured)):0.0e+00}");
Console.WriteLine($"relative error with implicit steps: {Error(found):0.0000}");
Console.WriteLine($"The solved layers agree with the closed form to {-Math.Log10(Distance(found, ClosedForm())):0.0} digits.");

// x_<k+1> is the proximal step (I + t*G)^-1 v, where v is what the explicit part gives.
Tensor ClosedForm()
{
    const double t = Signals.Step;
    Tensor proximal = linalg.inv(eye(roughness.shape[0], dtype: float64) + (t * roughness));
    Tensor x = t * measured.matmul(camera), previous = x;
    for (int k = 0; k < Layers; k++)
    {
        Tensor y = x + (k / (k + 3.0) * (x - previous));
        previous = x;
        x = (y - (t * (y.matmul(camera.t()) - measured).matmul(camera))).matmul(proximal);
    }
    return x;
}

double Error(Tensor x) => Distance(x, truth);

static double Distance(Tensor x, Tensor y) => ((x - y).norm() / y.norm()).item<double>();
