using System.Runtime.CompilerServices;

namespace OptGen.Search;

/// <summary>Which recurrences a search draws from: bounds of their parts.</summary>
/// <remarks>
/// A drawn recurrence has a main state <c>x</c> and perhaps others before it: points <c>y_k</c> that a layer computes for itself, velocities <c>v_&lt;k+1&gt;</c>, which begin with
/// zeros, and positions <c>p_&lt;k+1&gt;</c>, which begin with <c>x_0</c>. Each line is a combination of past iterates and of operators applied to iterates or to points between two of
/// them; all factors are fractions. Immutable and thread-safe.
/// </remarks>
public sealed record RecurrenceGrammar
{
    /// <summary>How many iterates of a state are read at most, from 1 to 8: with 2 those are x_k and x_&lt;k-1&gt;. 2 unless set.</summary>
    public int History { get; init => field = Within(value, 1, 8); } = 2;

    /// <summary>How many states there are at most, from 1 to 4; 2 unless set.</summary>
    public int States { get; init => field = Within(value, 1, 4); } = 2;

    /// <summary>The names of the operators that may be applied, at least one; T unless set. A recurrence need not have all of them.</summary>
    /// <exception cref="ArgumentException">There is none, one twice, or one that is no name or that a recurrence uses otherwise.</exception>
    public IReadOnlyList<string> Operators { get; init => field = Names(value); } = ["T"];

    /// <summary>How many applications of operators the lines of a layer have at most, from 1 to 8; 2 unless set. One to a past iterate, as T(x_&lt;k-1&gt;), takes no evaluation of its own.</summary>
    public int Applications { get; init => field = Within(value, 1, 8); } = 2;

    /// <summary>What factors are multiples of: a half for 2, which it is unless set; from 1 to 100.</summary>
    public int Denominator { get; init => field = Within(value, 1, 100); } = 2;

    /// <summary>The greatest magnitude of a factor, from 1 to 100; 2 unless set.</summary>
    public int LargestFactor { get; init => field = Within(value, 1, 100); } = 2;

    /// <summary>Whether it can draw a recurrence; what all recurrences of a search must be.</summary>
    /// <param name="recurrence">A recurrence.</param>
    /// <returns>Whether it is consistent and zero-stable, the condition under which such networks approximate any continuous function.</returns>
    public static bool Holds(Recurrence recurrence)
    {
        ArgumentNullException.ThrowIfNull(recurrence);
        return recurrence.Verdict is { IsConsistent: true, Stability: ZeroStability.Stable or ZeroStability.StableInRange };
    }

    /// <summary>
    /// Draws recurrences that are consistent and zero-stable, no two of which compute the same. The same seed gives the same ones.
    /// </summary>
    /// <param name="seed">The seed.</param>
    /// <returns>A sequence without an end, unless nothing new is drawn for a long time: then the bounds allow little more.</returns>
    public IEnumerable<Recurrence> Draw(ulong seed)
    {
        const int patience = 2_000;
        var random = new Choices(seed);
        var drawer = new RecurrenceDrawer(this, random);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int failures = 0; failures < patience; failures++)
        {
            if (drawer.Draw() is not { } recurrence || !seen.Add(recurrence.Text) || !seen.Add(Fingerprint.Of(recurrence, Operators)))
                continue;
            failures = 0;
            yield return recurrence;
        }
    }

    private static int Within(int value, int least, int greatest, [CallerMemberName] string name = "") =>
        value >= least && value <= greatest ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be from {least} to {greatest}.");

    private static string[] Names(IReadOnlyList<string> names, [CallerMemberName] string name = "")
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count == 0)
            throw new ArgumentException("A grammar needs at least one operator.", name);
        foreach (string other in names)
        {
            if (!Recurrence.TryParse($"x_<k+1> = x_k - {other}(x_k)", null, out Recurrence? sample, out _) || !sample!.Operators.SequenceEqual([other]))
                throw new ArgumentException($"'{other}' is no name of an operator; take a letter such as T.", name);
            if (RecurrenceDrawer.Reserved.Contains(other))
                throw new ArgumentException($"'{other}' is the name of a state or of a layer around the recurrence here; call the operator otherwise.", name);
        }
        return names.Distinct(StringComparer.Ordinal).Count() == names.Count ? [.. names] : throw new ArgumentException("Two operators have one name.", name);
    }
}
