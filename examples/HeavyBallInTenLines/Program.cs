using HeavyBallInTenLines;
using OptGen;
using TorchSharp;
using static TorchSharp.torch;

// Two spirals that no straight line separates: the network learns them, and then draws what it has learned.
manual_seed(1);
Console.WriteLine(HeavyBall.Recurrence.Text);
Console.WriteLine(HeavyBall.Recurrence.Verdict.Text);

using var network = new HeavyBall(width: 32);
using var optimizer = optim.Adam(network.parameters(), lr: 0.003);
(Tensor points, Tensor labels) = Spirals(400);
for (int step = 1; step <= 200; step++)
{
    using DisposeScope scope = NewDisposeScope();
    Tensor scores = network.call(points);
    Tensor loss = nn.functional.cross_entropy(scores, labels);
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    if (step is 1 or 25 or 50 or 100 or 200)
        Console.WriteLine($"step {step,3}  loss {loss.item<float>():0.000}  accuracy {scores.argmax(1).eq(labels).to(float32).mean().item<float>():0.000}");
}

Draw(network);
using (no_grad())
    Console.WriteLine($"accuracy on the spirals: {network.call(points).argmax(1).eq(labels).to(float32).mean().item<float>():0.00}");

static (Tensor Points, Tensor Labels) Spirals(int count)
{
    using DisposeScope scope = NewDisposeScope();
    Tensor labels = arange(count).remainder(2);
    Tensor turn = linspace(0.5, 3 * Math.PI, count);
    Tensor angle = turn + labels * Math.PI;
    Tensor points = stack([angle.cos() * turn, angle.sin() * turn], 1) / (3 * Math.PI) + 0.01 * randn(count, 2);
    return (points.to(float32).MoveToOuterDisposeScope(), labels.MoveToOuterDisposeScope());
}

static void Draw(HeavyBall network)
{
    const int Rows = 21;
    const int Columns = 43;
    using DisposeScope scope = NewDisposeScope();
    using var inference = no_grad();
    Tensor y = linspace(1, -1, Rows).unsqueeze(1).expand(Rows, Columns), x = linspace(-1, 1, Columns).expand(Rows, Columns);
    long[] classes = network.call(stack([x.reshape(-1), y.reshape(-1)], 1)).argmax(1).data<long>().ToArray();
    for (int row = 0; row < Rows; row++)
        Console.WriteLine(string.Concat(classes.Skip(row * Columns).Take(Columns).Select(c => c == 0 ? '.' : '#')));
}
