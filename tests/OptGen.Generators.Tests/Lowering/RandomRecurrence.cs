using System.Globalization;
using OptGen.Lowering;
using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Generators.Tests.Lowering;

/// <summary>
/// A random recurrence with what else lowering asks for. a and b are numbers, w a schedule read without index, p a table by layer, h one by two layers;
/// g and c are trained, c for each layer, and in some h.
/// </summary>
internal sealed record RandomRecurrence(string Text, int Layers, bool KnowsLayers, EquatableArray<StageStart> Stages, bool HasTransition)
{
    private static readonly string[] States = ["x", "y", "v"];

    public LoweringOptions Options => new()
    {
        Layers = KnowsLayers ? Layers : null,
        Stages = Stages,
        HasTransition = HasTransition,
        PerLayer = ["T", "S", "B"],
        Trained =
        [
            new TrainedCoefficient("g", false, Layers % 2 == 0, false),
            new TrainedCoefficient("c", true, Layers % 3 == 0, false),
            .. Layers % 2 == 1 ? new[] { new TrainedCoefficient("h", false, Layers % 3 == 0, false, PerPair: true) } : []
        ],
        Scheduled = ["w", "c"]
    };

    public WiringOptions Wiring => new() { Coefficients = ["a", "b", "w", "p", "h", "g", "c"], Scheduled = ["w", "c"], Layers = KnowsLayers ? Layers : null };

    public static double Coefficient(string name, int[] indices) => name switch
    {
        "a" => 0.3,
        "b" => -0.2,
        "g" => 0.4,
        // Where u is only multiplied with tensors it is a number, as in y_0 = u with T(x_0*y_k).
        "u" => 0.6,
        "w" => 1.0 / (indices[0] + 2),
        "p" => 0.5 / (indices[0] + 1),
        "c" => 0.2 + (0.01 * indices[0]),
        _ => 0.1 / (1 + indices[0] + (2 * indices[1]))
    };

    public static double Apply(string name, int module, double[] parameters, double[] arguments) =>
        Math.Tanh(arguments.Select((x, i) => x / (i + 2)).Sum() + (0.3 * module) + name[0] / 200.0 + parameters.Sum()) / 2;

    public static bool IsScheduled(string name) => name is "w" or "c";

    public static bool IsPerLayer(string name) => name is "T" or "S" or "B" or "c" or "h";

    /// <summary>Whether the tree says too little: it knows one input.</summary>
    public bool LeavesTree(Plan plan) => plan.Inputs.Count > 1;

    public override string ToString() =>
        $"{Text}   L={Layers}{(KnowsLayers ? " known" : "")} stages=[{string.Join(",", Stages.Select(s => s.FirstLayer.ToString(CultureInfo.InvariantCulture) + (s.Projects ? "p" : "r")))}]{(HasTransition ? " D" : "")}";

