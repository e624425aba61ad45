using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace OptGen.Tests;

/// <summary>A random recurrence and the class that declares it.</summary>
internal sealed record RandomNetwork(string Text, int Layers, bool HasStages)
{
    /// <summary>The operators that have a module for each layer, one for all layers, and those that change nothing but the tensor.</summary>
    private static readonly string[] Operators = ["T", "S", "R"];

    /// <summary>Coefficients that bear names which generated code would like to give its own variables.</summary>
    public static readonly string[] LikeLocals = ["start", "scope", "xNext"];

    public bool NamesInput => Regex.IsMatch(Text, @"\bu\b");

    /// <summary>Whether it is solved once, without layers.</summary>
    public bool IsEquilibrium => !Text.Contains("_<k+1>", StringComparison.Ordinal);

    public static Gen<RandomNetwork> Generator { get; } =
        from count in Gen.Choose(1, 3)
        from equations in Gen.CollectToList(Enumerable.Range(0, count).Select(i => Equation(i, count)))
        from start in Gen.Elements("", "", "x_0 = stem(u)\n", "x_<-1> = 0.5*x_0\n", "x_<-1> = R(x_0)\n")
        from second in count > 1 ? Gen.Elements("", "", "y_0 = R(x_0)\n", "y_0 = 0.5*x_0 - S(x_0)\n", "y_0 = 0*R(x_0)\n", "y_0 = 0*S(R(x_0))\n") : Gen.Constant("")
        from end in Gen.Elements(
            "", "", "out = head(x_L)\n", "out = x_L - 0.5*x_<L-1>\n", "out = S(x_L)\n", "out = x_L - S(x_L)\n", "out = x_L + sum[j=0..L](0.1*x_j)\n",
            "out = x_<L-2> + T(x_L)\n", "out = sum[j=0..L](0.1*T(x_j)) - x_L\n")
        from layers in Gen.Choose(3, 6)
        from stages in Gen.Elements(false, false, true)
        from numbers in Gen.Elements(["", "", "", .. Numbers])
        select new RandomNetwork(WithNumbers(start + second + string.Concat(equations.Select(e => e + "\n")), numbers) + end, layers, stages);

    /// <summary>Scalar lines that give layers numbers r_k: of constants, of a schedule, and of what is trained.</summary>
    public static string[] Numbers =>
    [
        "t_0 = 1\nt_<k+1> = (1 + sqrt(1 + 4*t_k^2))/2\nr_k = (t_k - 1)/t_<k+1>\n", "r_k = 0.9^k/(k+2)\n", "r_<-1> = 0.2\nr_k = 0.5*r_<k-1> + 0.1*w_k\n", "r_k = g/(1+c_k)\n",
        "t_0 = g\nt_<k+1> = t_k/(1 + c_k) + 0.1\nr_k = t_<k+1> - 0.5*t_k*w_k\n", "t_0 = 0.5\nt_<k+1> = 0.5*t_k + 0.3*t_<k-1>*c_<k+1>\nr_k = t_<k+1>*t_<k-1> + g/(k+1)\n"
    ];

    /// <summary>The same equations with numbers of scalar lines in place of the constant, where they have one.</summary>
    public static string WithNumbers(string equations, string numbers) => numbers.Length == 0 || !equations.Contains("a*", StringComparison.Ordinal)
        ? equations
        : numbers + equations.Replace("a*", "r_k*", StringComparison.Ordinal);

