using OptGen;
using SparseCoding;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

// Sparse codes from half as many measurements as unknowns: what ISTA reaches in many steps, LISTA learns to do in few.
manual_seed(1);
Console.WriteLine(Lista.Recurrence.Text);
Console.WriteLine();
using Tensor dictionary = Dictionaries.Random();
(Tensor codes, Tensor measured) = Dictionaries.Sample(dictionary, 1000);

Console.WriteLine("error of the codes, in decibels (lower is better)");
Console.WriteLine("layers    ISTA   LISTA");
double lead = 0;
foreach (int layers in (int[])[2, 4, 8, 16])
{
    using var ista = new Ista(dictionary, layers);
    using var lista = new Lista(dictionary, layers);
    Train(lista);
    Console.WriteLine($"{layers,6}  {Error(ista),6:0.0}  {Error(lista),6:0.0}");
    lead = Error(ista) - Error(lista);
}

using var patient = new Ista(dictionary, 1000);
Console.WriteLine($"{1000,6}  {Error(patient),6:0.0}");
Console.WriteLine($"With 16 layers LISTA is {lead:0.0} dB closer to the codes than ISTA.");

void Train(Lista network)
{
    using var optimizer = optim.Adam(network.parameters().Where(p => p.requires_grad), lr: 2e-3);
    for (int step = 0; step < 400; step++)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor truth, Tensor input) = Dictionaries.Sample(dictionary, 128);
        Tensor loss = (network.call(input) - truth).square().sum(1).mean();
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
    }
}

double Error(Module<Tensor, Tensor> network)
{
    using DisposeScope scope = NewDisposeScope();
    using var inference = no_grad();
    return 10 * Math.Log10(((network.call(measured) - codes).square().sum() / codes.square().sum()).item<float>());
}
