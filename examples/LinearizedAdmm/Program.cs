using LinearizedAdmm;
using OptGen;
using TorchSharp;
using static TorchSharp.torch;

const int Length = 64;
const double Noise = 0.3;

manual_seed(1);
Console.WriteLine(Denoiser.Recurrence.Text);
Console.WriteLine(Denoiser.Recurrence.Verdict.Text);
Console.WriteLine();

using var network = new Denoiser(Length);
using var optimizer = optim.Adam(network.parameters(), lr: 2e-3);
for (int step = 1; step <= 600; step++)
{
    using DisposeScope scope = NewDisposeScope();
    Tensor clean = Signals(64);
    Tensor loss = (network.call(clean + Noise * randn_like(clean)) - clean).square().mean();
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    if (step is 1 or 100 or 300 or 600)
        Console.WriteLine($"step {step,3}  error {Math.Sqrt(loss.item<float>()):0.000} of noise {Noise:0.000}");
}

using (NewDisposeScope())
using (no_grad())
{
    Tensor clean = Signals(256), noisy = clean + Noise * randn_like(clean), restored = network.call(noisy);
    Console.WriteLine();
    Console.WriteLine($"truth     {Line(clean[0])}");
    Console.WriteLine($"measured  {Line(noisy[0])}");
    Console.WriteLine($"restored  {Line(restored[0])}");
    double before = (noisy - clean).square().mean().sqrt().item<float>(), after = (restored - clean).square().mean().sqrt().item<float>();
    Console.WriteLine($"The network removes {1 - after / before:0%} of the noise of signals it has not seen.");
}

// Steps between two levels at random places, on a slow wave.
static Tensor Signals(int count)
{
    using DisposeScope scope = NewDisposeScope();
    Tensor place = linspace(0, 1, Length);
    Tensor jump = rand(count, 1), height = 2 * rand(count, 1) - 1, phase = 2 * Math.PI * rand(count, 1);
    return (height * place.gt(jump).to(float32) + 0.5 * (2 * Math.PI * place + phase).sin()).MoveToOuterDisposeScope();
}

static string Line(Tensor signal) =>
    string.Concat(signal.data<float>().ToArray().Select(v => "▁▂▃▄▅▆▇█"[Math.Clamp((int)((v + 1.6) / 3.2 * 8), 0, 7)]));
