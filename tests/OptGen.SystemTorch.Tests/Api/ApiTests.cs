using System.Reflection;
using System.Text;
using TorchSharp;

namespace OptGen.SystemTorch.Tests.Api;

/// <summary>SystemTorch offers nothing in TorchSharp's namespaces that TorchSharp does not offer in the same form.</summary>
public sealed class ApiTests
{
    private static readonly ApiList List = ApiList.Read("torchsharp-0.107.txt", "torchsharp-0.107-more.txt");

    public static TheoryData<string> Types => [.. PublicTypes.Select(type => type.FullName!)];

    private static IEnumerable<Type> PublicTypes => typeof(torch).Assembly.GetTypes()
        .Where(type => (type.Namespace == "TorchSharp" || type.Namespace?.StartsWith("TorchSharp.", StringComparison.Ordinal) == true) && Visible(type))
        .OrderBy(type => type.FullName, StringComparer.Ordinal);

    [Fact]
    public void Assembly_EveryPublicType_IsListed()
    {
        var unknown = PublicTypes.Where(type => List.Find(type) is null).Select(ApiFormatter.Name).ToList();
        Assert.True(
            unknown.Count == 0,
            $"These types are not in Api/torchsharp-0.107.txt. Where TorchSharp has them: python3 Api/extract.py THE_FULL_LIST '{string.Join("' '", unknown)}'");
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Type_EveryPublicMember_IsListedWithTheSameSignature(string name)
    {
        var type = typeof(torch).Assembly.GetType(name, throwOnError: true)!;
        if (List.Find(type) is not { } listed) return; // the test above says so
        var report = new StringBuilder();
        var header = ApiFormatter.Header(type);
        if (!HeaderFits(header, listed.Header)) report.AppendLine($"ours:   {header}").AppendLine($"listed: {listed.Header}");
        foreach (var member in ApiFormatter.Members(type).Where(member => !Fits(type, member, listed)).Order(StringComparer.Ordinal))
        {
            report.AppendLine($"ours:   {member}");
            foreach (var near in ApiList.Nearest(listed, member)) report.AppendLine($"listed: {near}");
        }

        Assert.True(report.Length == 0, $"{ApiFormatter.Name(type)} differs from TorchSharp's:\n{report}");
    }

    [Fact]
    public void Formatter_ShapesOfMembers_AreWrittenAsTheListsWriteThem() =>
        Assert.Equal(
            [
                "T Generic<T>(params T[] many)",
                "const int Constant",
                "long this[int index] { get; set; }",
                "new(string text = \"x\", torch.ScalarType? type = null)",
                "override string Overridden()",
                "override void Abstract()",
                "protected Dictionary<string,ValueTuple<int,torch.Tensor>> field",
                "protected virtual double Virtual(double x = 1E-05, torch.ScalarType type = 6, ReadOnlySpan<long> span = default)",
                "static ApiTests.Sample op_Implicit(IntPtr value)",
                "static bool Flag(this bool value, Char letter = L, bool other = true)",
                "string Text { get; }",
                "virtual int Number { get; }",
                "virtual void Referring(out int? count, ref torch.Tensor tensor)"
            ],
            ApiFormatter.Members(typeof(Sample)).Concat(ApiFormatter.Members(typeof(Extensions))).Order(StringComparer.Ordinal));

    [Fact]
    public void List_MissingMemberName_FindsTheNearestLine()
    {
        var entry = new ApiList.Entry("class A", ["int Count { get; }", "void Add(int item)", "void Add(long item)"]);
        Assert.Equal(["void Add(int item)", "void Add(long item)"], ApiList.Nearest(entry, "void Add(short item)").Order(StringComparer.Ordinal));
        Assert.Contains("int Count { get; }", ApiList.Nearest(entry, "int Counts { get; }"));
    }

    /// <summary>
    /// Whether callers see the same member in TorchSharp. An override of what TorchSharp's type merely inherits adds nothing to see, and an
    /// abstract class's constructor is for deriving classes, public or not.
    /// </summary>
    private static bool Fits(Type type, string member, ApiList.Entry listed) =>
        listed.Members.Contains(member)
        || (member.Contains("override ", StringComparison.Ordinal) && !listed.Declares(member))
        || (type.IsAbstract && member.StartsWith("protected new(", StringComparison.Ordinal) && listed.Members.Contains(member["protected ".Length..]));

    /// <summary>An enumeration may have fewer names than TorchSharp's.</summary>
    private static bool HeaderFits(string ours, string listed) =>
        ours == listed || (ours.StartsWith("enum ", StringComparison.Ordinal) && !Names(ours).Except(Names(listed), StringComparer.Ordinal).Any());

    private static string[] Names(string header) => header.Split(['{', '}', ',', ' '], StringSplitOptions.RemoveEmptyEntries);

    private static bool Visible(Type type) => type.IsNested
        ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && Visible(type.DeclaringType!)
        : type.IsPublic;

    internal abstract class SampleBase
    {
        public virtual int Number => 0;

        public abstract void Abstract();

        public virtual string Overridden() => "";
    }

    internal class Sample : SampleBase, IDisposable
    {
        public const int Constant = 1;

        protected Dictionary<string, (int Count, torch.Tensor Tensor)> field = [];

        public Sample(string text = "x", torch.ScalarType? type = null) => _ = (text, type);

        public string Text { get; protected set; } = "";

        public override int Number => 1;

        public long this[int index]
        {
            get => index;
            set => _ = value;
        }

        public static implicit operator Sample(nint value) => null!;

        public T Generic<T>(params T[] many) => many[0];

        public virtual void Referring(out int? count, ref torch.Tensor tensor) => count = null;

        public override void Abstract()
        {
        }

        public override string Overridden() => "x";

        public override string ToString() => "";

        void IDisposable.Dispose()
        {
        }

        internal void Hidden()
        {
        }

        protected virtual double Virtual(double x = 1e-5, torch.ScalarType type = torch.ScalarType.Float32, ReadOnlySpan<long> span = default) => x;
    }

    internal sealed class DerivedSample : Sample;
}

internal static class Extensions
{
    public static bool Flag(this bool value, char letter = 'L', bool other = true) => value && other && letter != 'x';
}
