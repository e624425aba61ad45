using OpenQA.Selenium;
using OptGen.Drafting;

namespace OptGen.Playground.Tests;

/// <summary>What the page shows while one types, moves and chooses.</summary>
[Collection("page")]
public sealed class PageTests(LazyPage lazy) : BrowserTest(lazy)
{
    [BrowserFact]
    public void Mistake_WhileTyping_IsUnderlinedAndItsCorrectionMendsIt() => Check(page =>
    {
        page.Open();
        page.Text.Clear();
        page.Text.SendKeys(Mistake);
        Assert.Equal("x_k+1", page.TextOfHidden(".underlines .under.error"));
        Assert.Equal("true", page.Text.GetAttribute("aria-invalid"));
        Assert.Equal("alert", page.Find("#problems").GetAttribute("role"));
        Assert.Contains("did you mean x_<k+1>?", page.TextOf("#problems"), StringComparison.Ordinal);
        Assert.Contains("No verdict", page.TextOf("#verdict"), StringComparison.Ordinal);

        IWebElement correction = page.Find("#problems .correction");
        Assert.Equal("Write 'x_<k+1>'", correction.Text);
        correction.Click();
        Assert.Equal("x_<k+1> = x_k - b*T(x_k)", page.Text.GetAttribute("value"));
        Assert.Empty(page.All(".underlines .under"));
        Assert.Contains("Consistent and zero-stable", page.TextOf("#verdict"), StringComparison.Ordinal);
        Assert.Equal("text", page.Script("return document.activeElement.id"));

        page.Text.SendKeys(Keys.Control + "z");
        Assert.Equal(Mistake, page.Text.GetAttribute("value"));
    });

    [BrowserFact]
    public void Underline_OfAMistake_LiesUnderItsCharacters() => Check(page =>
    {
        // Lines are broken where the window is narrow; the text that is typed and the one with the underlines must break alike.
        page.Resize(420, 900);
        page.OpenText(string.Join('\n', Enumerable.Range(1, 12).Select(i => $"y{i}_k = x_k + 0.5*(x_k - x_<k-1>) - 0.25*T(x_k)*0.125 - 0.5*S(x_<k-1>)")) + "\nx_<k+1> = y12_k - T(x_k+1)");
        Assert.Equal(page.Script("return document.getElementById('text').clientWidth + '/' + document.getElementById('text').scrollHeight"),
            page.Script("const u = document.querySelector('.underlines'); return u.clientWidth + '/' + u.scrollHeight"));
        page.Resize(1280, 1000);
    });

    [BrowserFact]
    public void Slider_ThatIsMoved_ChangesTheVerdictAndTheRoots() => Check(page =>
    {
        page.OpenText(HeavyBall);
        Assert.Equal("✓", page.TextOfHidden("#verdict .badge"));
        Assert.Equal(["● 1, on the circle", "● 0.5, inside"], page.All("#roots-list li").Select(e => e.Text));
        Assert.Equal((2, 0), (page.All("svg.roots .root circle").Count, page.All("svg.roots .root.broken").Count));
        page.Slide("a", 1.2);
        Assert.Equal("✗", page.TextOfHidden("#verdict .badge"));
        Assert.Contains("ot zero-stable", page.TextOf("#verdict"), StringComparison.Ordinal);
        Assert.Equal(["◆ 1.2, outside the circle: breaks zero-stability", "● 1, on the circle"], page.All("#roots-list li").Select(e => e.Text));
        Assert.Single(page.All("svg.roots .root.broken"));
        IWebElement slider = page.Find("input[type=range][data-name=a]");
        slider.SendKeys(Keys.Home);
        Assert.Equal("-2", page.Find("input[aria-label='a, value']").GetAttribute("value"));
        Assert.Contains("−2, outside the circle", page.TextOf("#roots-list"), StringComparison.Ordinal);
    });

    [BrowserFact]
    public void Coefficient_ThatIsTrained_HasNoRootsAndMayHaveBounds() => Check(page =>
    {
        page.OpenText(HeavyBall);
        page.Find(".coefficients fieldset .toggle input").Click();
        Assert.Empty(page.All("svg.roots"));
        Assert.Contains("take ‘trained’ away", page.TextOf(".roots.panel"), StringComparison.Ordinal);
        Type(page.Find("input[aria-label='a, lower bound']"), "-0.5");
        Type(page.Find("input[aria-label='a, upper bound']"), "0.9");
        Assert.Equal("✓", page.TextOfHidden("#verdict .badge"));
        Type(page.Find("input[aria-label='a, upper bound']"), "1.5");
        Assert.Equal("✗", page.TextOfHidden("#verdict .badge"));
        Assert.Contains("[Learnable(0.5, Min = -0.5, Max = 1.5)]", page.TextOf("#code-text"), StringComparison.Ordinal);
        BrowserPage.Wait(() => page.Address.Contains("train=a=0.5:-0.5..1.5", StringComparison.Ordinal));
        Type(page.Find("input[aria-label='a, upper bound']"), "-3");
        Assert.Equal("a stays as it was: a lower bound is less than the upper one.", page.TextOf(".refused"));
    });

