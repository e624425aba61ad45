using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace OptGen.Optimizers.Tests;

/// <summary>
/// A number that becomes a Scalar by conversion in a call can be collected during that call (TorchSharp 0.107.0 does not keep it alive), so
/// every Scalar here has a variable.
/// </summary>
public sealed class ScalarTests
{
    [Fact]
    public void Library_NeverConvertsANumberInACall()
    {
        Assert.Empty(Conversions(typeof(Centralized).Assembly.Location));
        Assert.NotEmpty(Conversions(typeof(ScalarTests).Assembly.Location)); // tests do, so the search finds them
    }

    private static List<string> Conversions(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        return
        [
            .. metadata.MemberReferences.Select(metadata.GetMemberReference)
                .Where(member => member.Parent.Kind == HandleKind.TypeReference && metadata.GetString(member.Name) == "op_Implicit")
                .Select(member => metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name))
                .Where(type => type == "Scalar")
        ];
    }
}
