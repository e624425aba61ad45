using System.Globalization;
using OptGen.Wiring;

namespace OptGen.Emission;

/// <summary>Writes conditions and positions that count layers from where the recurrence began: the first layer, or the stage's first.</summary>
internal sealed class LayerClock(bool hasStages)
{
    /// <summary>The variable with the number of the stage's first layer.</summary>
    public const string Start = "start";

    /// <summary>The number of the layer, counted from the beginning of the recurrence.</summary>
    public string Layer => hasStages ? $"k - {Start}" : "k";

    /// <summary>The variable of a sum, counted through all stages.</summary>
    public string Variable => hasStages ? $"({Start} + j)" : "j";

    /// <summary>An index counted from the beginning of the recurrence.</summary>
    public string Local(AffineIndex index, ScalarWriter scalars)
    {
        string global = scalars.Layer;
        scalars.Layer = Layer;
        string text = scalars.Write(index).Text;
        scalars.Layer = global;
        return text;
    }

    /// <summary>The number of a module that the recurrence asks for when it begins, counted through all stages.</summary>
    public static string AtStart(string position) => position == "0" ? Start : $"{Start} + {position}";

    /// <summary>Whether so many layers have run when the last one has.</summary>
    public string ReachesBack(int layers, ScalarWriter scalars) =>
        $"{Local(AffineIndex.AtEnd(0), scalars)}{(hasStages ? $" - {Start}" : "")} >= {layers.ToString(CultureInfo.InvariantCulture)}";

    public string Is(int layer) => hasStages ? layer == 0 ? $"k == {Start}" : $"k == {Start} + {layer}" : $"k == {layer}";

    public string Before(int layer) => hasStages ? $"k < {Start} + {layer}" : layer == 1 ? "k == 0" : $"k < {layer}";

    public string AtOrAfter(int layer) => hasStages ? layer == 1 ? $"k > {Start}" : $"k >= {Start} + {layer}" : layer == 1 ? "k > 0" : $"k >= {layer}";

    /// <summary>Where in the list of a family an index stands; below the first it is the first.</summary>
    public string Position(AffineIndex index, Family family)
    {
        int offset = index.Offset - family.ListBase;
        if (index.IsNumber)
            return Math.Max(offset, 0).ToString(CultureInfo.InvariantCulture);
        // When the last layer has run, the list ends with the index L - 1 plus what a layer computes.
        if (index.IsEnd)
            return "^" + (family.Newest!.Value - index.Offset).ToString(CultureInfo.InvariantCulture);
        string symbol = index.Variable != 0 ? "j" : Layer;
        string text = offset == 0 ? symbol : $"{symbol} {(offset < 0 ? "-" : "+")} {Math.Abs(offset)}";
        return offset < 0 ? $"global::System.Math.Max({text}, 0)" : text;
    }
}