    [BrowserFact]
    public void Address_ThatIsShared_ShowsTheSame() => Check(page =>
    {
        page.Open();
        page.Paste("x_<k+1> = x_k + ß*(x_k - x_<k-1>) - T(x_k)  # 100 % & more");
        page.Slide("ß", -0.25);
        BrowserPage.Wait(() => page.Address.EndsWith("=-0.25", StringComparison.Ordinal));
        string address = page.Address, verdict = page.TextOf("#verdict");
        page.Reload();
        Assert.Equal("x_<k+1> = x_k + ß*(x_k - x_<k-1>) - T(x_k)  # 100 % & more", page.Text.GetAttribute("value"));
        Assert.Equal((address, verdict), (page.Address, page.TextOf("#verdict")));
        Assert.Contains("−0.25, inside", page.TextOf("#roots-list"), StringComparison.Ordinal);
    });

    [BrowserFact]
    public void BackAndForward_BetweenRecurrences_ShowThem() => Check(page =>
    {
        page.Open();
        Choose(page, "Proximal point");
        Assert.Equal("x_<k+1> = x_k - b*T(x_<k+1>)", page.Text.GetAttribute("value"));
        Choose(page, "Deep equilibrium");
        page.Back();
        BrowserPage.Wait(() => page.Text.GetAttribute("value") == "x_<k+1> = x_k - b*T(x_<k+1>)");
        page.Back();
        BrowserPage.Wait(() => page.Text.GetAttribute("value") == HeavyBall);
        page.Forward();
        BrowserPage.Wait(() => page.Text.GetAttribute("value") == "x_<k+1> = x_k - b*T(x_<k+1>)");
    });

    [BrowserFact]
    public void Entry_OfTheGallery_IsShownInEveryTab() => Check(page =>
    {
        page.Open();
        foreach (GalleryEntry entry in Gallery.Entries)
        {
            Choose(page, entry.Name);
            Assert.Equal(entry.Text, page.Text.GetAttribute("value"));
            Assert.Empty(page.All("#problems li"));
            Assert.Single(page.All(".picture svg"));
            foreach ((int tab, string expected) in new[] { (1, "partial class MyNetwork"), (2, "class MyNetwork(nn.Module)"), (3, "\\begin{aligned}"), (0, "[Update(") })
            {
                page.Find($"#tab-{tab}").Click();
                Assert.Contains(expected, page.TextOf("#code-text"), StringComparison.Ordinal);
            }
        }
    });

    [BrowserFact]
    public void Layers_OfThePicture_AreStepped() => Check(page =>
    {
        page.OpenText(HeavyBall);
        page.Find("button[aria-label='One layer more']").Click();
        Assert.Equal("4 layers", page.TextOf("#layers"));
        Assert.Contains("layer 3", page.TextOf(".picture"), StringComparison.Ordinal);
        foreach (int _ in Enumerable.Range(0, 3))
            page.Find("button[aria-label='One layer less']").Click();
        Assert.Equal("1 layer", page.TextOf("#layers"));
        Assert.False(page.Find("button[aria-label='One layer less']").Enabled);
        page.Paste("z = T(z, u)");
        Assert.Empty(page.All("#layers"));
    });

    [BrowserFact]
    public void Copy_OfTheCodeAndTheLink_IsInTheClipboard() => Check(page =>
    {
        page.OpenText(HeavyBall);
        page.Command("Browser.grantPermissions", new() { ["permissions"] = new object[] { "clipboardReadWrite", "clipboardSanitizedWrite" } });
        page.Find("#copy-code").Click();
        BrowserPage.Wait(() => page.All(".copied").Any(e => e.Text == "Copied"));
        Assert.StartsWith("using OptGen;", (string)page.Script("return navigator.clipboard.readText()")!, StringComparison.Ordinal);
        page.Find("#copy-link").Click();
        BrowserPage.Wait(() => (string)page.Script("return navigator.clipboard.readText()")! == page.Address);
    });
}