    /// <param name="random">Where it comes from.</param>
    /// <param name="isStaged">Whether it may have stages.</param>
    /// <param name="isSolved">Whether layers may have to be solved.</param>
    public static RandomRecurrence Make(Random random, bool isStaged, bool isSolved)
    {
        var maker = new Maker(random);
        int count = random.Next(1, 4);
        var lines = new List<string>();
        if (random.Next(3) == 0)
        {
            maker.HasNumbers = true;
            lines.Add(maker.Pick(
                "t_0 = 1; t_<k+1> = (1 + sqrt(1 + 4*t_k^2))/2; r_k = (t_k - 1)/t_<k+1>", "r_k = 0.9^k/(k+2)", "r_k = a/(1+b)", "r_<-1> = 0.2; r_k = 0.5*r_<k-1> + 0.1*a - 0.1*w",
                "t_0 = g; t_<k+1> = t_k/(1 + c_k) + 0.1; r_k = t_<k+1> - t_k*w", "t_<-1> = a; t_0 = 0.5*t_<-1>; t_<k+1> = 0.5*t_k + 0.3*t_<k-1>*p_k; r_k = t_<k+1>*t_<k-2> + g/(k+1)",
                "s_0 = 0.3; t_<k+1> = s_0/(k+1) + 0.5^(k+1); r_k = t_<k+1>*(1-s_0)", "q_k = 1/(k+2); t_<k+1> = g*q_k^2 + exp(-q_k); r_k = q_<k-1>*t_<k+1>", "q_k = 0.5*g; r_k = q_k/(1+q_k)"));
        }
        if (random.Next(3) == 0)
            lines.Add(maker.Pick("x_0 = stem(u)", "x_0 = 0.5*u - W(u)", "x_0 = u", "x_0 = 0*stem(u)"));
        if (random.Next(4) == 0)
            lines.Add(maker.Pick("x_<-1> = 0.5*x_0", "x_<-1> = R(x_0)", "x_<-1> = x_0", "x_<-1> = 0", "x_<-1> = 0.5*x_0; x_<-2> = S(x_<-1>) - x_0"));
        if (random.Next(4) == 0 && count > 1)
            lines.Add(maker.Pick("y_0 = R(x_0)", "y_0 = T(x_0)", "y_0 = x_0", "y_0 = 0.3*x_0 - R(x_0)", "y_0 = u", "y_0 = 0*R(x_0)", "y_0 = W(u)*0", "y_0 = 0*x_0"));
        if (random.Next(4) == 0 && count > 2)
            lines.Add(maker.Pick("v_0 = 0.5*y_0", "v_0 = S(x_0 - y_0)", "v_0 = stem(u)", "v_0 = 0*S(y_0)", "v_0 = 0*R(T(x_0))"));
        bool local = random.Next(3) == 0;
        if (local)
        {
            lines.Add(maker.Pick("z_k = ", "z_k = 0.5*z_<k-1> + ", "z_k = T(z_<k-1>) - ", "z_k = z_<k-1>/2 - T(x_<k-1> + z_<k-1>) + ") + maker.Terms(count, 0, false, 2));
            if (random.Next(3) == 0)
                lines.Add(maker.Pick("z_<-1> = 0.5*x_0", "z_<-1> = R(x_0)"));
        }
        for (int i = 0; i < count; i++)
        {
            string head = maker.Pick($"{States[i]}_k", $"0.5*{States[i]}_k", $"1.5*{States[i]}_k - 0.5*{States[i]}_<k-1>", $"(1-g)*{States[i]}_k", $"(1-c_k)*{States[i]}_k + c_k*{States[i]}_<k-1>", $"g*{States[i]}_k");
            string solved = isSolved && random.Next(2) == 0 ? maker.Pick(" - 0.1*", " + 0.2*a*", " - 0.1*g*", " + 0.1*c_k*") + maker.Pick("T", "S", "tanh", "R") + $"({States[random.Next(count)]}_<k+1>{maker.Pick("", " - 0.5*x_k", " + g*x_<k-1>")})" : "";
            lines.Add($"{States[i]}_<k+1> = {head}{maker.Signed(count, i, local, 3)}{solved}");
        }
        if (random.Next(2) == 0)
        {
            string end = maker.Output(count, local);
            lines.Add("out = " + (random.Next(3) == 0 ? $"({end}, {maker.Output(count, local)}{maker.Pick("", ", x_L")})" : end));
        }
        int layers = random.Next(1, 9);
        var stages = new List<StageStart>();
        if (isStaged && layers > 2)
        {
            int border = 0;
            while ((border += random.Next(1, 4)) < layers)
                stages.Add(new StageStart(border, random.Next(2) == 0));
        }
        return new RandomRecurrence(string.Join("; ", lines), layers, stages.Count > 0 || random.Next(2) == 0, stages.ToEquatableArray(), random.Next(4) > 0);
    }

    private sealed class Maker(Random random)
    {
        /// <summary>Whether layers have numbers r_k.</summary>
        public bool HasNumbers { get; set; }

        public string Pick(params string[] choices) => choices[random.Next(choices.Length)];

        private string Factor() => HasNumbers && random.Next(3) == 0 ? Pick("r_k*", "(1-r_k)*", "r_<k-1>*", "0.5*r_k*g*", "(r_k-r_<k-1>)*", "r_k*r_<k-2>*", "r_k/(1+g)*", "sqrt(1+r_k^2)*") : Pick("", "", "0.5*", "a*", "b*", "g*", "(1-g)*", "c_k*", "w*", "p_k*", "p_<k-1>*", "(k/(k+2))*", "1/3*", "2*a*", "g*a*", "(1-c_k)*", "g*w*", "sqrt(g)*", "(1/(1+c_k))*", "c_k*g*", "2/(k+1)*g*", "c_<k+1>*", "g*c_<k+2>*", "(1-c_<k-1>)*", "p_<k+1>*c_k*");

        private string Read(int count, int number, bool local)
        {
            int state = random.Next(count);
            string name = States[state];
            return random.Next(local ? 11 : 9) switch
            {
                0 or 1 or 2 => name + "_k",
                3 => name + "_<k-1>",
                4 => name + "_<k-2>",
                5 => name + $"_<k-{random.Next(3, 7)}>",
                6 when state < number => name + "_<k+1>",
                7 => "x_0",
                9 => "z_k",
                10 => "z_<k-1>",
                _ => name + "_k"
            };
        }

