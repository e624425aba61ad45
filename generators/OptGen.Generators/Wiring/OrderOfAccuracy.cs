using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>
/// The order of accuracy of a recurrence as a method for x' = sum of c*T(x), with the exact numbers of its coefficients. Coefficients that are
/// not known take values without pattern, which an order holding for all values must survive.
/// </summary>
internal static class OrderOfAccuracy
{
    private const int Trials = 2;

    public static int? Find(Plan plan, Knowledge knowledge, LinearModel model)
    {
        if (model.HasDenseOperators)
            return null;
        int? order = null;
        for (int trial = 0; trial < Trials; trial++)
        {
            var values = new GenericValues(knowledge, trial);
            if (MapOf(model, values) is not { } map || TreeOrder.Find(plan, model.Slots, map, values.Of) is not { } found)
                return null;
            order = Math.Min(found, order ?? found);
            if (!values.AreNeeded)
                break;
        }
        return order;
    }

    private static Rational[,]? MapOf(LinearModel model, GenericValues values)
    {
        int size = model.Slots.Count;
        var map = new Rational[size, size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                if (values.Of(model.Matrix[i, j]) is not { } entry)
                    return null;
                map[i, j] = entry;
            }
        }
        return map;
    }

    /// <summary>Exact values of scalars.</summary>
    private sealed class GenericValues(Knowledge knowledge, int trial)
    {
        private readonly Dictionary<string, Rational> _values = [];

        /// <summary>Whether some coefficient had no known value.</summary>
        public bool AreNeeded => _values.Count > 0;

        public Rational? Of(Scalar scalar)
        {
            Scalar resolved = knowledge.Resolve(scalar);
            foreach (CoefficientAtom atom in resolved.Atoms().OfType<CoefficientAtom>())
                _values[atom.Text] = Generic(atom.Name);
            return Knowledge.TryEvaluate(resolved, _values, out Rational value) ? value : null;
        }

        /// <summary>One over a prime-like number from the coefficient's name, the same at every index.</summary>
        private Rational Generic(string name) => new(1, 3 + name.Aggregate(trial * 11, (sum, c) => ((sum * 31) + c) % 97));
    }
}
