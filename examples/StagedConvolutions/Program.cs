using OptGen;
using StagedConvolutions;
using TorchSharp;
using static TorchSharp.torch;

// Stripes in noise: the network tells which way they run.
const int Size = 16;
string[] classes = ["horizontal", "vertical", "falling", "rising"];
manual_seed(1);
Console.WriteLine(StagedNetwork.Recurrence.Text);
Console.WriteLine(StagedNetwork.Recurrence.Verdict.Text);
Console.WriteLine();

using var network = new StagedNetwork(channels: 16, classes: classes.Length);
PrintShapes();
using var optimizer = optim.AdamW(network.parameters(), lr: 5e-3);
for (int step = 1; step <= 40; step++)
{
    using DisposeScope scope = NewDisposeScope();
    (Tensor images, Tensor labels) = Stripes(64);
    Tensor scores = network.call(images);
    Tensor loss = nn.functional.cross_entropy(scores, labels);
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    if (step is 1 or 5 or 10 or 20 or 40)
        Console.WriteLine($"step {step,2}  loss {loss.item<float>():0.000}  accuracy {Accuracy(scores, labels):0.00}");
}

network.eval();
using (NewDisposeScope())
using (no_grad())
{
    (Tensor images, Tensor labels) = Stripes(500);
    Tensor scores = network.call(images);
    Console.WriteLine();
    Draw(images[0, 0]);
    Console.WriteLine($"these stripes are {classes[labels[0].item<long>()]}; the network says {classes[scores[0].argmax().item<long>()]}");
    Console.WriteLine($"accuracy on images it has not seen: {Accuracy(scores, labels):0.00}");
}

// What each operator is applied to tells how the states change shape at the borders of stages.
void PrintShapes()
{
    using DisposeScope scope = NewDisposeScope();
    using var inference = no_grad();
    var blocks = network.named_modules().Where(m => m.module is OptGen.Blocks.PreActivation).Select(m => (m.name, (nn.Module<Tensor, Tensor>)m.module)).ToList();
    var hooks = blocks.Select(b => b.Item2.register_forward_hook((_, x, result) =>
    {
        Console.WriteLine($"{b.name}  {string.Join(" x ", x.shape.Skip(1))}");
        return result;
    })).ToList();
    network.eval();
    network.call(zeros(1, 1, Size, Size));
    network.train();
    hooks.ForEach(h => h.remove());
    Console.WriteLine();
}

static double Accuracy(Tensor scores, Tensor labels) => scores.argmax(1).eq(labels).to(float32).mean().item<float>();

// A wave with a random length and phase in one of four directions in noise that is stronger than it.
static (Tensor Images, Tensor Labels) Stripes(int count)
{
    using DisposeScope scope = NewDisposeScope();
    Tensor labels = randint(4, [count], dtype: int64);
    Tensor down = tensor(new float[] { 1, 0, 0.7f, 0.7f }).index_select(0, labels).view(count, 1, 1, 1);
    Tensor right = tensor(new float[] { 0, 1, -0.7f, 0.7f }).index_select(0, labels).view(count, 1, 1, 1);
    Tensor place = arange(Size, dtype: float32), frequency = 0.9 + 0.5 * rand(count, 1, 1, 1), phase = 2 * Math.PI * rand(count, 1, 1, 1);
    Tensor wave = (frequency * (down * place.view(Size, 1) + right * place) + phase).sin();
    return ((wave + 1.2 * randn_like(wave)).MoveToOuterDisposeScope(), labels.MoveToOuterDisposeScope());
}

static void Draw(Tensor image)
{
    float[] pixels = image.contiguous().data<float>().ToArray();
    for (int row = 0; row < Size; row++)
        Console.WriteLine(string.Concat(pixels.Skip(row * Size).Take(Size).Select(v => new string(" .:*#"[Math.Clamp((int)((v + 3) / 6 * 5), 0, 4)], 2))));
}
