using OptGen.Experiments.Stability;

namespace OptGen.Experiments.Tests;

public sealed class DrawnRecurrenceTests
{
    /// <summary>The compiler's verdict, which has its own way to the roots, agrees with how they were drawn.</summary>
    [Fact]
    public void Draw_200Numbers_AreConsistentAndOnTheSideThatWasAskedFor()
    {
        for (var number = 1; number <= 200; number++)
        {
            var drawn = DrawnRecurrence.Draw(number);
            var verdict = Recurrence.Parse(drawn.ToString()).Verdict;

            Assert.True(verdict.IsConsistent, drawn.ToString());
            Assert.Equal(number % 2 == 1 ? ZeroStability.Stable : ZeroStability.Unstable, verdict.Stability);
            Assert.Equal(number % 2 == 1, drawn.LargestRoot <= 1);
            // The root 1 is among those the verdict has; the greatest of the others is the one drawn.
            var others = verdict.Roots.OrderBy(root => (root - 1).Magnitude).Skip(1).ToArray();
            Assert.Equal(drawn.LargestRoot, others.Max(root => root.Magnitude), 2e-3);
            Assert.Equal(Slope(drawn), (double)drawn.Operators.Sum(), 1e-5);
        }
    }

    [Fact]
    public void Draw_SameNumber_IsTheSame() => Assert.Equal(DrawnRecurrence.Draw(17).ToString(), DrawnRecurrence.Draw(17).ToString());

    /// <summary>rho'(1), from the factors: m - sum of (m - 1 - j) a_j for m steps.</summary>
    private static double Slope(DrawnRecurrence drawn)
    {
        var steps = drawn.Iterates.Length;
        return steps - drawn.Iterates.Select((factor, lag) => (steps - 1 - lag) * (double)factor).Sum();
    }
}
