using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace OptGen.Generators.Tests.Infrastructure;

/// <summary>
/// The part of torch's public names that binding looks at, as an assembly without bodies: tests of names and types need no native
/// library, and hold for every provider of torch.
/// </summary>
internal static class TorchSurface
{
    private const string Source = """
        namespace TorchSharp
        {
            public static class torch
            {
                public sealed class Tensor
                {
                    public static Tensor operator +(Tensor a, Tensor b) => a;
                    public static Tensor operator -(Tensor a, Tensor b) => a;
                    public static Tensor operator *(Tensor a, Tensor b) => a;
                }

                public static class nn
                {
                    public abstract class Module
                    {
                        public virtual bool training => true;
                    }

                    public abstract class Module<T1, TResult> : Module
                    {
                        protected Module(string name) { }
                        public abstract TResult forward(T1 input);
                    }

                    public abstract class Module<T1, T2, TResult> : Module
                    {
                        protected Module(string name) { }
                        public abstract TResult forward(T1 input1, T2 input2);
                    }

                    public static Modules.Linear Linear(long inputSize, long outputSize, bool hasBias = true) => null!;
                    public static Modules.Conv2d Conv2d(long in_channels, long out_channels, long kernel_size, bool bias = true) => null!;
                    public static Modules.Bilinear Bilinear(long in1Features, long in2Features, long outputSize) => null!;
                }
            }
        }

        namespace TorchSharp.Modules
        {
            public sealed class Parameter
            {
                public static torch.Tensor operator *(Parameter a, torch.Tensor b) => b;
            }

            public sealed class Linear : torch.nn.Module<torch.Tensor, torch.Tensor>
            {
                internal Linear() : base("Linear") { }
                public override torch.Tensor forward(torch.Tensor input) => input;
            }

            public sealed class Conv2d : torch.nn.Module<torch.Tensor, torch.Tensor>
            {
                internal Conv2d() : base("Conv2d") { }
                public override torch.Tensor forward(torch.Tensor input) => input;
            }

            public sealed class Bilinear : torch.nn.Module<torch.Tensor, torch.Tensor, torch.Tensor>
            {
                internal Bilinear() : base("Bilinear") { }
                public override torch.Tensor forward(torch.Tensor input1, torch.Tensor input2) => input1;
            }
        }
        """;

    /// <summary>A reference to the assembly.</summary>
    public static MetadataReference Reference { get; } = Compile();

    private static PortableExecutableReference Compile()
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "TorchSharp", [CSharpSyntaxTree.ParseText(Source)], TestCompilation.SystemReferences,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var stream = new MemoryStream();
        Assert.Empty(compilation.Emit(stream).Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error));
        return MetadataReference.CreateFromImage(stream.ToArray());
    }
}
