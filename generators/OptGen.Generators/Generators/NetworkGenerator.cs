using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using OptGen.Binding;
using OptGen.Diagnostics;
using OptGen.Notation;

namespace OptGen.Generators;

/// <summary>Writes the module of each class that bears <c>[Update]</c>.</summary>
/// <remarks>
/// What is written depends on a model of values alone, so nothing is written anew while the model stays equal. Diagnostics have places,
/// which move with every edit; they are the analyzer's, and the generator reports them only where no analyzer will (see <see cref="Reporting"/>).
/// </remarks>
[Generator(LanguageNames.CSharp)]
public sealed class NetworkGenerator : IIncrementalGenerator
{
    private readonly Func<NetworkModel, string> _emit;

    /// <summary>The generator that the compiler makes.</summary>
    public NetworkGenerator()
        : this(Emission.Emitter.Emit)
    {
    }

    /// <summary>A generator that writes models in another way, for tests of what happens when that fails.</summary>
    internal NetworkGenerator(Func<NetworkModel, string> emit) => _emit = emit;

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<AnnotatedClass> classes = context.SyntaxProvider
            .ForAttributeWithMetadataName(RecurrenceSource.AttributeName, AnnotatedClass.MayBe, AnnotatedClass.Bind)
            .SelectMany((c, _) => OneOrNone(c))
            .WithTrackingName(TrackingNames.Class);
        IncrementalValuesProvider<AnnotatedClass> completed = classes
            .Where(c => c.Model is not null)
            .WithTrackingName(TrackingNames.Model);
        IncrementalValueProvider<EquatableArray<string>> collisions = completed
            .Select((c, _) => c.Model!.Type.HintName)
            .Collect()
            .Select((names, _) => GeneratedFile.Collisions(names))
            .WithTrackingName(TrackingNames.Collisions);
        IncrementalValuesProvider<GeneratedFile> files = completed
            .Combine(collisions)
            .Select((pair, _) => GeneratedFile.Of(pair.Left.MetadataName, pair.Left.Model!, pair.Right, _emit))
            .WithTrackingName(TrackingNames.File);
        context.RegisterSourceOutput(files, (production, file) =>
        {
            if (file.Source is { } source)
                production.AddSource(file.HintName, source);
        });
        Reporting.Register(context, classes, files);
    }

    private static ImmutableArray<T> OneOrNone<T>(T? item)
        where T : class => item is null ? [] : [item];
}
