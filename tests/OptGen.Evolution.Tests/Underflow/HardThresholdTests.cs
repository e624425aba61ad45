using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Evolution.Tests.Underflow;

/// <summary>Number by number, through layers of one input and one output: what dividing by 2^125 makes of it.</summary>
public sealed class HardThresholdTests
{
    private const float BelowHalf = 0.49999997f, AboveHalf = 0.50000006f;

    public static TheoryData<UnderflowForm, UnderflowPlace> All
    {
        get
        {
            var data = new TheoryData<UnderflowForm, UnderflowPlace>();
            foreach (UnderflowForm form in Enum.GetValues<UnderflowForm>())
            {
                data.Add(form, UnderflowPlace.Input);
                data.Add(form, UnderflowPlace.Hidden);
            }
            return data;
        }
    }

    /// <summary>Several of each, so that vectors of the processor and what is left over beside them both take part.</summary>
    private static float[] Values { get; } =
    [
        .. Enumerable.Repeat(new[]
        {
            0.5f, BelowHalf, AboveHalf, -0.5f, -BelowHalf, -AboveHalf, 0, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, -float.Epsilon,
            1e-39f, FlushedArithmetic.MinNormal, 1e-30f, 0.25f, 0.3f, -0.3f, 0.7f, 1, -3.7f, 1e10f, float.MaxValue / 16, -1e30f, MathF.ScaleB(1.5f, -25), MathF.ScaleB(1, -25), MathF.ScaleB(3, -25)
        }, 5).SelectMany(values => values),
        .. FloatCases.Adversarial
    ];

    [Fact]
    public void Below_And_Above_AreNeighboursOfOneHalf()
    {
        Assert.Equal(0.5f, MathF.BitIncrement(BelowHalf));
        Assert.Equal(AboveHalf, MathF.BitIncrement(0.5f));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Bias_OfAnyValue_IsAsTheArithmeticSays(UnderflowForm form, UnderflowPlace place)
    {
        // No product at all: the input is zero. So a hidden layer divides the bias, and then adds 0.
        using UnderflowLinear layer = Layer(form, place, Values.Length);
        using (no_grad())
            layer.Bias.copy_(tensor(Values));
        using IDisposable off = no_grad();
        using Tensor zero = zeros(1), result = layer.call(zero);
        RequireSame(Values, result, form);
    }

    [Theory]
    [InlineData(UnderflowForm.Threshold)]
    [InlineData(UnderflowForm.FlushedArithmetic)]
    [InlineData(UnderflowForm.Ieee)]
    [InlineData(UnderflowForm.IeeeArithmetic)]
    public void Input_OfAnyValue_IsAsTheArithmeticSays(UnderflowForm form)
    {
        using UnderflowLinear layer = Layer(form, UnderflowPlace.Input, 1);
        using IDisposable off = no_grad();
        using Tensor column = tensor(Values).unsqueeze(1), result = layer.call(column).view(-1);
        RequireSame(Values, result, form);
    }

    [Theory]
    [InlineData(UnderflowForm.Threshold)]
    [InlineData(UnderflowForm.FlushedArithmetic)]
    [InlineData(UnderflowForm.Ieee)]
    [InlineData(UnderflowForm.IeeeArithmetic)]
    public void RecordedValues_AreThoseWithoutGradients(UnderflowForm form)
    {
        foreach (UnderflowGradient gradient in Enum.GetValues<UnderflowGradient>())
        {
            foreach (UnderflowPlace place in Enum.GetValues<UnderflowPlace>())
            {
                using UnderflowLinear layer = Layer(form, place, 3, gradient);
                using (no_grad())
                    layer.Bias.copy_(tensor(new[] { 0.3f, -0.7f, 0.5f }));
                using Tensor x = tensor(Values).unsqueeze(1), recorded = layer.call(x);
                using IDisposable off = no_grad();
                using Tensor quiet = layer.call(x);
                Assert.True(recorded.requires_grad);
                Assert.True(FloatsOf(recorded).Zip(FloatsOf(quiet)).All(pair => FloatCases.AreSame(pair.First, pair.Second)));
            }
        }
    }

    // The definition: z/S rounded as IEEE says, or flushed, times S.
    private static float Expected(float z, UnderflowForm form)
    {
        DenormalMode mode = form is UnderflowForm.Ieee or UnderflowForm.IeeeArithmetic ? DenormalMode.Ieee : DenormalMode.FlushToZero;
        float scaled = ExactFloat.Compute('/', z, UnderflowLinear.Scale, mode);
        return ExactFloat.Compute('*', scaled, UnderflowLinear.Scale, mode);
    }

    private static void RequireSame(float[] values, Tensor result, UnderflowForm form)
    {
        float[] actual = FloatsOf(result);
        Assert.Equal(values.Length, actual.Length);
        for (int i = 0; i < values.Length; i++)
        {
            float expected = Expected(values[i], form);
            // Of zeros the sign is not the same in every form.
            bool isSame = FloatCases.AreSame(expected, actual[i]) || (expected == 0 && actual[i] == 0);
            Assert.True(isSame, $"{values[i]:R} becomes {expected:R}, not {actual[i]:R}.");
            if (form == UnderflowForm.Threshold && actual[i] == 0)
                Assert.False(float.IsNegative(actual[i]), "Zeros of the threshold are positive.");
        }
    }

    private static float[] FloatsOf(Tensor tensor) => tensor.contiguous().data<float>().ToArray();

    private static UnderflowLinear Layer(UnderflowForm form, UnderflowPlace place, int outputs, UnderflowGradient gradient = UnderflowGradient.Linear)
    {
        var layer = new UnderflowLinear(1, outputs, place, form, gradient);
        using (no_grad())
            layer.Weight.fill_(1);
        return layer;
    }
}
