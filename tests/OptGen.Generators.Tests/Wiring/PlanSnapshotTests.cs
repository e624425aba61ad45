using System.Reflection;
using System.Text;
using OptGen.Testing;
using OptGen.Wiring;

namespace OptGen.Generators.Tests.Wiring;

public class PlanSnapshotTests
{
    private static readonly string[] Others =
    [
        "x_0 = stem(u); x_<k+1> = x_k - b*T(x_k); out = head(x_L)",
        "x_<k+1> = x_k + T(x_<k+1>); w_<k+1> = w_k + T(x_k); out = w_L + T(x_L)",
        "x_<-1> = stem(u); x_<k+1> = x_k - b*T(x_<k-1>)",
        "x_<k+1> = x_k - b*T(x_<k-1>)",
        "y_k = x_k + g*y_<k-1>; x_<k+1> = x_k - b*T(y_k) - T(y_<k-1>)",
        "y_k = 2*x_k; x_<k+1> = x_k - b*T(y_<k-1>)",
        "x_<k+1> = sum[j=k-3..k](c_<k-j>*x_j) - sum[j=0..3](d_j*T(x_<k-j>)); out = sum[j=0..L](x_j)/(L+1)",
        "x_<k+1> = x_k; out = sum[j=0..L](w_<L-j>*T(x_j))",
        "v_0 = T(x_0); v_<k+1> = v_k; x_<k+1> = x_0 + x_k - T(x_k) + T(x_0) + v_k",
        "x_<k+1> = x_k - T_k(x_<k-1>) + B(u) + B_k(u) + tanh(A(x_k))",
        "x_<k+1> = x_k - T_0(x_k) + T_<k+1>(x_k)",
        "x_<k+1> = f(y_<k+1>, x_k); y_<k+1> = g(x_<k+1>); w_<k+1> = w_k + x_<k+1>; out = w_L",
        "z_0 = e(u); x_<k+1> = x_k + z_0; out = x_L + x_<L-2>",
        "z = T(y, u); y = S(z); out = head(y)",
        "x_0 = 0; x_<k+1> = x_k + B(u)",
        "z_0 = stem(u); z = 0.5*z + T(z, y); y = S(z, u); out = head(y)",
        "x_<k+1> = x_k - v_<k+1>; y_<k+1> = y_k + R(y_k) - v_<k+1>; v_<k+1> = v_k + x_<k+1> + R(y_<k+1>) - T(x_k); w_<k+1> = w_k + T(x_<k+1>); out = x_L + w_L",
        "y_<-1> = 0; y_k = x_k - T(y_k); x_<k+1> = x_k - sum[j=0..k+1](h_<k,j>*S(x_j)) + y_k",
        "x_0 = a_2*u; x_<k+1> = x_k + a_<k+1>*T(x_k) + sum[j=k-2..k](c_<k-j>*h_<k,j>*x_j); out = w_L*x_L"
    ];

    [Fact]
    public void Plan_GalleryAndMore_MatchesSnapshot()
    {
        var text = new StringBuilder();
        foreach (FieldInfo field in typeof(Gallery).GetFields(BindingFlags.Public | BindingFlags.Static))
            Append(text, field.Name, (string)field.GetValue(null)!);
        for (int i = 0; i < Others.Length; i++)
            Append(text, $"Other {i + 1}", Others[i]);

        Snapshot.Verify(text.ToString(), Path.Combine(RepositoryFiles.Tests, "Wiring/Plans.verified.txt"));
    }

    [Fact]
    public void Plan_SameSystemMovedAndReformatted_IsEqual()
    {
        Plan plan = Wirer.Wire(Gallery.Ladmm, WiringOptions.Default).Plan!;
        string moved = "# LADMM\n\n" + Gallery.Ladmm.Replace("*", " * ", StringComparison.Ordinal).Replace("z_k", "z_{k}", StringComparison.Ordinal);

        Plan other = Wirer.Wire(moved, WiringOptions.Default).Plan!;

        Assert.Equal(plan, other);
        Assert.Equal(plan.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(plan, Wirer.Wire(Gallery.Ladmm.Replace("/2", "/3", StringComparison.Ordinal), WiringOptions.Default).Plan);
    }

    [Fact]
    public void Plan_Names_KnowWhereTheyStand()
    {
        const string Text = "x_<k+1> = x_k + a_k*u - T(x_k) - T(x_<k-1>)";
        Plan plan = Wirer.Wire(Text, WiringOptions.Default with { Inputs = ["x", "u"] }).Plan!;

        Assert.Equal([0, 10, 26, 35], plan.States[0].Spans.Spans.Select(s => s.Start));
        Assert.Equal([24, 33], plan.Operators[0].Spans.Spans.Select(s => s.Start));
        Assert.Equal([16], plan.Coefficients[0].Spans.Spans.Select(s => s.Start));
        Assert.Equal([new IndexBound(0, -1)], plan.Coefficients[0].Last);
        Assert.Equal([20], plan.Inputs[1].Spans.Spans.Select(s => s.Start));
    }

    private static void Append(StringBuilder text, string name, string recurrence)
    {
        WiringResult result = Wirer.Wire(recurrence, WiringOptions.Default);
        text.Append("=== ").Append(name).Append('\n').Append(recurrence).Append('\n');
        Assert.Empty(result.Problems);
        text.Append("inputs ").AppendJoin(", ", result.Plan!.Inputs.Select(i => i.Name)).Append("; at least ").Append(result.Plan.MinimumLayers).Append(" layers\n");
        text.Append(PlanText.Write(result.Plan)).Append('\n');
    }
}
