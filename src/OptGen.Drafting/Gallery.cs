namespace OptGen.Drafting;

/// <summary>Named recurrences of the literature, to start from and to hold tools against.</summary>
public static class Gallery
{
    private const string Steps = "Steps along an operator", Systems = "Several states", Networks = "Networks with names", Solved = "Solved layers", Warnings = "With a warning";

    /// <summary>All of them, those of a group together. Each has a name of its own, and reads without an error.</summary>
    public static IReadOnlyList<GalleryEntry> Entries { get; } =
    [
        Entry(Steps, "Gradient descent", "One step along the operator in each layer: a residual network.",
            "x_<k+1> = x_k - b*T(x_k)", ("b", 0.5)),
        Entry(Steps, "Heavy ball", "A step, and a part of the step before. Move a beyond 1 and a root leaves the circle.",
            "x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)", ("a", 0.5), ("b", 0.5)),
        Entry(Steps, "Nesterov's method", "The operator is applied further ahead, by a momentum that grows from layer to layer.",
            "y_k = x_k + (k/(k+3))*(x_k - x_<k-1>)\nx_<k+1> = y_k - b*T(y_k)", ("b", 0.5)),
        Entry(Steps, "Accelerated proximal gradient", "Nesterov's method in one state; T(y_<k-1>) is the value of the layer before.",
            "y_<k+1> = (1+a)*(y_k - b*T(y_k)) - a*(y_<k-1> - b*T(y_<k-1>))", ("a", 0.5), ("b", 0.5)),
        Entry(Steps, "All gradients so far", "A weight for each pair of layers: every explicit method of one state is of this form.",
            "y_<k+1> = y_k - sum[j=0..k](h_<k+1,j>*T(y_j))"),
        Entry(Steps, "Optimistic gradient", "Twice this layer's value of the operator, less that of the layer before.",
            "x_<k+1> = x_k - 2*b*T(x_k) + b*T(x_<k-1>)", ("b", 0.5)),
        Entry(Steps, "Extragradient", "A trial step; then the same module at the trial point.",
            "u_k = x_k - b*T(x_k)\nx_<k+1> = x_k - b*T_k(u_k)", ("b", 0.5)),
        Entry(Steps, "Adams-Bashforth, two steps", "A linear multistep method of order 2.",
            "x_<k+1> = x_k - 3/2*b*T(x_k) + 1/2*b*T(x_<k-1>)", ("b", 0.5)),
        Entry(Systems, "Linearized ADMM", "Two operators and a multiplier between them.",
            "z_<k+1> = (z_k + y_k - T1(z_k) - l_k)/2\ny_<k+1> = (y_k + z_<k+1> - T2(y_k) + l_k)/2\nl_<k+1> = l_k + z_<k+1> - y_<k+1>"),
        Entry(Systems, "Primal-dual hybrid gradient", "Proximal functions of both sides, a linear operator and its adjoint.",
            "u_<k+1> = proxF[s](u_k + s*K(z_k))\nx_<k+1> = proxG[t](x_k - t*K^T(u_<k+1>))\nz_<k+1> = x_<k+1> + w*(x_<k+1> - x_k)", ("s", 0.5), ("t", 0.5), ("w", 1)),
        Entry(Networks, "Momentum residual network", "A velocity that the layers hand on: the heavy ball, written with two states.",
            "v_<k+1> = g*v_k + (1-g)*T(x_k)\nx_<k+1> = x_k + v_<k+1>", ("g", 0.9)),
        Entry(Networks, "Linear multistep residual network", "Each layer learns how much of the iterate before last it keeps.",
            "x_<k+1> = (1-c_k)*x_k + c_k*x_<k-1> + T(x_k)"),
        Entry(Networks, "LISTA", "Learned iterative shrinkage: a sparse code x of a measurement y.",
            "x_0 = start(y)\nx_<k+1> = soft(x_k - W(A(x_k) - y), s_k)"),
        Entry(Networks, "Stem, layers, head", "An input that is embedded first, and a result that is read off at the end.",
            "x_0 = stem(u)\nx_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)\nout = head(x_L)", ("a", 0.5), ("b", 0.5)),
        Entry(Solved, "Proximal point", "The operator at the iterate that is being computed: each layer is solved.",
            "x_<k+1> = x_k - b*T(x_<k+1>)", ("b", 0.5)),
        Entry(Solved, "Adams-Moulton, the trapezoidal rule", "Solved, and of order 2.",
            "x_<k+1> = x_k - b/2*(T(x_<k+1>) + T(x_k))", ("b", 0.5)),
        Entry(Solved, "Backward differentiation, two steps", "Solved, and of order 2, for stiff operators.",
            "x_<k+1> = 4/3*x_k - 1/3*x_<k-1> - 2/3*b*T(x_<k+1>)", ("b", 0.5)),
        Entry(Solved, "Deep equilibrium", "No layers at all: the point that the operator leaves where it is.",
            "z = T(z, u)"),
        Entry(Warnings, "Of order 3, and unstable", "As exact as two steps can be, with a root at -5: no network to train.",
            "x_<k+1> = -4*x_k + 5*x_<k-1> + b*(4*T(x_k) + 2*T(x_<k-1>))", ("b", 0.5)),
        Entry(Warnings, "Not consistent", "What is kept of the iterates does not add up to one, unless the operator contains the identity.",
            "x_<k+1> = T(x_k) + x_k - x_<k-1>")
    ];

    private static GalleryEntry Entry(string group, string name, string description, string text, params (string Name, double Value)[] numbers) =>
        new(group, name, description, text, numbers.ToDictionary(n => n.Name, n => DraftCoefficient.Number(n.Value), StringComparer.Ordinal));
}
