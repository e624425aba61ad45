using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>Which step of a layer is the last to read a value.</summary>
internal sealed class Liveness
{
    private readonly Dictionary<(Family Family, int Offset), int> _lastRead = [];

    public Liveness(Plan plan, Families families)
    {
        for (int i = 0; i < plan.Layer.Count; i++)
        {
            // Zeros are made in the shape of the main state's newest iterate.
            Family main = families.State(plan.MainState);
            if (Shapes.IsNeeded(plan.Layer[i]) && main.Newest is { } newest)
                _lastRead[(main, newest - 1)] = i;
            foreach ((TensorValue value, SumValue? sum) in Steps.ReadsWithSums(plan.Layer[i]))
            {
                if (families.Find(value) is not { } found)
                    continue;
                if (found.Index.IsLayer)
                {
                    _lastRead[(found.Family, found.Index.Offset)] = i;
                }
                else if (sum is { From.IsNumber: false } && found.Index.Variable == 1)
                {
                    for (int offset = sum.From.Offset; offset <= sum.To.Offset; offset++)
                        _lastRead[(found.Family, offset + found.Index.Offset)] = i;
                }
            }
        }
    }

    /// <summary>The number of the last step that reads the value at k plus an offset; -1 when none does.</summary>
    public int LastRead(Family family, int offset) => _lastRead.TryGetValue((family, offset), out int step) ? step : -1;
}
