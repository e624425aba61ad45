using OpenQA.Selenium;

namespace OptGen.Playground.Tests;

/// <summary>What nobody should type, and what somebody will.</summary>
[Collection("page")]
public sealed class PageRobustnessTests(LazyPage lazy) : BrowserTest(lazy)
{
    [BrowserFact]
    public void Script_InTheTextOrTheAddress_IsText() => Check(page =>
    {
        const string Attack = "x_<k+1> = x_k - T(x_k) <img src=x onerror=\"window.hit=1\"><script>window.hit=1</script>\n\"'><svg onload=window.hit=1>";
        page.OpenText(Attack);
        page.Paste(Attack);
        page.Open("text=" + Uri.EscapeDataString(Attack) + "&set=" + Uri.EscapeDataString("<img src=x onerror=window.hit=1>=1") + "&<script>window.hit=1</script>");
        Assert.Contains("The address says ", page.TextOf("#problems"), StringComparison.Ordinal);
        Assert.Equal(Attack, page.Text.GetAttribute("value"));
        page.Paste("x_<k+1> = x_k - T(x_k) # <img src=x onerror=window.hit=1>\"]\"\"\"");
        foreach (int tab in Enumerable.Range(0, 4))
            page.Find($"#tab-{tab}").Click();
        Assert.Null(page.Script("return window.hit"));
        Assert.Equal(0L, page.Script("return document.querySelectorAll('img, [onload], [onerror], #app script').length"));
    });

    [BrowserFact]
    public void Text_OfAnyKind_IsAnsweredAndKeepsThePageAlive() => Check(page =>
    {
        page.Open();
        string[] texts =
        [
            "", "\n\n\n", ";;;", "x", new string('(', 3000), new string('x', 20_001), string.Concat(Enumerable.Repeat("x_<k+1> = ", 2000)),
            "x_<k+1> = x_k" + string.Concat(Enumerable.Repeat(" - 0.001*T(x_k)", 1300)), "🦉_<k+1> = 🦉_k", "x_<k+1> = x_k - \u202eT(x_k)\u0000", "e\u0301_<k+1> = e\u0301_k",
            "x_<k+1> = x_k - class*T(x_k)*lambda", "x_<k+1> = x_k - 1e400*T(x_k)", "x_<k+1> = 1e300*x_k - T(x_k)", "x_<k+1> = x_k - T(x_<k-1000>)", "z = T(z, y); y = S(z, u)",
            "x_<k+1> = x_k - T(x_k); out = (x_L, x_0)", "x_0 = 0*K^T(y); x_<k+1> = prox[s, k](x_k - K^T(K(x_k) - y))", HeavyBall
        ];
        foreach (string text in texts)
        {
            page.Paste(text);
            Assert.Empty(page.All(".fault"));
            foreach (int tab in Enumerable.Range(0, 4))
                page.Find($"#tab-{tab}").Click();
        }
        page.Script("const f = document.getElementById('text'); f.value = 'x_<k+1> = x_k \\ud800'; f.dispatchEvent(new Event('input', { bubbles: true }));");
        Assert.Single(page.All("#problems li.error"));
        page.Paste(HeavyBall);
        Assert.Equal("✓", page.TextOfHidden("#verdict .badge"));
    });

    [BrowserFact]
    public void Text_ThatTakesLong_IsTypedWithoutWaitingAndAnsweredAfterwards() => Check(page =>
    {
        page.OpenText(string.Join('\n', Enumerable.Range(0, 12).Select(i => $"s{i}_<k+1> = " + string.Join(" + ", Enumerable.Range(0, 12).Select(j => $"0.{((i * j) % 9) + 1}*s{j}_k")) + $" - a*T(s{i}_k)")));
        string before = page.Text.GetAttribute("value")!;
        page.Text.SendKeys(Keys.Control + Keys.End);
        page.Text.SendKeys(" + 0.125*s0_k # end");
        page.Slide("a", 0.75);
        Assert.Equal(before + " + 0.125*s0_k # end", page.Text.GetAttribute("value"));
        Assert.Equal("0.75", page.Find("input[aria-label='a, value']").GetAttribute("value"));
        Assert.Contains("0.125*s0_k", page.TextOf("#code-text"), StringComparison.Ordinal);
        page.Paste(HeavyBall);
        Assert.Equal("✓", page.TextOfHidden("#verdict .badge"));
    });

    [BrowserFact]
    public void Keys_TypedQuickly_AreAllThere() => Check(page =>
    {
        page.Open();
        page.Text.Clear();
        string text = string.Join('\n', Enumerable.Range(0, 8).Select(i => $"y{i}_k = x_k + {i}/9*(x_k - x_<k-1>)")) + "\nx_<k+1> = y7_k - b*T(y0_k)";
        page.Text.SendKeys(text);
        Assert.Equal(text, page.Text.GetAttribute("value"));
        Assert.Equal(text, ((string)page.Script("return document.querySelector('.underlines').textContent")!)[..text.Length]);
        // What is typed into the middle stays there.
        page.Script("document.getElementById('text').setSelectionRange(0, 0)");
        page.Text.SendKeys("# begin\n");
        Assert.Equal("# begin\n" + text, page.Text.GetAttribute("value"));
    });

    [BrowserFact]
    public void Mistake_InTheAddress_IsShownAndCanBeMended() => Check(page =>
    {
        page.Open("text=" + Uri.EscapeDataString(Mistake) + "&set=b=0.125&set=b=x");
        Assert.Equal("x_k+1", page.TextOfHidden(".underlines .under.error"));
        Assert.Contains("set=b=x", page.TextOf("#problems"), StringComparison.Ordinal);
        page.Find("#problems .correction").Click();
        Assert.Equal("0.125", page.Find("input[aria-label='b, value']").GetAttribute("value"));
    });
}
