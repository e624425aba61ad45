using System.Text;

namespace OptGen.Emission;

/// <summary>Text in lines, indented by blocks. Lines end with '\n' on every system.</summary>
internal sealed class SourceWriter
{
    private const int Indent = 4;

    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes a line, or several when the text has line breaks; an empty one is written without spaces.</summary>
    public void Line(string text = "")
    {
        foreach (string line in text.Split('\n'))
        {
            if (line.Length > 0)
                _text.Append(' ', _depth * Indent).Append(line);
            _text.Append('\n');
        }
    }

    /// <summary>Writes a header and an opening brace; the closing one when the returned value is disposed.</summary>
    public Closing Block(string header)
    {
        Line(header);
        Line("{");
        _depth++;
        return new Closing(this, brace: true);
    }

    /// <summary>Indents what follows by one step, as after a line that goes on.</summary>
    public Closing Indented()
    {
        _depth++;
        return new Closing(this, brace: false);
    }

    public override string ToString() => _text.ToString();

    /// <summary>Ends a block.</summary>
    public readonly struct Closing(SourceWriter writer, bool brace) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            if (brace)
                writer.Line("}");
        }
    }
}
