namespace OptGen.Generators.Tests.Infrastructure;

/// <summary>Whole classes around what a test is about.</summary>
internal static class Networks
{
    /// <summary>A class N with this recurrence and these members, one line each.</summary>
    public static string Class(string recurrence, params IEnumerable<string> members) => $$"""
        [Update("{{recurrence}}")]
        public partial class N
        {
        {{string.Join("\n", members.Select(m => "    " + m))}}
        }
        """;

    /// <summary>A factory of the operator T, one module for each layer.</summary>
    public const string T = "static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);";
}
