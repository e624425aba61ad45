namespace OptGen.CodeFixes.Tests;

public class CodeFixTests
{
    private const string T = "static Module<Tensor, Tensor> T(int k) => Linear(1, 1);";

    [Theory]
    [InlineData("OPTG006", "x_k+1 = x_k - T(x_k)", "Write 'x_<k+1>'", "x_<k+1> = x_k - T(x_k)")]
    [InlineData("OPTG005", "x_<k+1> = x_k - 2T(x_k)", "Insert '*'", "x_<k+1> = x_k - 2*T(x_k)")]
    [InlineData("OPTG001", "x_<k+1> = x_k – T(x_k)", "Write '-'", "x_<k+1> = x_k - T(x_k)")]
    [InlineData("OPTG010", "x_<k+1> = x_k - T(x_k))", "Remove this", "x_<k+1> = x_k - T(x_k)")]
    [InlineData("OPTG009", "x_<k+1> = (x_k - T(x_k)", "Insert ')'", "x_<k+1> = (x_k - T(x_k))")]
    [InlineData("OPTG205", "x_<k+1> = x_k - rleu(x_k)", "Write 'relu'", "x_<k+1> = x_k - relu(x_k)")]
    [InlineData("OPTG206", "x_<k+1> = x_k - etta*T(x_k)", "Write 'eta'", "x_<k+1> = x_k - eta*T(x_k)")]
    [InlineData("OPTG108", "x_<k+1> = x - T(x_k)", "Write 'x_k'", "x_<k+1> = x_k - T(x_k)")]
    public async Task Text_WithOneCorrection_IsRepairedInTheString(string id, string wrong, string title, string right)
    {
        static string Class(string recurrence) => $"[Update(\"{recurrence}\")] partial class N {{ {T} const double eta = 1; }}";

        await Repair.To(new TextRepair(), id, Class(wrong), title, Class(right));
        await Repair.To(new TextRepair(), id, Class(wrong).Replace("\"", "\"\"\"", StringComparison.Ordinal), title, Class(right).Replace("\"", "\"\"\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"x_k\\u002b1 = x_k - T(x_k)\"")]
    [InlineData("\"x_k\" + \"+1 = x_k - T(x_k)\"")]
    public async Task Text_ThatIsNotWrittenAsItReads_IsLeftAlone(string literal) =>
        await Repair.Not(new TextRepair(), "OPTG006", $"[Update({literal})] partial class N {{ {T} }}");

    [Theory]
    [InlineData("class N", "partial class N")]
    [InlineData("public class N", "public partial class N")]
    [InlineData("// a comment\nclass N", "// a comment\npartial class N")]
    [InlineData("public sealed class N", "public sealed partial class N")]
    public async Task Class_IsMadePartial(string wrong, string right)
    {
        static string Class(string header) => $"[Update(\"x_<k+1> = x_k - T(x_k)\")]\n{header} {{ {T} }}";

        await Repair.To(new AddPartial(), "OPTG201", Class(wrong), "Make it partial", Class(right));
    }

    [Fact]
    public async Task Container_IsMadePartial() => await Repair.To(
        new AddPartial(), "OPTG202", $"struct S {{ [Update(\"x_<k+1> = x_k - T(x_k)\")] partial class N {{ {T} }} }}", "Make it partial",
        $"partial struct S {{ [Update(\"x_<k+1> = x_k - T(x_k)\")] partial class N {{ {T} }} }}");

    [Theory]
    [InlineData("1.5", "0.9")]
    [InlineData("1", "0.9")]
    [InlineData("-1.25", "0.9")]
    public async Task UnstableMomentum_IsDeclaredWithAStableValue(string wrong, string right)
    {
        static string Class(string a) => $"[Update(\"x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)\")] partial class N {{ {T} const double a = {a}; const double b = 1; }}";

        await Repair.To(new DeclareStable(), "OPTG302", Class(wrong), "Declare a = 0.9, which is zero-stable", Class(right));
    }

    [Fact]
    public async Task UnstableConstantOfAnotherType_IsLeftAlone() => await Repair.Not(
        new DeclareStable(), "OPTG302",
        $"[Update(\"x_<k+1> = x_k + a*(x_k - x_<k-1>) - T(x_k)\")] partial class N {{ {T} const int a = 2; }}");

    [Fact]
    public async Task MissingCoefficient_IsAdded() => await Repair.To(
        new AddMember(), "OPTG206",
        $$"""
        [Update("x_<k+1> = x_k - b*T(x_k)")]
        partial class N
        {
            {{T}}
        }
        """,
        "Add the coefficient",
        $$"""
        [Update("x_<k+1> = x_k - b*T(x_k)")]
        partial class N
        {
            {{T}}
            const double b = 1.0;
        }
        """);

    [Fact]
    public async Task MissingFactory_IsAddedToAClassWithoutBody() => await Repair.To(
        new AddMember(), "OPTG205",
        """
        [Update("x_<k+1> = x_k - F(x_k, x_<k-1>)")]
        partial class N;
        """,
        "Add the method",
        """
        [Update("x_<k+1> = x_k - F(x_k, x_<k-1>)")]
        partial class N
        {
            static Module<Tensor, Tensor, Tensor> F(int k) => throw new NotImplementedException();
        }
        """);

    [Fact]
    public async Task MissingFunction_TakesTensorsAndScalars() => await Repair.To(
        new AddMember(), "OPTG205",
        """
        [Update("x_<k+1> = prox[1, 2](x_k)")]
        partial class N
        {
        }
        """,
        "Add the method",
        """
        [Update("x_<k+1> = prox[1, 2](x_k)")]
        partial class N
        {
            static Tensor prox(Tensor x, double s1, double s2) => throw new NotImplementedException();
        }
        """);
}
