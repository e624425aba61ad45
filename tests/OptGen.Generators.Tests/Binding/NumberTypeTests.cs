using OptGen.Binding;
using OptGen.Generators.Tests.Infrastructure;
using static OptGen.Generators.Tests.Infrastructure.Networks;

namespace OptGen.Generators.Tests.Binding;

public class NumberTypeTests
{
    [Theory]
    [InlineData("double", NumberType.Double)]
    [InlineData("sbyte", NumberType.Int)]
    [InlineData("byte", NumberType.Int)]
    [InlineData("short", NumberType.Int)]
    [InlineData("ushort", NumberType.Int)]
    [InlineData("int", NumberType.Int)]
    [InlineData("uint", NumberType.Other)]
    [InlineData("long", NumberType.Other)]
    [InlineData("ulong", NumberType.Other)]
    [InlineData("float", NumberType.Other)]
    [InlineData("decimal", NumberType.Other)]
    [InlineData("Half", NumberType.Other)]
    public void Coefficient_OfATypeOfNumber_IsOne(string type, object kind)
    {
        foreach ((string use, string member) in new[] { ("a", $"readonly {type} a;"), ("a_k", $"static {type} a(int k) => default;"), ("a_k", $"{type}[] a {{ get; }} = null!;"), ("a_<k,0>", $"readonly {type}[][] a = null!;") })
        {
            CoefficientModel model = Assert.Single(Bind.Model(Class($"x_<k+1> = x_k - {use}*T(x_k)", T, member)).Coefficients);
            Assert.Equal((NumberType)kind, model.Type);
        }
    }

    [Theory]
    [InlineData("nint")]
    [InlineData("nuint")]
    [InlineData("char")]
    [InlineData("bool")]
    [InlineData("Int128")]
    [InlineData("UInt128")]
    [InlineData("double?")]
    [InlineData("DayOfWeek")]
    [InlineData("System.Numerics.BigInteger", "BigInteger")]
    [InlineData("System.Numerics.Complex", "Complex")]
    public void Coefficient_OfAnotherTypeLikeANumber_IsRefusedByName(string type, string? shown = null)
    {
        foreach (string member in new[] { $"readonly {type} [|a|];", $"static {type} [|a|](int k) => default;", $"readonly {type}[] [|a|] = null!;" })
        {
            Diagnose.Single(
                Class("x_<k+1> = x_k - a*T(x_k)", T, member), "OPTG214",
                $"a is a coefficient, and {shown ?? type} is no type of one; make it double, another floating-point type, decimal or an integer type of at most 64 bits.");
        }
    }
}
