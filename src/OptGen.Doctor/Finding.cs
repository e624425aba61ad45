using System.Text.Json;
using System.Text.Json.Serialization;

namespace OptGen.Doctor;

/// <summary>How bad something is.</summary>
public enum Health
{
    /// <summary>As it should be.</summary>
    Well,

    /// <summary>It may be meant.</summary>
    Doubtful,

    /// <summary>Programs fail, or compute wrong.</summary>
    Ill
}

/// <summary>What was found.</summary>
/// <param name="Health">How bad it is.</param>
/// <param name="What">What was found, in a sentence.</param>
/// <param name="Advice">What to do; null where nothing is to be done.</param>
public sealed record Finding(Health Health, string What, string? Advice = null)
{
    /// <summary>The finding as one line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, FindingJson.Default.Finding);
}

/// <summary>How findings go from one process to the other.</summary>
[JsonSerializable(typeof(Finding))]
public sealed partial class FindingJson : JsonSerializerContext;
