using System.Globalization;
using OptGen.Training;

namespace OptGen.Search;

/// <summary>A recurrence that a search has trained.</summary>
public sealed record SearchEntry
{
    private readonly IReadOnlyList<SearchOperator> _members;

    internal SearchEntry(
        string? name, Recurrence recurrence, int layers, int applications, long parameters, TrainingReport training, Evaluation validation, string monitor, bool higherIsBetter,
        IReadOnlyList<SearchOperator> members)
    {
        (Name, Recurrence, Layers, Applications, Parameters, Training, Validation, HigherIsBetter, _members) = (name, recurrence, layers, applications, parameters, training, validation, higherIsBetter, members);
        Score = validation[monitor];
    }

    /// <summary>What it is called where it was given by <see cref="RecurrenceSearch.Known"/>; null where it was drawn.</summary>
    public string? Name { get; }

    /// <summary>The recurrence, with stem and head.</summary>
    public Recurrence Recurrence { get; }

    /// <summary>The number of its layers.</summary>
    public int Layers { get; }

    /// <summary>How often operators are applied in a pass, stem and head aside.</summary>
    public int Applications { get; }

    /// <summary>How many numbers were trained.</summary>
    public long Parameters { get; }

    /// <summary>Its training. A loss that was not finite ends it (<see cref="TrainingStatus.NonFinite"/>); the weights of the step before are judged.</summary>
    public TrainingReport Training { get; }

    /// <summary>Loss and metrics on the validation set after the training.</summary>
    public Evaluation Validation { get; }

    /// <summary>What recurrences are compared by, on the validation set.</summary>
    public double Score { get; }

    internal bool HigherIsBetter { get; }

    /// <summary>The recurrence and its score, on one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Recurrence.Text.ReplaceLineEndings("; ")}: {Score:0.0000}");

    /// <summary>Writes it as a class for OptGen's generator, which has the network that was trained: same layers, operators and names of parameters.</summary>
    /// <param name="name">The name of the class.</param>
    /// <param name="nameSpace">Its namespace; none where it is left out.</param>
    /// <returns>The text of a C# file. What the factories read besides, such as a width, must be constants there.</returns>
    /// <exception cref="ArgumentException">A name is none in C#.</exception>
    /// <exception cref="InvalidOperationException">A factory that calls its parameter otherwise than k reads another k.</exception>
    public string ToCSharp(string name, string? nameSpace = null) => CSharpDeclaration.Write(this, _members, name, nameSpace);
}
