using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OptGen.Drafting;
using OptGen.Generators.Tests.Infrastructure;
using OptGen.Generators.Tests.Lowering;

namespace OptGen.Generators.Tests.Drafts;

/// <summary>A draft's class is one that the compiler takes, and its generated code is what the compiler then makes.</summary>
public class DraftTests
{
    public static TheoryData<string, int> Gallery => new()
    {
        { "x_<k+1> = x_k - b*T(x_k)", 5 },
        { "x_<k+1> = x_k + a*(x_k - x_<k-1>) - b_k*T(x_k)", 0 },
        { "y_k = x_k + (k/(k+3))*(x_k - x_<k-1>); x_<k+1> = y_k - b*T(y_k)", 4 },
        { "y_<k+1> = (1+a)*(y_k - b*T(y_k)) - a*(y_<k-1> - b*T(y_<k-1>))", 5 },
        { "y_<k+1> = y_k - sum[j=0..k](h_<k+1,j>*T(y_j))", 4 },
        { "z_<k+1> = (z_k + y_k - T1(z_k) - l_k)/2; y_<k+1> = (y_k + z_<k+1> - T2(y_k) + l_k)/2; l_<k+1> = l_k + z_<k+1> - y_<k+1>", 3 },
        { "u_<k+1> = proxF[s](u_k + s*K(z_k)); x_<k+1> = proxG[t, 2](x_k - t*K^T(u_<k+1>)); z_<k+1> = x_<k+1> + w*(x_<k+1> - x_k)", 3 },
        { "x_0 = 0; x_<k+1> = soft(x_k - W(A(x_k) - y), s_k)", 0 },
        { "x_<k+1> = x_k - b*T(x_<k+1>)", 3 },
        { "x_<k+1> = x_k - b/2*(T(x_<k+1>) + T(x_k))", 0 },
        { "z = T(z, u)", 0 },
        { "z_0 = stem(u); z = relu(W(z) + B(u, v)); out = head(z)", 0 },
        { "x_0 = stem(u); x_<k+1> = x_k - λ*class(x_k, u); out = (head(x_L), x_<L-1>)", 7 },
        { "x_<k+1> = 0.5*x_k", 2 },
        { "x_<k+1> = x_k - width*layers_k*T(x_k)", 0 },
        { "x_<k+1> = x_k - name*T(x_k, x_<k-1>, u, v, w, x_k + x_<k-1>, u)", 3 },
        { "class_<k+1> = class_k - new*int(class_k)", 3 },
        { "x_<k+1> = x_k - prox[k, s](x_k, u)", 3 },
        { "t_0 = 1; t_<k+1> = g*t_k; r_k = t_<k+1>/2; x_<k+1> = x_k - prox[r_k, k](T(x_k))", 3 }
    };

    [Theory]
    [MemberData(nameof(Gallery))]
    public void GeneratedCode_OfADraft_IsWhatTheCompilerMakesOfItsClass(string text, int layers)
    {
        var options = new DraftOptions { Name = "Drafted", Layers = layers == 0 ? null : layers };
        Draft draft = Draft.Read(text, options);
        Assert.True(draft.IsValid, string.Join("\n", draft.Problems));
        AssertCompiles([draft]);
    }

    [Fact]
    public void GeneratedCode_WithNumbersAndBounds_IsWhatTheCompilerMakesOfItsClass()
    {
        var coefficients = new Dictionary<string, DraftCoefficient>(StringComparer.Ordinal)
        {
            ["a"] = DraftCoefficient.Number(1.0 / 3),
            ["b"] = DraftCoefficient.Trained(0.5, 0, 1),
            ["c"] = DraftCoefficient.Trained(2, minimum: 1),
            ["d"] = DraftCoefficient.Number(0.25),
            ["h"] = DraftCoefficient.Number(2)
        };
        AssertCompiles([Draft.Read("x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*c_k*prox[b, a](T(x_k)) + d_k*sum[j=0..k](h_<k,j>*S(x_j))", new DraftOptions { Coefficients = coefficients })]);
    }

    [Fact]
    public void GeneratedCode_OfRandomRecurrences_IsWhatTheCompilerMakesOfTheirClasses()
    {
        var random = new Random(20261127);
        var drafts = new List<Draft>();
        for (int i = 0; drafts.Count < RandomCases.Of(400); i++)
        {
            RandomRecurrence recurrence = RandomRecurrence.Make(random, isStaged: false, isSolved: random.Next(3) == 0);
            var draft = Draft.Read(recurrence.Text, new DraftOptions { Name = "Network" + i, Layers = recurrence.KnowsLayers ? recurrence.Layers : null });
            if (draft.IsValid)
                drafts.Add(draft);
        }
        AssertCompiles(drafts);
    }

    [Theory]
    [InlineData("x_k+1 = x_k", "OPTG006", "x_<k+1> = x_k")]
    [InlineData("x_<k+1> = x_k - T(x_k", "OPTG009", "x_<k+1> = x_k - T(x_k)")]
    public void Correction_OfAProblem_MakesARecurrence(string text, string id, string corrected)
    {
        var draft = Draft.Read(text);
        Assert.False(draft.IsValid);
        DraftProblem problem = draft.Problems[0];
        Assert.Equal(id, problem.Id);
        Assert.Equal(corrected, problem.Correction!.ApplyTo(text));
        Assert.True(Draft.Read(corrected).IsValid);
        Assert.Throws<InvalidOperationException>(draft.ToClass);
    }

    [Fact]
    public void Read_WhatCannotBe_IsRefused()
    {
        Assert.StartsWith("A class cannot be named 'class'", Assert.Throws<ArgumentException>(() => Draft.Read("x_<k+1> = x_k", new DraftOptions { Name = "class" })).Message, StringComparison.Ordinal);
        var unknown = new DraftOptions { Coefficients = new Dictionary<string, DraftCoefficient>(StringComparer.Ordinal) { ["c"] = DraftCoefficient.Number(1) } };
        Assert.StartsWith("The recurrence has no coefficient 'c'; it has b.", Assert.Throws<ArgumentException>(() => Draft.Read("x_<k+1> = x_k - b*T(x_k)", unknown)).Message, StringComparison.Ordinal);
        Assert.StartsWith("The recurrence names MyNetwork, and no member", Assert.Throws<InvalidOperationException>(Draft.Read("x_<k+1> = x_k - MyNetwork(x_k)").ToClass).Message, StringComparison.Ordinal);
        Assert.StartsWith("The recurrence names Coefficients, which is a member", Assert.Throws<InvalidOperationException>(Draft.Read("x_<k+1> = x_k - Coefficients(x_k)").ToGeneratedCode).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => DraftCoefficient.Number(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => DraftCoefficient.Trained(1, 0, 1));
    }

    private static void AssertCompiles(List<Draft> drafts)
    {
        var run = new GeneratorRun(TestCompilation.Create(drafts.Select(d => d.ToClass())));
        Assert.Empty(run.Output.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Error).Select(d => d.ToString()));
        Assert.Empty(Written.Errors(run));
        Assert.Equal(drafts.Count, run.Result.GeneratedSources.Length);
        Dictionary<string, string> made = run.Result.GeneratedSources.ToDictionary(s => s.HintName.Split('.')[0], s => s.SourceText.ToString(), StringComparer.Ordinal);
        Assert.All(drafts, d => Assert.Equal(made[d.Options.Name], d.ToGeneratedCode()));
    }
}