    /// <summary>The declaration, with the members that the text names.</summary>
    public string Declare(string className, bool handsOutIterates = false)
    {
        var source = new StringBuilder();
        string inputs = (NamesInput ? ", Inputs = \"u\"" : "") + (handsOutIterates ? ", Iterates = true" : "");
        if (HasStages)
        {
            source.AppendLine($"[Stage(Layers = 1)] [Stage(Layers = {Layers - 2})] [Stage(Layers = 1, History = StageHistory.Project)]");
            source.AppendLine($"[Update(\"{Text.Replace("\n", "; ", StringComparison.Ordinal)}\"{inputs})]");
        }
        else
        {
            source.AppendLine($"[Update(\"{Text.Replace("\n", "; ", StringComparison.Ordinal)}\"{(IsEquilibrium ? "" : $", Layers = {Layers}")}{inputs})]");
        }

        source.AppendLine($"public partial class {className}").AppendLine("{");
        Add("a*", "private const double a = 0.3;");
        Add("n/", "private const int n = 2;");
        Add("f*", "private static readonly float f = 0.25f;");
        foreach (string name in LikeLocals)
            Add(name + "*", $"private const double {name} = 0.25;");
        Add("w_", "private static double w(int k) => 1.0 / (k + 2);");
        Add("h_<", "private static double h(int k, int j) => 0.1 / (1 + k + j);");
        Add("c_", "[Learnable(0.2, PerLayer = true)] public partial Parameter c { get; }");
        Add("g", "[Learnable(0.4, Min = 0, Max = 1)] public partial Parameter g { get; }");
        Add("T(", "private static Module<Tensor, Tensor> T(int k, int width) => Make(width);");
        Add("T_k(", Text.Contains("T(", StringComparison.Ordinal) ? "" : "private static Module<Tensor, Tensor> T(int k, int width) => Make(width);");
        Add("S(", "private static Module<Tensor, Tensor> S(int k, int width) => Make(width);");
        Add("R(", "private static Module<Tensor, Tensor> R(int width) => Make(width);");
        Add("stem(", "private static Module<Tensor, Tensor> stem(int width) => Make(width);");
        Add("head(", "private static Module<Tensor, Tensor> head(int width) => Make(width);");
        if (HasStages)
            source.AppendLine("    private static Module<Tensor, Tensor> D(int stage, int width) => Make(width);");
        source.AppendLine("    private static Module<Tensor, Tensor> Make(int width) => Sequential(Linear(width, width), Tanh());");
        return source.AppendLine("}").ToString();

        void Add(string mark, string member)
        {
            if (Text.Contains(mark, StringComparison.Ordinal))
                source.AppendLine("    " + member);
        }
    }

    private static Gen<string> Equation(int number, int count)
    {
        string[] names = ["x", "y", "v"];
        return
            from first in Term(names, number, count, isFirst: true)
            from terms in Gen.Choose(1, 3)
            from rest in Gen.CollectToList(Enumerable.Range(0, terms).Select(_ => Term(names, number, count, isFirst: false)))
            select $"{names[number]}_<k+1> = {names[number]}_k{first}{string.Concat(rest)}";
    }

    private static Gen<string> Term(string[] names, int number, int count, bool isFirst)
    {
        Gen<string> sign = Gen.Elements(" + ", " - ");
        Gen<string> factor = Gen.Elements("", "0.5*", "a*", "g*", "(1-g)*", "c_k*", "w_k*", "(k/(k+2))*", "1/3*", "2*a*", "n/3*", "f*", "start*", "scope*", "xNext*");
        Gen<string> read =
            from state in Gen.Choose(0, count - 1)
            from age in Gen.Frequency((12, Gen.Choose(0, 3)), (1, Gen.Choose(4, 6)))
            select state < number && age == 3 ? $"{names[state]}_<k+1>" : age is 0 or 3 ? $"{names[state]}_k" : $"{names[state]}_<k-{age}>";
        Gen<string> applied =
            from op in Gen.Elements(Operators)
            from argument in read
            from other in read
            from form in Gen.Choose(0, 9)
            select form switch
            {
                6 => $"{op}({argument})*R({other})",
                7 => $"(1 - tanh({argument}))*{op}({other})",
                8 => $"tanh(0.5 - g*{argument})*(c_k + {op}({other}))",
                0 => $"{op}({argument} + 0.5*{other})",
                1 => $"relu({argument})",
                2 => $"soft({argument}, 0.1)",
                3 when op == "T" => $"T_k({argument})",
                _ => $"{op}({argument})"
            };
        Gen<string> sum = Gen.Elements(
            "sum[j=0..k](h_<k,j>*T(x_j))", "sum[j=k-2..k](0.1*x_j)", "sum[j=0..k](0.1*S(x_j))", "sum[j=k-4..k](w_j*T(x_j))", "sum[j=0..k](c_j*x_<k-j>)");
        Gen<string> value = isFirst
            ? applied
            : Gen.Frequency((4, applied), (4, read), (1, sum));
        return from s in sign from f in factor from v in value select s + f + v;
    }
}
