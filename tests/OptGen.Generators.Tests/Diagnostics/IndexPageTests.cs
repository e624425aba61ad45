using System.Text;
using Microsoft.CodeAnalysis;
using OptGen.Diagnostics;
using OptGen.Testing;

namespace OptGen.Generators.Tests.Diagnostics;

/// <summary>docs/diagnostics/README.md lists every diagnostic; <c>OPTGEN_UPDATE=1</c> writes it anew.</summary>
public class IndexPageTests
{
    [Fact]
    public void Index_ListsEveryDiagnosticAndHowToSilenceIt()
    {
        var page = new StringBuilder();
        page.Append("""
            # Diagnostics

            Each page has a wrong and a right example. An error cannot be silenced: nothing is generated until it is gone. A warning or a note that is meant can be, in one of these ways.
            Where the recurrence stands:

            ```csharp
            #pragma warning disable OPTG301 // T contains the identity
            [Update("x_<k+1> = x_k - x_<k-1> + T(x_k)")]
            ```

            or for a folder, in `.editorconfig`:

            ```ini
            [*.cs]
            dotnet_diagnostic.OPTG301.severity = none
            ```

            The same setting with `error` makes a build fail where a recurrence is not consistent.

            """);
        foreach ((string title, string first, string last) in new[]
        {
            ("The text", "OPTG001", "OPTG099"),
            ("The wiring", "OPTG101", "OPTG199"),
            ("The class around it", "OPTG201", "OPTG299"),
            ("The verdict", "OPTG301", "OPTG399")
        })
        {
            page.Append($"\n## {title}\n\n| | says that | is |\n|---|---|---|\n");
            foreach (DiagnosticDescriptor descriptor in Descriptors.All.Where(d => string.CompareOrdinal(d.Id, first) >= 0 && string.CompareOrdinal(d.Id, last) <= 0))
            {
                string severity = descriptor.DefaultSeverity switch { DiagnosticSeverity.Error => "an error", DiagnosticSeverity.Warning => "a warning", _ => "a note" };
                page.Append($"| [{descriptor.Id}]({descriptor.Id}.md) | {descriptor.Title} | {severity} |\n");
            }
        }
        Snapshot.Verify(page.ToString(), Path.Combine(RepositoryFiles.Pages, "README.md"));
    }
}
