using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OptGen.Binding;
using OptGen.Generators.Tests.Infrastructure;

namespace OptGen.Generators.Tests.Binding;

/// <summary>The names of types against Roslyn's own text of them.</summary>
public class TypeNameTests
{
    private static readonly SymbolDisplayFormat s_format = SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private const string Odd = """
        #nullable enable
        namespace @class.@int
        {
            public class @new<@in> { public class @void<T> { public enum E { A } public delegate void D(); } public struct S { } }
            public interface I<in T> { }
            public class Global { }
        }
        public class Outer<T> where T : class?
        {
            public class Inner { }
            public unsafe class Fields<U, V> where U : struct where V : notnull
            {
                public @class.@int.@new<int>.@void<string?>? a; public @class.@int.@new<T?>.S b; public @class.@int.@new<U>.S? c;
                public int[]? d; public int?[][,]? e; public (int A, string? B) f; public dynamic g = null!; public nint h; public nuint? i;
                public delegate*<int, void> j; public int* k; public object? l; public decimal m; public Half n; public Half? o; public T? p; public U? q; public V? r;
                public Tensor s = null!; public Module<Tensor, Tensor?>? t; public List<Dictionary<string, Tensor?>?>? u; public Inner v = null!; public Outer<string?>.Inner? w;
                public Func<Tensor, Tensor>? x; public Nullable<DateTime> y; public ValueTuple<int> z; public System.ValueTuple<int, int> aa; public string bb = ""; public string? cc;
                public bool dd; public float ee; public long ff; public ulong gg; public char hh; public Index ii; public Range jj; public I<object?>? kk; public @class.@int.Global ll = null!;
                public void Method() { } public IntPtr mm; public Array? nn; public Enum? oo; public Delegate? pp; public ValueType? qq; public System.Collections.IEnumerable? rr; public Undefined? ss;
            }
        }
        #nullable disable
        public class Oblivious { public string a; public List<string> b; public Module<Tensor, Tensor> c; public Dictionary<string, List<object>> d; }
        """;

    [Fact]
    public void FullName_OfOddTypes_IsRoslyns()
    {
        CSharpCompilation compilation = TestCompilation.Create(Odd);
        string[] types = ["Outer`1+Fields`2", "Oblivious"];
        List<ITypeSymbol> all = [.. types.SelectMany(t => compilation.GetTypeByMetadataName(t)!.GetMembers().OfType<IFieldSymbol>()).Select(f => f.Type)];

        Assert.True(all.Count > 45);
        Assert.All(all, type => Assert.Equal(type.ToDisplayString(s_format), type.FullName()));
    }

    [Fact]
    public void FullName_OfAllThatTorchSharpUses_IsRoslyns()
    {
        CSharpCompilation compilation = TestCompilation.Create("class C { }");
        INamespaceSymbol torch = ((IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(TestCompilation.TorchSharp)!).GlobalNamespace;
        var types = new HashSet<ITypeSymbol>(SymbolEqualityComparer.IncludeNullability);
        foreach (INamedTypeSymbol type in TypesIn(torch))
        {
            types.Add(type);
            types.UnionWith(type.GetMembers().OfType<IMethodSymbol>().SelectMany(m => m.Parameters.Select(p => p.Type).Append(m.ReturnType)));
        }

        Assert.True(types.Count > 1500, $"{types.Count}");
        Assert.All(types, type => Assert.Equal(type.ToDisplayString(s_format), type.FullName()));
    }

    private static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceOrTypeSymbol place) => place.GetMembers().SelectMany(m => m switch
    {
        INamespaceSymbol space => TypesIn(space),
        INamedTypeSymbol type => TypesIn(type).Prepend(type),
        _ => []
    });
}
