using System.Text.Json;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace OptGen.Playground.Tests;

/// <summary>The page in a browser.</summary>
public sealed class BrowserPage : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly PublishedPage _page;
    private readonly ChromeDriver _driver;

    public BrowserPage(PublishedPage page)
    {
        _page = page;
        var options = new ChromeOptions { BinaryLocation = Programs.Find("chromium")! };
        options.AddArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--window-size=1280,1000", "--disable-component-update", "--no-first-run");
        options.SetLoggingPreference("browser", LogLevel.All);
        options.SetLoggingPreference("performance", LogLevel.All);
        string driver = Programs.Find("chromedriver")!;
        _driver = new ChromeDriver(ChromeDriverService.CreateDefaultService(Path.GetDirectoryName(driver), Path.GetFileName(driver)), options, s_patience);
    }

    public IWebElement Text => Find("#text");

    public string Address => _driver.Url;

    public IWebElement Find(string selector)
    {
        Settle();
        return _driver.FindElement(By.CssSelector(selector));
    }

    public IReadOnlyList<IWebElement> All(string selector)
    {
        Settle();
        return _driver.FindElements(By.CssSelector(selector));
    }

    public string TextOf(string selector) => Find(selector).Text;

    /// <summary>The text of an element that screen readers, and so the driver, do not see.</summary>
    public string TextOfHidden(string selector) => (string)Script("return document.querySelector(arguments[0]).textContent", selector)!;

    /// <summary>Presses keys wherever the focus is.</summary>
    public void Press(string keys) => new OpenQA.Selenium.Interactions.Actions(_driver).SendKeys(keys).Perform();

    /// <summary>Opens the page with a fragment, anew, and waits until it can be used.</summary>
    public void Open(string fragment = "")
    {
        _driver.Navigate().GoToUrl("about:blank");
        _driver.Navigate().GoToUrl(_page.Address + (fragment.Length > 0 ? "#" + fragment : ""));
        Settle();
    }

    public void OpenText(string text) => Open("text=" + Uri.EscapeDataString(text));

    public void Reload()
    {
        _driver.Navigate().Refresh();
        Settle();
    }

    public void Back() => _driver.Navigate().Back();

    public void Forward() => _driver.Navigate().Forward();

    /// <summary>Puts a text where it is typed, at once, as pasting does.</summary>
    public void Paste(string text) => Script("const f = document.getElementById('text'); f.value = arguments[0]; f.dispatchEvent(new Event('input', { bubbles: true }));", text);

    /// <summary>Moves a slider, as a pointer does.</summary>
    public void Slide(string name, double value) =>
        Script("const f = [...document.querySelectorAll('input[type=range]')].find(e => e.dataset.name === arguments[0]); f.value = arguments[1]; f.dispatchEvent(new Event('input', { bubbles: true }));", name, value);

    public object? Script(string script, params object[] arguments)
    {
        Settle();
        return _driver.ExecuteScript(script, arguments);
    }

    // The page says that it is busy until it is loaded, and while an answer waits for a pause in the typing.
    private void Settle() => Wait(() => _driver.ExecuteScript("return document.querySelector('main[aria-busy=true]') === null") is true);

    public void Command(string name, Dictionary<string, object?> parameters) => _driver.ExecuteCdpCommand(name, parameters);

    public object? Ask(string name, Dictionary<string, object?> parameters) => _driver.ExecuteCdpCommand(name, parameters);

    public void Resize(int width, int height) =>
        Command("Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false });

    public void Media(params (string Name, string Value)[] features) =>
        Command("Emulation.setEmulatedMedia", new() { ["features"] = features.Select(f => new Dictionary<string, object?> { ["name"] = f.Name, ["value"] = f.Value }).ToArray<object?>() });

    /// <summary>A picture of the whole page.</summary>
    public byte[] Picture()
    {
        var answer = (Dictionary<string, object?>)Ask("Page.captureScreenshot", new() { ["captureBeyondViewport"] = true, ["format"] = "png" })!;
        return Convert.FromBase64String((string)answer["data"]!);
    }

    public static void Wait(Func<bool> isSo)
    {
        var end = DateTime.UtcNow + s_patience;
        while (!isSo())
        {
            if (DateTime.UtcNow > end)
                throw new TimeoutException($"The page did not come to it within {s_patience}.");
            Thread.Sleep(20);
        }
    }

    /// <summary>What the console says of errors and warnings since it was asked last.</summary>
    public IReadOnlyList<string> Complaints() => [.. _driver.Manage().Logs.GetLog("browser").Where(e => e.Level >= LogLevel.Warning).Select(e => e.Message)];

    /// <summary>The addresses asked for since this was asked last.</summary>
    public IReadOnlyList<string> Requests() =>
    [
        .. _driver.Manage().Logs.GetLog("performance").Select(e => JsonDocument.Parse(e.Message).RootElement.GetProperty("message"))
            .Where(m => m.GetProperty("method").GetString() == "Network.requestWillBeSent")
            .Select(m => m.GetProperty("params").GetProperty("request").GetProperty("url").GetString()!)
    ];

    public void Dispose() => _driver.Dispose();
}
