using System.Text.Json;
using System.Text.Json.Serialization;
using OptGen.Drafting;

namespace OptGen.Tool;

/// <summary>What <c>optgen check --json</c> writes.</summary>
internal sealed record CheckResult(bool Valid, string? Recurrence, IReadOnlyList<CheckProblem> Problems, CheckVerdict? Verdict, IReadOnlyList<DraftPart> Parts, int? MinimumLayers, bool? Implicit)
{
    public static CheckResult Of(Draft draft) => new(
        draft.IsValid,
        draft.IsValid ? draft.Recurrence.Text : null,
        [.. draft.Problems.Select(p => new CheckProblem(p.Id, p.Severity.ToString().ToLowerInvariant(), p.Start, p.Length, p.Message, p.Correction))],
        draft.IsValid ? CheckVerdict.Of(draft.Recurrence.Verdict) : null,
        draft.IsValid ? draft.Parts() : [],
        draft.IsValid ? draft.Recurrence.MinimumLayers : null,
        draft.IsValid ? draft.Recurrence.IsImplicit : null);

    public string ToJson() => JsonSerializer.Serialize(this, ToolJson.Default.CheckResult);
}

/// <summary>A problem; its place is counted in UTF-16 units from 0.</summary>
internal sealed record CheckProblem(string Id, string Severity, int Start, int Length, string Message, DraftCorrection? Correction);

internal sealed record CheckVerdict(string Text, bool? Consistent, string Stability, int? Order, IReadOnlyList<CheckRoot> Roots, IReadOnlyDictionary<string, string> EffectiveSteps)
{
    public static CheckVerdict Of(RecurrenceVerdict verdict) => new(
        verdict.Text, verdict.IsConsistent, JsonNamingPolicy.CamelCase.ConvertName(verdict.Stability.ToString()), verdict.Order, [.. verdict.Roots.Select(r => new CheckRoot(r.Real, r.Imaginary))], verdict.EffectiveSteps);
}

internal sealed record CheckRoot(double Real, double Imaginary);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CheckResult))]
internal sealed partial class ToolJson : JsonSerializerContext;
