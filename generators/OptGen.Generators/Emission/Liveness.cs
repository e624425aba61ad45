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
            foreach ((TensorValue value, SumValue? sum) in ReadsWithSums(plan.Layer[i]))
            {
                if (families.Find(value) is not { } found)
                    continue;
                if (found.Index.IsLayer)
                    _lastRead[(found.Family, found.Index.Offset)] = i;
                else if (sum is not null && found.Index.Variable != 0 && families.IsWindow(sum))
                {
                    for (int offset = sum.From.Offset; offset <= sum.To.Offset; offset++)
                        _lastRead[(found.Family, offset + found.Index.Offset)] = i;
                }
            }
        }
    }

    /// <summary>The number of the last step that reads the value at k plus an offset; -1 when none does.</summary>
    public int LastRead(Family family, int offset) => _lastRead.TryGetValue((family, offset), out int step) ? step : -1;

    public static IEnumerable<TensorValue> Reads(Step step) => ReadsWithSums(step).Select(r => r.Value);

    private static IEnumerable<(TensorValue Value, SumValue? Sum)> ReadsWithSums(Step step) => step switch
    {
        AssignStep assignment => assignment.Value.Values(),
        EvaluateStep evaluation => evaluation.Arguments.SelectMany(a => a.Values()),
        ZeroStep zero => [(zero.Like, null)],
        SolveStep solve => new SolvedValues(solve).Reads(solve),
        _ => []
    };
}
