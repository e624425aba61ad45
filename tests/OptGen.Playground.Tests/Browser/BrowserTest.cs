using OpenQA.Selenium;

namespace OptGen.Playground.Tests;

/// <summary>One browser for all tests of the page.</summary>
[CollectionDefinition("page")]
public class PageDefinition : ICollectionFixture<LazyPage>;

/// <summary>Made by the first test that needs it: without OPTGEN_LONG nothing is published.</summary>
public sealed class LazyPage : IDisposable
{
    private readonly Lazy<PublishedPage> _published = new(() => new PublishedPage());
    private readonly Lazy<BrowserPage> _browser;

    public LazyPage() => _browser = new Lazy<BrowserPage>(() => new BrowserPage(_published.Value));

    public PublishedPage Published => _published.Value;

    public BrowserPage Browser => _browser.Value;

    public void Dispose()
    {
        if (_browser.IsValueCreated)
            _browser.Value.Dispose();
        if (_published.IsValueCreated)
            _published.Value.Dispose();
    }
}

/// <summary>A test of the page as a user has it. After each the console has no complaint, and nothing was asked of another host.</summary>
public abstract class BrowserTest(LazyPage lazy)
{
    protected const string HeavyBall = "x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)", Mistake = "x_k+1 = x_k - b*T(x_k)";

    protected static void Choose(BrowserPage page, string name)
    {
        page.Find("#open-gallery").Click();
        page.All("#gallery button").Single(b => b.FindElement(By.CssSelector(".name")).Text == name).Click();
        Assert.Empty(page.All("#gallery"));
    }

    protected static void Type(IWebElement field, string text)
    {
        field.Clear();
        field.SendKeys(text + Keys.Tab);
    }

    protected void Check(Action<BrowserPage> test)
    {
        BrowserPage page = lazy.Browser;
        page.Complaints();
        page.Requests();
        test(page);
        Assert.Empty(page.Complaints());
        Assert.False(page.Find("#blazor-error-ui").Displayed);
        Assert.DoesNotContain(page.Requests(), r => !r.StartsWith(lazy.Published.Host, StringComparison.Ordinal) && r != "about:blank" && !r.StartsWith("data:", StringComparison.Ordinal));
    }
}
