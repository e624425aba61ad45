extern alias OptGenLibrary;

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace OptGen.Generators.Tests.Infrastructure;

/// <summary>Makes compilations in memory.</summary>
internal static class TestCompilation
{
    private const string GlobalUsings = """
        global using System;
        global using OptGen;
        global using TorchSharp;
        global using TorchSharp.Modules;
        global using static TorchSharp.torch;
        global using static TorchSharp.torch.nn;
        """;

    /// <summary>The platform's own assemblies.</summary>
    public static IReadOnlyList<MetadataReference> SystemReferences { get; } =
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"))
            .Select(p => (MetadataReference)MetadataReference.CreateFromFile(p))
            .ToList();

    /// <summary>The package TorchSharp; only its names are read.</summary>
    public static MetadataReference TorchSharp { get; } = MetadataReference.CreateFromFile(typeof(global::TorchSharp.torch).Assembly.Location);

    private static readonly MetadataReference s_optGen = MetadataReference.CreateFromFile(typeof(OptGenLibrary::OptGen.UpdateAttribute).Assembly.Location);

    /// <summary>A library of some files, with the usual namespaces in scope.</summary>
    public static CSharpCompilation Create(params IEnumerable<string> sources) => Create(LanguageVersion.CSharp13, [TorchSharp], sources);

    /// <summary>A library compiled by an older language version, or against other references.</summary>
    public static CSharpCompilation Create(LanguageVersion version, IEnumerable<MetadataReference> torch, IEnumerable<string> sources)
    {
        var options = new CSharpParseOptions(version);
        IEnumerable<string> usings = torch.Any() ? [GlobalUsings] : ["global using OptGen;"];
        return CSharpCompilation.Create(
            "Test", usings.Concat(sources).Select((s, i) => CSharpSyntaxTree.ParseText(s, options, $"File{i}.cs")),
            SystemReferences.Append(s_optGen).Concat(torch),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }
}
