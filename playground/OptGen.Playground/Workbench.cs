using OptGen.Drafting;

namespace OptGen.Playground;

/// <summary>What is on the page: a text, what is said of its coefficients, and what has been found out.</summary>
public sealed class Workbench
{
    // A coefficient of which nothing has been said is this number, so that there are roots to see.
    private const double UnlessSaid = 0.5;

    private readonly Dictionary<string, DraftCoefficient> _said = new(StringComparer.Ordinal);
    private string? _read;
    private bool _reads;

    /// <summary>Begins with what an address says.</summary>
    public Workbench(Address address) => Open(address);

    /// <summary>What stands in the editor.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The text as it was read last.</summary>
    public Draft Draft { get; private set; } = null!;

    /// <summary>The last text without mistakes: its pictures stay while another is being typed. Null before there was one.</summary>
    public Draft? Shown { get; private set; }

    /// <summary>The names of the coefficients, in the order of the text; those of the last text that had any mistakes only in their values.</summary>
    public IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>What is said of a coefficient, or is taken where nothing is.</summary>
    public DraftCoefficient this[string name] => _said.TryGetValue(name, out DraftCoefficient? said) ? said : DraftCoefficient.Number(UnlessSaid);

    /// <summary>Whether all that is known is of this text and these coefficients.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>What the address says of it.</summary>
    public Address Address => new(Text, Names.ToDictionary(n => n, n => this[n], StringComparer.Ordinal));

    /// <summary>Takes another text with coefficients of its own.</summary>
    public void Open(Address address)
    {
        _said.Clear();
        foreach ((string name, DraftCoefficient coefficient) in address.Coefficients)
            _said[name] = coefficient;
        // A text with mistakes says nothing of its names: what the address says of them counts once they are mended.
        Names = [.. address.Coefficients.Keys];
        (Shown, _read) = (null, null);
        Edit(address.Text);
    }

    /// <summary>Takes a recurrence of the gallery.</summary>
    public void Open(GalleryEntry entry)
    {
        Open(new Address(entry.Text, entry.Coefficients));
        foreach (string name in Names.Where(n => !entry.Coefficients.ContainsKey(n)))
            _said[name] = DraftCoefficient.Trained(UnlessSaid);
        Judge();
    }

    /// <summary>Takes another text, and answers; coefficients keep what has been said of them.</summary>
    public void Edit(string text)
    {
        Type(text);
        Answer();
    }

    /// <summary>Says something of a coefficient, and answers.</summary>
    public void Say(string name, DraftCoefficient coefficient)
    {
        Note(name, coefficient);
        Answer();
    }

    /// <summary>Takes another text, and leaves the answer for later.</summary>
    public void Type(string text) => (Text, IsAnswered) = (text, false);

    /// <summary>Says something of a coefficient, and leaves the answer for later.</summary>
    public void Note(string name, DraftCoefficient coefficient) => (_said[name], IsAnswered) = (coefficient, false);

    /// <summary>Finds out about the text and its coefficients as they are now.</summary>
    public void Answer()
    {
        // If this fails, it would fail again: there is no other answer.
        IsAnswered = true;
        if (_read != Text)
        {
            // Without any settings first: a name is a coefficient where the text makes it one, whatever was one before.
            (_read, _reads) = (Text, false);
            Draft = Draft.Read(Text);
            _reads = Draft.IsValid;
            if (_reads)
                Names = Draft.Recurrence.Coefficients;
        }
        if (_reads)
            Judge();
    }

    private void Judge()
    {
        if (Names.Count > 0)
            Draft = Draft.Read(Text, new DraftOptions { Coefficients = Names.ToDictionary(n => n, n => this[n], StringComparer.Ordinal) });
        if (Draft.IsValid)
            Shown = Draft;
    }
}
