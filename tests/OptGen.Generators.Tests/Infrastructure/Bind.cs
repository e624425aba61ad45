using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OptGen.Binding;
using OptGen.Diagnostics;

namespace OptGen.Generators.Tests.Infrastructure;

/// <summary>Binds the one annotated class of a source.</summary>
internal static class Bind
{
    public static BoundNetwork Network(params IEnumerable<string> sources)
    {
        CSharpCompilation compilation = TestCompilation.Create(sources);
        INamedTypeSymbol type = Assert.Single(
            compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>(), t => RecurrenceSource.Of(t).Attributes.Any());
        return Binder.Bind(type, compilation, default);
    }

    /// <summary>The model of a class without mistakes.</summary>
    public static NetworkModel Model(params IEnumerable<string> sources)
    {
        BoundNetwork network = Network(sources);
        Assert.Empty(Analysis.Of(network).Where(f => f.Descriptor.DefaultSeverity == DiagnosticSeverity.Error).Select(f => f.Message));
        Assert.True(network.Model.IsBound);
        return network.Model;
    }
}
