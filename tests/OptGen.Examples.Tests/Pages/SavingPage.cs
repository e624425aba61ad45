using OptGen.Training;
using static TorchSharp.torch;

namespace OptGen.Examples.Tests.Pages;

// The code of docs/saving.md, line by line.
internal static class SavingPage
{
    public static void Names(Momentum12 net)
    {
        foreach ((string name, Tensor weight) in net.state_dict())
            Console.WriteLine($"{name}  {string.Join(" x ", weight.shape)}");
    }

    public static Tensor SaveAndLoad(Momentum12 net, string path, Tensor x)
    {
        Safetensors.Save(net, path);
        using var again = new Momentum12(width: 64);
        Safetensors.Load(again, path);
        return again.call(x);
    }

    public static void Export(Momentum12 net, string folder)
    {
        PyTorchExport.Write(net, Path.Combine(folder, "momentum12.py"));
        PyTorchFile.Save(net, Path.Combine(folder, "momentum12.pth"));
    }

    public static void Inspect(Momentum12 net, string folder)
    {
        Console.WriteLine(Summary.Of(net, zeros(1, 64)));                                 // modules, shapes, parameters, multiply-adds, the verdict
        Console.WriteLine(net.Coefficients);                                              // what trained coefficients are now
        File.WriteAllText(Path.Combine(folder, "wiring.svg"), Momentum12.Recurrence.WiringSvg(layers: 3));
        Console.WriteLine(net.state_dict()["T.3.fc1.weight"].norm().item<float>());          // any weight by its name
    }
}
