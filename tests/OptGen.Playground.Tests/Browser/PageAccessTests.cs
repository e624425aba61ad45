using System.Globalization;
using OpenQA.Selenium;
using OptGen.Drafting;

namespace OptGen.Playground.Tests;

/// <summary>The page by keys alone, by screen readers, in the dark and on small windows.</summary>
[Collection("page")]
public sealed class PageAccessTests(LazyPage lazy) : BrowserTest(lazy)
{
    [BrowserFact]
    public void Keys_OnTheirOwn_ReachEverything() => Check(page =>
    {
        page.OpenText(Mistake);
        page.Script("document.activeElement.blur(); window.getSelection().removeAllRanges()");
        var reached = new List<string>();
        for (int i = 0; i < 30 && (reached.Count < 2 || reached[^1] != "BODY"); i++)
        {
            page.Press(Keys.Tab);
            reached.Add((string)page.Script("const e = document.activeElement; return e.id || e.getAttribute('aria-label') || e.textContent.trim().slice(0, 40) || e.tagName")!);
            if (reached[^1].Length == 0 || page.Script("return document.activeElement === document.body") is true)
                break;
            Assert.True(page.Script("const e = document.activeElement, s = getComputedStyle(e.closest('.editor') ?? e); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1") is true, $"The focus on {reached[^1]} cannot be seen.");
        }
        Assert.Equal(["open-gallery", "copy-link", "text", "Write 'x_<k+1>'", "Go to line 1, column 1", "tab-0"], reached.Where(r => r is not "code-text").Take(6));

        page.Paste(HeavyBall);
        page.Find("#tab-0").SendKeys(Keys.ArrowRight + Keys.ArrowRight);
        Assert.Equal(("tab-2", "true"), ((string)page.Script("return document.activeElement.id")!, page.Find("#tab-2").GetAttribute("aria-selected")));
        page.Find("#open-gallery").SendKeys(Keys.Enter);
        Assert.Equal("true", page.Find("#open-gallery").GetAttribute("aria-expanded"));
        page.Find("#gallery button").SendKeys(Keys.Escape);
        Assert.Empty(page.All("#gallery"));
        Assert.Equal("open-gallery", page.Script("return document.activeElement.id"));
    });

    [BrowserFact]
    public void Names_OfControls_AreThereForScreenReaders() => Check(page =>
    {
        page.OpenText(Mistake + "; y_k = x_k");
        page.Paste(HeavyBall);
        page.Find(".coefficients fieldset .toggle input").Click();
        page.Find("#open-gallery").Click();
        Assert.Equal("", page.Script("""
            const named = e => (e.getAttribute('aria-label') || '') + (e.labels ? [...e.labels].map(l => l.textContent).join('') : '') + (e.tagName === 'BUTTON' ? e.textContent : '')
              + (e.getAttribute('aria-labelledby') || '').split(' ').map(i => document.getElementById(i)?.textContent || '').join('');
            return [...document.querySelectorAll('button, input, textarea, section, [role=tablist], [role=tabpanel], [role=img], [role=region]')].filter(e => !named(e).trim() && !e.querySelector(':scope > title')).map(e => e.outerHTML.slice(0, 120)).join('\n');
            """));
        Assert.Equal("", page.Script("""
            const ids = [...document.querySelectorAll('[aria-controls], [aria-describedby], [aria-labelledby]')].flatMap(e => ['aria-controls', 'aria-describedby', 'aria-labelledby'].flatMap(a => (e.getAttribute(a) || '').split(' ')));
            return ids.filter(i => i && !document.getElementById(i)).join(' ');
            """));
        Assert.Equal("en", page.Script("return document.documentElement.lang"));
    });

    [BrowserFact]
    public void Colours_FollowTheSystemAndCanBeRead() => Check(page =>
    {
        foreach (string scheme in new[] { "light", "dark" })
        {
            page.Media(("prefers-color-scheme", scheme));
            foreach (string text in new[] { HeavyBall, Mistake })
            {
                page.OpenText(text);
                if (text == HeavyBall)
                    page.Slide("a", 1.5);
                page.Find("#open-gallery").Click();
                double background = Convert.ToDouble(page.Script("return getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).reduce((s, c) => s + +c, 0) / 765"), CultureInfo.InvariantCulture);
                Assert.Equal(scheme == "light", background > 0.5);
                Assert.Equal("", page.Script(Contrast));
            }
        }
        page.Media();
    });

    [BrowserFact]
    public void Page_OnEveryWidth_IsNotWiderThanItsWindow() => Check(page =>
    {
        page.Open();
        foreach (int width in new[] { 320, 400, 768, 1024, 1280, 1920 })
        {
            page.Resize(width, 900);
            foreach (string text in new[] { HeavyBall, Mistake, new string('x', 500), Gallery.Entries.Single(e => e.Name == "Primal-dual hybrid gradient").Text })
            {
                page.Paste(text);
                Assert.True(page.Script("return document.documentElement.scrollWidth <= document.documentElement.clientWidth") is true, $"At {width} pixels the page with {text[..20]} is wider.");
            }
        }
        page.Resize(1280, 1000);
    });

    // Each text against what lies behind it, by the formula of WCAG 2; 4.5 is asked of text of this size.
    private const string Contrast = """
        const parse = c => { const m = c.match(/[\d.]+/g).map(Number); return { rgb: m.slice(0, 3), a: m.length > 3 ? m[3] : 1 }; };
        const light = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
        const behind = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.a === 1) return c.rgb; } return [255, 255, 255]; };
        const faint = e => { for (; e; e = e.parentElement) if (+getComputedStyle(e).opacity < 1) return true; return false; };
        return [...document.querySelectorAll('#app *')].filter(e => !(e instanceof SVGElement) && !e.closest('.underlines') && !faint(e) && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
          .map(e => { const a = light(parse(getComputedStyle(e).color).rgb), b = light(behind(e)); return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), e]; })
          .filter(([c]) => c < 4.5).map(([c, e]) => c.toFixed(2) + ' ' + e.outerHTML.slice(0, 100)).join('\n');
        """;
}
