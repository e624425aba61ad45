using FsCheck;
using FsCheck.Fluent;

namespace OptGen.Tests;

/// <summary>
/// Random recurrences whose layers are solved: one or several states that read what the layer computes, themselves included. The factors of what
/// is solved for are so small that plain iteration reaches the last digit.
/// </summary>
internal static class RandomImplicitNetwork
{
    private static readonly string[] s_names = ["x", "y", "v"];
    private static readonly string[] s_operators = ["T", "S", "R"];

    public static Gen<RandomNetwork> Layered { get; } =
        from count in Gen.Choose(1, 3)
        from equations in Gen.CollectToList(Enumerable.Range(0, count).Select(i => LayerEquation(i, count)))
        from start in Gen.Elements("", "", "x_0 = stem(u)\n", "x_<-1> = 0.5*x_0\n")
        from local in Gen.Elements("", "", "z_k = 0.5*x_k + 0.1*T(z_k - x_<k-1>)\n", "z_k = x_k + 0.1*S(x_<k-1> + z_k) - 0.2*z_<k-1>\n")
        from end in Gen.Elements("", "", "out = head(x_L)\n", "out = x_L - 0.5*x_<L-1>\n", "out = x_L + T(x_L)\n")
        from layers in Gen.Choose(3, 4)
        from stages in Gen.Elements(false, false, true)
        from numbers in Gen.Elements(["", "", "", .. RandomNetwork.Numbers])
        select new RandomNetwork(
            RandomNetwork.WithNumbers(start + local + string.Concat(equations.Select(e => e.Replace("#", local.Length > 0 ? "z_k" : "x_k", StringComparison.Ordinal) + "\n")), numbers) + end, layers, stages);

    public static Gen<RandomNetwork> Equilibrium { get; } =
        from count in Gen.Choose(1, 3)
        from equations in Gen.CollectToList(Enumerable.Range(0, count).Select(i => Equation(i, count)))
        from start in Gen.Elements("", "", "x_0 = stem(u)\n", "x_0 = 0.5*u\n")
        from end in Gen.Elements("", "", "out = head(x)\n", "out = x - 0.5*S(x)\n")
        select new RandomNetwork(string.Concat(equations.Select(e => e + "\n")) + start + end, 1, HasStages: false);

    private static Gen<string> LayerEquation(int number, int count)
    {
        Gen<string> newest = Gen.Choose(0, count - 1).Select(i => s_names[i] + "_<k+1>");
        Gen<string> known =
            from state in Gen.Choose(0, count - 1)
            from read in Gen.Elements("{0}_k", "{0}_<k-1>", "{0}_<k-2>", "#")
            select read.Replace("{0}", s_names[state], StringComparison.Ordinal);
        Gen<string> sum = Gen.Elements("sum[j=0..k+1](h_<k,j>*T(x_j))", "sum[j=k-1..k+1](0.1*x_j)", "S(sum[j=0..k](h_<k,j>*x_j) + x_<k+1>)");
        return
            from solved in Terms(newest, known, sum, hasLayers: true)
            from explicitly in Gen.CollectToList(Enumerable.Range(0, number % 2).Select(_ => known.Select(k => " + 0.3*R(" + k + ")")))
            select $"{s_names[number]}_<k+1> = 0.5*{s_names[number]}_k{solved}{string.Concat(explicitly)}";
    }

    private static Gen<string> Equation(int number, int count)
    {
        Gen<string> newest = Gen.Choose(0, count - 1).Select(i => s_names[i]);
        return
            from solved in Terms(newest, Gen.Elements("u", "stem(u)"), Gen.Constant("tanh(u)"), hasLayers: false)
            select $"{s_names[number]} = 0.5*u{solved}";
    }

    private static Gen<string> Terms(Gen<string> newest, Gen<string> known, Gen<string> sum, bool hasLayers)
    {
        Gen<string> factor = hasLayers
            ? Gen.Elements("0.1*", "0.2*a*", "0.2*g*", "0.1*(1-g)*", "0.3*c_k*", "0.2*w_k*", "1/8*", "0.3*g*a*", "(k/(k+2))*0.1*")
            : Gen.Elements("0.1*", "0.2*a*", "0.2*g*", "0.1*(1-g)*", "1/8*", "0.3*g*a*");
        Gen<string> value =
            from op in Gen.Elements(s_operators)
            from unknown in newest
            from other in newest
            from given in known
            from form in Gen.Choose(0, 11)
            select form switch
            {
                0 => $"{op}({unknown} + 0.5*{given})",
                1 => $"{op}({unknown} - g*{given} + 0.5*{other})",
                2 => $"relu({unknown} - {given})",
                3 => $"soft({unknown}, 0.1)",
                4 => unknown,
                5 => $"{op}({given})",
                6 when hasLayers && op == "T" => $"T_k({unknown})",
                7 => $"R(0.5*S({unknown}))",
                9 => $"tanh({unknown})*{op}({given})",
                10 => $"{op}({unknown})*(1 - tanh({given}))",
                11 => $"{op}(0.3 - {unknown} + {given})",
                _ => $"{op}({unknown})"
            };
        Gen<string> term =
            from sign in Gen.Elements(" + ", " - ")
            from f in factor
            from v in Gen.Frequency((6, value), (1, sum))
            select sign + f + v;
        return from count in Gen.Choose(1, 3) from terms in Gen.CollectToList(Enumerable.Range(0, count).Select(_ => term)) select string.Concat(terms);
    }
}
