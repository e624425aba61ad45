using System.Reflection;
using TorchSharp.Modules;

namespace OptGen.Tests;

/// <summary>What the generator writes down of a recurrence against what reading its text at run time finds.</summary>
public sealed class RecurrenceDataTests
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    private static readonly Type[] s_networks = [.. typeof(RecurrenceDataTests).Assembly.GetTypes()
        .Where(t => t.IsDefined(typeof(UpdateAttribute), inherit: false) && !t.ContainsGenericParameters)];

    public static TheoryData<string> Networks => [.. s_networks.Select(t => t.FullName!)];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Recurrence_OfAGeneratedClass_SaysWhatParsingItsTextSays(string name)
    {
        Type type = typeof(RecurrenceDataTests).Assembly.GetType(name)!;
        UpdateAttribute[] updates = [.. type.GetCustomAttributes<UpdateAttribute>()];
        string text = string.Join("\n", updates.Select(u => u.Equations));
        Recurrence written = Written(type);

        Recurrence read = Recurrence.Parse(text, new RecurrenceOptions
        {
            Layers = LayersOf(type, updates),
            Inputs = updates.Select(u => u.Inputs).FirstOrDefault(i => i is not null)?.Split(',', StringSplitOptions.TrimEntries),
            Coefficients = written.Coefficients.ToDictionary(c => c, c => KnowledgeOf(type, c))
        });

        Assert.Equal(read.Text, written.Text);
        Assert.Equal(read.States, written.States);
        Assert.Equal(read.Inputs, written.Inputs);
        Assert.Equal(read.Operators, written.Operators);
        Assert.Equal(read.Coefficients, written.Coefficients);
        Assert.Equal(read.MinimumLayers, written.MinimumLayers);
        Assert.Equal(read.IsImplicit, written.IsImplicit);
        Assert.Equal(read.Verdict.IsConsistent, written.Verdict.IsConsistent);
        Assert.Equal(read.Verdict.Stability, written.Verdict.Stability);
        Assert.Equal(read.Verdict.Order, written.Verdict.Order);
        Assert.Equal(read.Verdict.Roots, written.Verdict.Roots);
        Assert.Equal(read.Verdict.EffectiveSteps, written.Verdict.EffectiveSteps);
        Assert.Equal(read.Verdict.Text, written.Verdict.Text);
        foreach (string op in written.Operators)
            Assert.Equal(read.FirstModule(op, 9), written.FirstModule(op, 9));
    }

    [Fact]
    public void Networks_OfThisAssembly_AreMany() => Assert.InRange(s_networks.Length, 60, 10_000);

    private static Recurrence Written(Type type) => (Recurrence)type.GetProperty("Recurrence", BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)!.GetValue(null)!;

    private static int? LayersOf(Type type, UpdateAttribute[] updates)
    {
        StageAttribute[] stages = [.. type.GetCustomAttributes<StageAttribute>()];
        int layers = stages.Length > 0 ? stages.Sum(s => s.Layers) : updates.Max(u => u.Layers);
        return layers == 0 ? null : layers;
    }

    private static CoefficientKnowledge KnowledgeOf(Type type, string name)
    {
        for (Type? level = type; level is not null; level = level.BaseType)
        {
            MemberInfo? member = level.GetMember(name, Any | BindingFlags.DeclaredOnly).FirstOrDefault();
            if (member is not null)
                return KnowledgeOf(member);
        }

        throw new InvalidOperationException($"{type} has no member {name}.");
    }

    private static CoefficientKnowledge KnowledgeOf(MemberInfo member) => member switch
    {
        FieldInfo { IsLiteral: true } constant => CoefficientKnowledge.Constant(Convert.ToDouble(constant.GetRawConstantValue(), System.Globalization.CultureInfo.InvariantCulture)),
        PropertyInfo { PropertyType: var type } property when type == typeof(Parameter) => KnowledgeOf(property.GetCustomAttribute<LearnableAttribute>()!),
        FieldInfo { FieldType.IsArray: false } or PropertyInfo { PropertyType.IsArray: false } => CoefficientKnowledge.Unknown,
        _ => CoefficientKnowledge.Schedule
    };

    private static CoefficientKnowledge KnowledgeOf(LearnableAttribute learnable) =>
        double.IsFinite(learnable.Min) && double.IsFinite(learnable.Max) ? CoefficientKnowledge.Between(learnable.Min, learnable.Max) : CoefficientKnowledge.Learned;
}
