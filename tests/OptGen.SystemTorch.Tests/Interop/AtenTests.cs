using System.Reflection;
using OptGen.SystemTorch.Interop;

namespace OptGen.SystemTorch.Tests.Interop;

public class AtenTests
{
    private static readonly FieldInfo[] Fields = typeof(Aten).GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic);

    [Fact]
    public void Operators_AllDeclared_ExistInThisLibtorch()
    {
        var operators = Fields.Where(field => field.FieldType == typeof(Operator)).ToArray();
        Assert.True(operators.Length > 300, $"only {operators.Length} operators declared");
        var missing = new List<string>();
        foreach (var field in operators)
        {
            try
            {
                ((Operator)field.GetValue(null)!).Find();
            }
            catch (TorchException exception)
            {
                missing.Add($"{field.Name}: {exception.Message}");
            }
        }

        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    [Fact]
    public void Operators_Fields_AreNamedAfterWhatTheyCall()
    {
        foreach (var field in Fields.Where(field => field.FieldType == typeof(Operator)))
        {
            var called = field.GetValue(null)!.ToString()!["aten::".Length..].Replace('.', '_');
            Assert.True(called == field.Name || called.StartsWith(field.Name + "_", StringComparison.Ordinal), $"Aten.{field.Name} calls {called}");
        }
    }

    [Fact]
    public void Find_UnknownOperator_NamesIt()
    {
        var exception = Assert.Throws<TorchException>(() => new Operator("no_such_operator", "Tensor").Find());
        Assert.Contains("aten::no_such_operator.Tensor", exception.Message);
    }
}
