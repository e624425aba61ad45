using OptGen.Wiring;

namespace OptGen.Emission;

/// <summary>Which step of a layer is the last to read a value.</summary>
internal sealed class Liveness
{
    private readonly Dictionary<(Family Family, int Offset), int> _lastRead = [];

    public Liveness(Plan plan, FamilyTable families)
    {
        for (int i = 0; i < plan.Layer.Count; i++)
        {
            foreach (TensorValue value in Reads(plan.Layer[i]))
            {
                if (families.Find(value) is { } found && found.Index.IsLayer)
                    _lastRead[(found.Family, found.Index.Offset)] = i;
            }
        }
    }

    /// <summary>The number of the last step that reads the value at k plus an offset; -1 when none does.</summary>
    public int LastRead(Family family, int offset) => _lastRead.TryGetValue((family, offset), out int step) ? step : -1;

    public static IEnumerable<TensorValue> Reads(Step step) => step switch
    {
        AssignStep assignment => assignment.Value.Values().Select(v => v.Value),
        EvaluateStep evaluation => evaluation.Arguments.SelectMany(a => a.Values()).Select(v => v.Value),
        ZeroStep zero => [zero.Like],
        _ => []
    };
}
