using System.Text;

namespace OptGen.Export.PyTorch;

/// <summary>Lines of Python, indented by blocks.</summary>
internal sealed class PythonWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>How many characters fit behind the indentation.</summary>
    public int Room => PythonText.Width - (4 * _depth);

    public void Line(string line = "")
    {
        if (line.Length > 0)
            _text.Append(' ', 4 * _depth).Append(line);
        _text.Append('\n');
    }

    /// <summary>Lines that stand deeper until the result is disposed.</summary>
    public IDisposable Block(string header)
    {
        Line(header);
        return Deeper();
    }

    public IDisposable Deeper()
    {
        _depth++;
        return new Closing(this);
    }

    public void Comment(string text)
    {
        foreach (string line in PythonText.Wrap(PythonText.Prose(text), Room - 2))
            Line("# " + line);
    }

    /// <summary>A prefix, items with commas between them and an end, over several lines where they do not fit into one.</summary>
    public void List(string begin, IReadOnlyList<string> items, string end)
    {
        string line = begin + string.Join(", ", items) + end;
        if (line.Length <= Room)
        {
            Line(line);
            return;
        }
        Line(begin);
        using (Deeper())
        {
            var row = new StringBuilder();
            for (int i = 0; i < items.Count; i++)
            {
                string item = items[i] + (i < items.Count - 1 ? "," : "");
                if (row.Length > 0 && row.Length + 1 + item.Length > Room)
                {
                    Line(row.ToString());
                    row.Clear();
                }
                row.Append(row.Length > 0 ? " " : "").Append(item);
            }
            if (row.Length > 0)
                Line(row.ToString());
        }
        Line(end);
    }

    public override string ToString() => _text.ToString();

    private sealed class Closing(PythonWriter writer) : IDisposable
    {
        public void Dispose() => writer._depth--;
    }
}
