namespace OptGen.Evolution.Tests.Underflow;

/// <summary>Arithmetic that flushes denormals, bit for bit: against whole numbers, and the two sums of the post.</summary>
public sealed class FlushedArithmeticTests
{
    private const float Min = FlushedArithmetic.MinNormal;

    private static readonly char[] Operations = ['+', '-', '*', '/'];

    public static TheoryData<DenormalMode> Modes => [.. Enum.GetValues<DenormalMode>()];

    [Theory]
    [MemberData(nameof(Modes))]
    public void Operations_AdversarialPairs_AreExact(DenormalMode mode)
    {
        foreach (float a in FloatCases.Adversarial)
        {
            foreach (float b in FloatCases.Adversarial)
                RequireExact(a, b, mode);
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Operations_RandomPairs_AreExact(DenormalMode mode)
    {
        var random = new Random(1);
        for (int i = 0; i < RandomCases.Of(1_000_000); i++)
        {
            RequireExact(FloatCases.Any(random), FloatCases.Any(random), mode);
            var (a, b) = FloatCases.NearTheBorder(random);
            RequireExact(a, b, mode);
        }
    }

    [Fact]
    public void ResultsThatRoundUpToTheLeastNormal_AreKept()
    {
        // Just below 2^-126, nearer to it than to the next number of 24 bits; random pairs have few of these.
        var random = new Random(2);
        int kept = 0, flushed = 0;
        while (kept < 1000)
        {
            float a = 1 + random.NextSingle(), b = 1 / a;
            double product = (double)a * b;
            if (product >= 1)
                continue;
            float c = FlushedArithmetic.Multiply(MathF.ScaleB(a, -63), MathF.ScaleB(b, -63));
            Assert.Equal(product >= 1 - Math.ScaleB(1, -25) ? Min : 0, c);
            RequireExact(MathF.ScaleB(a, -63), MathF.ScaleB(b, -63), DenormalMode.FlushToZero);
            kept += c > 0 ? 1 : 0;
            flushed += c > 0 ? 0 : 1;
        }
        Assert.True(flushed > 100);
    }

    [Fact]
    public void FirstSumOfThePost_Distributes_OnlyWithDenormals()
    {
        // (a + b)*c and a*c + b*c with a = 0.4 min, b = 0.5 min, c = 1/min.
        float a = 0.4f * Min, b = 0.5f * Min, c = 1 / Min;
        Assert.Equal((0, 0.9f), Both(DenormalMode.FlushToZero));
        Assert.Equal((0, 0), Both(DenormalMode.FlushToZeroAndDenormalsAreZero));
        Assert.Equal((0.9f, 0.9f), Both(DenormalMode.Ieee));

        (float, float) Both(DenormalMode mode) => (
            Rounded(FlushedArithmetic.Multiply(FlushedArithmetic.Add(a, b, mode), c, mode)),
            Rounded(FlushedArithmetic.Add(FlushedArithmetic.Multiply(a, c, mode), FlushedArithmetic.Multiply(b, c, mode), mode)));
    }

    [Fact]
    public void SecondSumOfThePost_Associates_OnlyWithDenormals()
    {
        // (a + b) + c and a + (b + c) with a = 2.5 min, b = -1.6 min, c = min.
        float a = 2.5f * Min, b = -1.6f * Min;
        Assert.Equal((1, 2.5f), Both(DenormalMode.FlushToZero));
        Assert.Equal((1, 2.5f), Both(DenormalMode.FlushToZeroAndDenormalsAreZero));
        Assert.Equal((1.9f, 1.9f), Both(DenormalMode.Ieee));

        (float, float) Both(DenormalMode mode) => (
            Rounded(FlushedArithmetic.Add(FlushedArithmetic.Add(a, b, mode), Min, mode) / Min),
            Rounded(FlushedArithmetic.Add(a, FlushedArithmetic.Add(b, Min, mode), mode) / Min));
    }

    [Fact]
    public void Spans_AreTheSameElementByElement()
    {
        var random = new Random(3);
        float[] a = [.. FloatCases.Adversarial, .. Enumerable.Range(0, 1001).Select(_ => FloatCases.Any(random))];
        float[] b = [.. a.Reverse()];
        foreach (DenormalMode mode in Enum.GetValues<DenormalMode>())
        {
            var results = new float[4][];
            for (int i = 0; i < 4; i++)
                results[i] = [.. a];
            // The first operand's own memory may take the result.
            FlushedArithmetic.Add(results[0], b, results[0], mode);
            FlushedArithmetic.Subtract(results[1], b, results[1], mode);
            FlushedArithmetic.Multiply(results[2], b, results[2], mode);
            FlushedArithmetic.Divide(a, b, results[3], mode);
            for (int i = 0; i < a.Length; i++)
            {
                for (int operation = 0; operation < 4; operation++)
                    Assert.True(FloatCases.AreSame(Compute(Operations[operation], a[i], b[i], mode), results[operation][i]));
            }
        }
    }

    [Fact]
    public void Spans_ThatDoNotFit_AreRefused()
    {
        float[] three = new float[3], two = new float[2];
        Assert.Contains("Operands of 3 and 2 floats and a result of 3 do not fit", Assert.Throws<ArgumentException>(() => FlushedArithmetic.Add(three, two, three)).Message, StringComparison.Ordinal);
        Assert.Contains("result of 2", Assert.Throws<ArgumentException>(() => FlushedArithmetic.Divide(three, three, two)).Message, StringComparison.Ordinal);
        Assert.Contains("begins elsewhere", Assert.Throws<ArgumentException>(() => FlushedArithmetic.Multiply(three.AsSpan(0, 2), two, three.AsSpan(1, 2))).Message, StringComparison.Ordinal);
        Assert.Contains("begins elsewhere", Assert.Throws<ArgumentException>(() => FlushedArithmetic.Subtract(two, three.AsSpan(1, 2), three.AsSpan(0, 2))).Message, StringComparison.Ordinal);
        Assert.Contains("no such mode", Assert.Throws<ArgumentOutOfRangeException>(() => FlushedArithmetic.Add(1, 2, (DenormalMode)3)).Message, StringComparison.Ordinal);
        Assert.Contains("no such mode", Assert.Throws<ArgumentOutOfRangeException>(() => FlushedArithmetic.Add(three, three, three, (DenormalMode)(-1))).Message, StringComparison.Ordinal);
        FlushedArithmetic.Add([], [], []);
    }

    private static float Rounded(float value) => MathF.Round(value, 5);

    private static void RequireExact(float a, float b, DenormalMode mode)
    {
        foreach (char operation in Operations)
        {
            float expected = ExactFloat.Compute(operation, a, b, mode), actual = Compute(operation, a, b, mode);
            if (!FloatCases.AreSame(expected, actual))
                Assert.Fail($"{a:R} {operation} {b:R} ({mode}) is {expected:R}, not {actual:R}.");
        }
    }

    private static float Compute(char operation, float a, float b, DenormalMode mode) => operation switch
    {
        '+' => FlushedArithmetic.Add(a, b, mode),
        '-' => FlushedArithmetic.Subtract(a, b, mode),
        '*' => FlushedArithmetic.Multiply(a, b, mode),
        _ => FlushedArithmetic.Divide(a, b, mode)
    };
}
