using System.Globalization;
using OptGen.Drafting;
using Xunit.Abstractions;

namespace OptGen.Playground.Tests;

/// <summary>How long the page takes, reported and not judged; and what it looks like.</summary>
[Collection("page")]
public sealed class PageMeasurements(LazyPage lazy, ITestOutputHelper output) : BrowserTest(lazy)
{
    [BrowserFact]
    public void Times_AreReported() => Check(page =>
    {
        page.Open();
        output.WriteLine($"first paint {page.Script("return performance.getEntriesByName('first-contentful-paint')[0].startTime"):0} ms, usable {page.Script("return performance.getEntriesByName('usable')[0].startTime"):0} ms");
        foreach ((string name, string text) in Gallery.Entries.Select(e => (e.Name, e.Text)).Prepend(("a mistake", Mistake)))
        {
            foreach (int tab in new[] { 0, 1, 2 })
            {
                page.Find($"#tab-{tab}").Click();
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}, tab {tab}: edit {Median(page, text):0.0} ms"));
            }
        }
        page.Find("#tab-0").Click();
        page.Paste(HeavyBall);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"slider {page.Script(SliderTime):0.0} ms"));
        page.Paste("x_<k+1> = x_k" + string.Concat(Enumerable.Repeat(" - 0.001*T(x_k)", 1300)));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"19500 characters: edit {page.Script(EditTime, "x_<k+1> = x_k" + string.Concat(Enumerable.Repeat(" - 0.001*T(x_k)", 1299))):0.0} ms"));
    });

    [BrowserFact]
    public void Pictures_OfThePage_AreTaken() => Check(page =>
    {
        string folder = Path.Combine(PublishedPage.Root, "artifacts", "playground-pictures");
        Directory.CreateDirectory(folder);
        foreach (string scheme in new[] { "light", "dark" })
        {
            page.Media(("prefers-color-scheme", scheme));
            Take("heavy-ball", 1280, 1000, "text=" + Uri.EscapeDataString(HeavyBall) + "&set=a=0.5&set=b=0.5");
            Take("unstable", 1280, 1000, "text=" + Uri.EscapeDataString(HeavyBall) + "&set=a=1.2&train=b=0.5");
            Take("mistake", 1280, 1000, "text=" + Uri.EscapeDataString("y_k = x_k + a*(x_k - x_<k-1>\nx_k+1 = y_k - b*T(y_k)"));
            Take("narrow", 400, 900, "text=" + Uri.EscapeDataString(Gallery.Entries.Single(e => e.Name == "Linearized ADMM").Text));
        }
        page.Media();
        page.Resize(1280, 1000);
        page.Open();
        page.Find("#open-gallery").Click();
        File.WriteAllBytes(Path.Combine(folder, "gallery.png"), page.Picture());

        void Take(string name, int width, int height, string fragment)
        {
            page.Resize(width, height);
            page.Open(fragment);
            byte[] picture = page.Picture();
            Assert.True(picture.Length > 10_000);
            File.WriteAllBytes(Path.Combine(folder, $"{name}-{page.Script("return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'")}.png"), picture);
        }
    });

    private const string EditTime = """
        const f = document.getElementById('text'), t = performance.now();
        f.value = arguments[0]; f.dispatchEvent(new Event('input', { bubbles: true }));
        document.body.offsetHeight;
        return new Promise(done => { const look = () => document.querySelector('main[aria-busy=true]') ? setTimeout(look) : done(performance.now() - t); look(); });
        """;

    private const string SliderTime = """
        const f = document.querySelector('input[type=range]'), times = [];
        for (let i = 0; i < 41; i++) { const t = performance.now(); f.value = i / 20 - 1; f.dispatchEvent(new Event('input', { bubbles: true })); document.body.offsetHeight; times.push(performance.now() - t); }
        return times.sort((a, b) => a - b)[20];
        """;

    private static double Median(BrowserPage page, string text)
    {
        var times = new List<double>();
        for (int i = 0; i < 7; i++)
        {
            // Another recurrence before, so that everything is found out and drawn anew.
            page.Paste("x_<k+1> = x_k - S(x_k)");
            times.Add(Convert.ToDouble(page.Script(EditTime, text), CultureInfo.InvariantCulture));
        }
        times.Sort();
        return times[3];
    }
}