        private string Value(int count, int number, bool local)
        {
            string op = Pick("T", "S", "R");
            string read = Read(count, number, local);
            string other = Read(count, number, local: false);
            string third = Read(count, number, local: false);
            return random.Next(18) switch
            {
                15 => Pick($"{op}({other})*{third}", $"{op}({other})*{Pick("T", "S", "R")}({third})", $"tanh({other})*{op}({third})*R({other})", $"0.1*{other}*{third}", $"T({other}*{third})", $"prox[a](0.5*{other})*S({third})"),
                16 => Pick($"(1 - tanh({other}))*{third}", $"({other} - k/(k+2)*{third})*({op}({other}) - w*{third})", $"(w*{other} + {third})*{third}", $"({other} + 1/(k+1)*{op}({third}))*sum[j=0..k-2](0.1*x_j)", $"(1 - {op}({other}))*({Factor()}R({third}) - g)", $"({other} - 0.5*{third})*({op}({other}) + c_k)", $"(0.5 + tanh({other}))*(g - {op}({third}))", "sum[j=0..k](h_<k,j>*T(x_j)*S(x_j))", "sum[j=k-2..k](0.1*(1 - T(x_j))*(x_j + g))", "sum[j=0..k](0.1*(1 - T(x_j))*(1 + S(x_j)))"),
                17 => Pick($"{op}(1 - {other})", $"{op}(w*{other})", $"{op}({other} + 1/(k+2)*{third})", $"tanh({other} - 0.1*{op}(sum[j=0..k-{random.Next(1, 4)}](0.2*x_j)))", $"prox[1/(k+1)]({other})", $"{op}(c_k*{other})*{third}", $"tanh(c_k - g*{other})", $"relu({other} - w + {third})", $"S(a*{other} + 2*w/3 - {third})"),
                0 => $"{op}({read} + 0.5*{Read(count, number, local)})",
                1 => $"{op}({read} - g*{Pick("T", "S", "R")}({Read(count, number, local)}))",
                2 => $"relu({read})",
                3 => $"relu({read} - {Read(count, number, local)})",
                4 => $"tanh(0.5*{read} + {Factor()}{op}({Read(count, number, local)}))",
                5 => $"soft({read} + {Read(count, number, local)}, {Pick("0.1", "g", "c_k", HasNumbers ? "0.1*r_k" : "w")})",
                6 => $"T_k({read})",
                7 => $"B({read}, {Read(count, number, local)})",
                8 when HasNumbers => Pick("sum[j=0..k](r_j*T(x_j))", "sum[j=k-2..k](0.1*r_<j-1>*x_j)", $"prox[r_k]({read})", "sum[j=0..k](g*r_j*x_<k-j>)", "sum[j=0..k](h_<k,j>*r_<j+0>*T(r_j*x_j))"),
                8 => $"prox[{Pick("a", "g", "w")}]({read} + {op}({Read(count, number, local)}))",
                9 => Pick("sum[j=0..k](h_<k,j>*T(x_j))", "sum[j=0..k](0.1*x_j)", "sum[j=0..k](h_<k,j>*x_<k-j>)", "sum[j=k-2..k](0.1*x_j)", "sum[j=k-5..k](p_j*T(x_j))", "sum[j=0..k-1](0.1*S(x_j))", "S(sum[j=0..k](h_<k,j>*x_j))", "sum[j=k-1..k](c_j*S(x_j))", "sum[j=k-1..k](c_<j+1>*S(x_j))", "sum[j=0..k](h_<k+2,j+1>*T(x_j))", "sum[j=0..k](g*0.1*(x_j - T(x_<j-1>)))"),
                10 => $"R({op}({read}))",
                11 or 12 => read,
                _ => $"{op}({read})"
            };
        }

        public string Terms(int count, int number, bool local, int most)
        {
            string text = Factor() + Value(count, number, local);
            for (int i = random.Next(most); i > 0; i--)
                text += Pick(" + ", " - ") + Factor() + Value(count, number, local);
            return text;
        }

        public string Signed(int count, int number, bool local, int most) => random.Next(6) == 0 ? "" : Pick(" + ", " - ") + Terms(count, number, local, most);

        public string Output(int count, bool local)
        {
            string last = States[random.Next(count)];
            string first = Pick($"{last}_L", $"S({last}_L)", $"head({last}_L)", $"{last}_L - 0.5*{last}_<L-1>", $"{last}_<L-2>", $"T({last}_<L-1>)", $"T({last}_<L-2>)", "sum[j=0..L](x_j)", "sum[j=L-4..L](0.2*x_j)",
                "sum[j=0..L](p_j*T(x_j))", $"{last}_L - S({last}_L)", "x_L + x_0", "T(x_0) + x_L", "sum[j=L-3..L](0.1*S(x_j))", "tanh(x_L - x_<L-1>)", "sum[j=0..L](T(x_j)) + T(x_L)");
            string second = random.Next(2) == 0 ? "" : Pick(" + ", " - ") + Pick($"g*{last}_L", $"T({last}_L)", $"0.5*{last}_<L-3>", "R(S(x_L))", "sum[j=0..L](0.1*S(x_j))", local ? "z_<L-1>" : HasNumbers ? "r_<L-1>*x_L" : "x_L", local ? "T(z_<L-1>)" : "x_<L-1>");
            return first + second;
        }
    }
}
