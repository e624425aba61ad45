namespace OptGen.Optimizers.Tests;

/// <summary>
/// The optimisers written out from the paper's and PyTorch's formulas, in double precision over plain arrays, sharing nothing with the
/// library. A weight is a matrix of <see cref="Rows"/> weight vectors.
/// </summary>
internal sealed class Paper(string optimizer, int rows, int columns)
{
    private double[]? m;
    private double[]? v;
    private double[]? largest;
    private int t;

    public int Rows { get; } = rows;

    public bool Centralizes { get; init; } = true;

    public bool InUpdate { get; init; }

    public string Decay { get; init; } = "L2";

    public double Lr { get; init; } = 0.05;

    public double Lambda { get; init; }

    public double Momentum { get; init; }

    public double Dampening { get; init; }

    public bool Nesterov { get; init; }

    public bool Amsgrad { get; init; }

    public double LrDecay { get; init; }

    public (double First, double Second) Betas { get; init; } = (0.9, 0.999);

    public double Eps { get; init; } = 1e-8;

    /// <summary>w after one step along g.</summary>
    public double[] Step(double[] w, double[] g)
    {
        t++;
        var d = Decay == "L2" ? Zip(g, w, (a, b) => a + Lambda * b) : g;
        if (!InUpdate) d = P(d);
        if (Decay == "L2 after") d = Zip(d, w, (a, b) => a + Lambda * b);
        var u = optimizer switch
        {
            "SGD" => Sgd(d),
            "Adagrad" => Adagrad(d),
            "RAdam" => RAdam(d),
            _ => Adam(d)
        };
        if (Decay == "decoupled inside") u = Zip(u, w, (a, b) => a + Lr * Lambda * b);
        if (InUpdate) u = P(u);
        var next = Zip(w, u, (a, b) => a - b);
        return Decay == "decoupled" ? Zip(next, w, (a, b) => a - Lr * Lambda * b) : next;
    }

    /// <summary>Every row less its mean.</summary>
    public double[] P(double[] x)
    {
        if (!Centralizes) return x;
        var result = (double[])x.Clone();
        for (var row = 0; row < Rows; row++)
        {
            var mean = x.Skip(row * columns).Take(columns).Average();
            for (var i = 0; i < columns; i++) result[row * columns + i] -= mean;
        }

        return result;
    }

    private double[] Sgd(double[] d)
    {
        if (Momentum == 0) return d.Select(x => Lr * x).ToArray();
        m = m is null ? d : Zip(m, d, (a, b) => Momentum * a + (1 - Dampening) * b);
        return Nesterov ? Zip(d, m, (a, b) => Lr * (a + Momentum * b)) : m.Select(x => Lr * x).ToArray();
    }

    private double[] Adagrad(double[] d)
    {
        v = Zip(v ?? new double[d.Length], d, (a, b) => a + b * b);
        return Zip(d, v, (a, b) => Lr / (1 + (t - 1) * LrDecay) * a / (Math.Sqrt(b) + Eps));
    }

    private double[] Adam(double[] d)
    {
        Moments(d);
        var squares = v!;
        if (Amsgrad) squares = largest = Zip(largest ?? new double[d.Length], v!, Math.Max);
        var (first, second) = (1 - Math.Pow(Betas.First, t), 1 - Math.Pow(Betas.Second, t));
        return Zip(m!, squares, (a, b) => Lr / first * a / (Math.Sqrt(b) / Math.Sqrt(second) + Eps));
    }

    private double[] RAdam(double[] d)
    {
        Moments(d);
        var (first, second) = (1 - Math.Pow(Betas.First, t), 1 - Math.Pow(Betas.Second, t));
        var infinite = 2 / (1 - Betas.Second) - 1;
        var rho = infinite - 2 * t * Math.Pow(Betas.Second, t) / second;
        if (rho <= 5) return m!.Select(a => Lr * a / first).ToArray();
        var r = Math.Sqrt((rho - 4) * (rho - 2) * infinite / ((infinite - 4) * (infinite - 2) * rho));
        return Zip(m!, v!, (a, b) => Lr * a / first * r * Math.Sqrt(second) / (Math.Sqrt(b) + Eps));
    }

    private void Moments(double[] d)
    {
        m = Zip(m ?? new double[d.Length], d, (a, b) => Betas.First * a + (1 - Betas.First) * b);
        v = Zip(v ?? new double[d.Length], d, (a, b) => Betas.Second * a + (1 - Betas.Second) * b * b);
    }

    private static double[] Zip(double[] a, double[] b, Func<double, double, double> f) => a.Zip(b, f).ToArray();
}
