using OptGen.Notation;

namespace OptGen.Binding;

/// <summary>Writes the declaration of a member that a recurrence asks for, for the user to fill in.</summary>
internal static class MissingMembers
{
    private const string Torch = "global::TorchSharp.torch";
    // What stands in the user's file until the user has written the member; nothing of OptGen's is left open by it.
    private const string Body = "throw new global::System.NotImplementedException();";

    /// <summary>A factory of modules or, where parameters in brackets are given, a method on tensors.</summary>
    public static string Operator(Application use)
    {
        string name = CSharpText.Identifier(use.Name);
        if (use.Parameters.Count == 0)
        {
            string tensors = string.Join(", ", Enumerable.Repeat($"{Torch}.Tensor", use.Arguments.Count + 1));
            return $"static {Torch}.nn.Module<{tensors}> {name}(int k) => {Body}";
        }
        IEnumerable<string> parameters = use.Arguments.Select((_, i) => $"{Torch}.Tensor {Numbered("x", i, use.Arguments.Count)}")
            .Concat(use.Parameters.Select((_, i) => $"double {Numbered("s", i, use.Parameters.Count)}"));
        return $"static {Torch}.Tensor {name}({string.Join(", ", parameters)}) => {Body}";
    }

    /// <summary>A constant, a schedule or a table, as the indices say.</summary>
    public static string Coefficient(Reference use)
    {
        string name = CSharpText.Identifier(use.Name);
        return use.Indices.Count switch
        {
            0 => $"const double {name} = 1.0;",
            1 => $"static double {name}(int k) => 1.0;",
            _ => $"static double {name}(int k, int j) => 1.0;"
        };
    }

    private static string Numbered(string letter, int number, int count) => count == 1 ? letter : letter + (number + 1);
}
