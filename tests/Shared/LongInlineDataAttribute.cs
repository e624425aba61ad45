using System.Reflection;
using Xunit.Sdk;

namespace OptGen.Tests.Shared;

/// <summary>A row of a theory for long runs (OPTGEN_LONG=1); others have the rows beside it.</summary>
/// <param name="data">The arguments.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class LongInlineDataAttribute(params object[] data) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => RandomCases.Long ? [data] : [];
}
