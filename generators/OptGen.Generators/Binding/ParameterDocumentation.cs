using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace OptGen.Binding;

/// <summary>
/// What the documentation comment of a method says of its parameters. Compilers read comments in editors, and in builds that write a documentation file; elsewhere there is none.
/// </summary>
internal sealed class ParameterDocumentation
{
    private readonly XElement? _member;

    public ParameterDocumentation(IMethodSymbol method)
    {
        string? comment = method.GetDocumentationCommentXml();
        if (string.IsNullOrWhiteSpace(comment))
            return;
        try
        {
            _member = XElement.Parse(comment, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            // A comment that is no XML says nothing here; the compiler warns of it.
        }
    }

    /// <summary>The content of a parameter's element, in one line; null when there is none.</summary>
    public string? Of(string name)
    {
        if (_member?.Elements("param").FirstOrDefault(p => (string?)p.Attribute("name") == name) is not { } found)
            return null;
        var element = new XElement(found);
        // The constructor has other parameters than the factory: what names one is text there.
        foreach (XElement reference in element.Descendants().Where(e => e.Name == "paramref" || e.Name == "typeparamref").ToList())
            reference.ReplaceWith(new XElement("c", (string?)reference.Attribute("name") ?? ""));
        element.Descendants("include").Remove();
        string text = string.Concat(element.Nodes().Select(n => n.ToString(SaveOptions.DisableFormatting)));
        string line = string.Join(" ", text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length == 0 ? null : IsClosed(element) ? line : line + ".";
    }

    /// <summary>Whether a sentence has its end: after a sign that ends one, or after a paragraph, a list or code.</summary>
    private static bool IsClosed(XElement element) => element.Nodes().LastOrDefault(n => n is XElement || !string.IsNullOrWhiteSpace(n.ToString())) switch
    {
        XElement { IsEmpty: false } last when last.Name != "para" && last.Name != "list" && last.Name != "code" => IsClosed(last),
        XElement { IsEmpty: false } => true,
        XText text => text.Value.TrimEnd() is var words && words[words.Length - 1] is '.' or '!' or '?',
        _ => false
    };
}
