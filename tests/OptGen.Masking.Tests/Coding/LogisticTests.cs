namespace OptGen.Masking.Tests;

public sealed class LogisticTests
{
    [Fact]
    public void Probabilities_EveryLogit_AreThoseOfTheLogisticFunction()
    {
        for (var logit = Logistic.Lowest; logit <= Logistic.Highest; logit++)
        {
            var exact = 65536 / (1 + Math.Exp(-logit / 256.0));
            Assert.InRange(Logistic.Probabilities[logit - Logistic.Lowest], Math.Clamp(exact - 0.501, 1, 65535), Math.Clamp(exact + 0.501, 1, 65535));
        }
    }

    [Fact]
    public void Logits_EveryProbability_AreTheInverse()
    {
        for (var step = 1; step < 4095; step++)
        {
            var probability = (step + 0.5) / 4096;
            Assert.InRange(Logistic.Logits[step], (256 * Math.Log(probability / (1 - probability))) - 16, (256 * Math.Log(probability / (1 - probability))) + 16);
        }
    }

    [Fact]
    public void Of_Shares_IsTheFirstLogitThatReachesThem()
    {
        for (var part = 1; part < 1000; part++)
        {
            var logit = Logistic.Of(part, 1000);
            Assert.True(Logistic.Probabilities[logit - Logistic.Lowest] >= part * 65536L / 1000);
            Assert.True(Logistic.Probabilities[logit - Logistic.Lowest - 1] < part * 65536L / 1000);
        }
    }

    [Fact]
    public void BitRows_AnyPlace_AreTheBits()
    {
        var random = new Random(2);
        for (var i = 0; i < 2000; i++)
        {
            var mask = new byte[40];
            random.NextBytes(mask);
            int first = random.Next(100), length = random.Next(0, 320 - first);
            var bits = new byte[length];
            BitRows.Unpack(mask, first, bits);
            Assert.Equal(Enumerable.Range(first, length).Select(at => (byte)((mask[at / 8] >> (at % 8)) & 1)), bits);

            var other = new byte[40];
            BitRows.Pack(bits, other, first);
            for (var at = 0; at < 320; at++)
                Assert.Equal(at >= first && at < first + length ? bits[at - first] : 0, (other[at / 8] >> (at % 8)) & 1);
        }
    }
}
