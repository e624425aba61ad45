using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace OptGen.Tests.Conventions;

/// <summary>One instruction of a method.</summary>
/// <param name="Offset">Where it stands.</param>
/// <param name="Code">What it does.</param>
/// <param name="Called">Type, name and types of the parameters of the method that it calls; null for other instructions.</param>
internal readonly record struct Instruction(int Offset, OpCode Code, string? Called);

/// <summary>A method that has a body.</summary>
/// <param name="Name">Type, name and types of the parameters.</param>
/// <param name="Instructions">The body, without instructions that do nothing.</param>
/// <param name="Finally">Where the parts begin that a finally follows.</param>
/// <param name="Source">The file that it was compiled from, by the symbols beside the assembly; empty where they do not say.</param>
internal sealed record MethodCode(string Name, IReadOnlyList<Instruction> Instructions, IReadOnlySet<int> Finally, string Source);

/// <summary>Reads the instructions of an assembly's methods, and what they call.</summary>
internal static class IntermediateCode
{
    private static readonly Dictionary<int, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(c => (int)(ushort)c.Value);

    public static IEnumerable<MethodCode> Methods(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        MetadataReader names = image.GetMetadataReader();
        string symbols = Path.ChangeExtension(file, ".pdb");
        using MetadataReaderProvider? provider = File.Exists(symbols) ? MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(symbols)) : null;
        MetadataReader? sources = provider?.GetMetadataReader();
        foreach (MethodDefinitionHandle handle in names.MethodDefinitions)
        {
            MethodDefinition method = names.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0)
                continue;
            MethodBodyBlock body = image.GetMethodBody(method.RelativeVirtualAddress);
            int[] guarded = body.ExceptionRegions.Where(r => r.Kind == ExceptionRegionKind.Finally).Select(r => r.TryOffset).ToArray();
            yield return new MethodCode(NameOf(names, method), Read(names, body.GetILReader()).ToArray(), guarded.ToHashSet(), SourceOf(sources, handle));
        }
    }

    private static string SourceOf(MetadataReader? symbols, MethodDefinitionHandle method)
    {
        SequencePoint[] points = symbols?.GetMethodDebugInformation(method).GetSequencePoints().Where(p => !p.IsHidden).ToArray() ?? [];
        return points.Length == 0 ? "" : symbols!.GetString(symbols.GetDocument(points[0].Document).Name);
    }

    private static List<Instruction> Read(MetadataReader names, BlobReader reader)
    {
        var found = new List<Instruction>();
        while (reader.RemainingBytes > 0)
        {
            int offset = reader.Offset, value = reader.ReadByte();
            if (value == 0xFE)
                value = 0xFE00 | reader.ReadByte();
            OpCode code = Codes[value];
            string? called = null;
            switch (code.OperandType)
            {
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    reader.Offset += 1;
                    break;
                case OperandType.InlineVar:
                    reader.Offset += 2;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    reader.Offset += 8;
                    break;
                case OperandType.InlineSwitch:
                    int targets = reader.ReadInt32();
                    reader.Offset += 4 * targets;
                    break;
                case OperandType.InlineMethod:
                    called = NameOf(names, MetadataTokens.EntityHandle(reader.ReadInt32()));
                    break;
                default:
                    reader.Offset += 4;
                    break;
            }
            if (code != OpCodes.Nop)
                found.Add(new Instruction(offset, code, called));
        }
        return found;
    }

    private static string NameOf(MetadataReader names, EntityHandle method) => method.Kind switch
    {
        HandleKind.MethodSpecification => NameOf(names, names.GetMethodSpecification((MethodSpecificationHandle)method).Method),
        HandleKind.MethodDefinition => NameOf(names, names.GetMethodDefinition((MethodDefinitionHandle)method)),
        _ => NameOf(names, names.GetMemberReference((MemberReferenceHandle)method))
    };

    private static string NameOf(MetadataReader names, MethodDefinition method) =>
        $"{TypeName(names, method.GetDeclaringType())}.{names.GetString(method.Name)}{Parameters(method.DecodeSignature(TypeNames.Instance, null))}";

    private static string NameOf(MetadataReader names, MemberReference member)
    {
        string name = $"{TypeName(names, member.Parent)}.{names.GetString(member.Name)}";
        return member.GetKind() == MemberReferenceKind.Method ? name + Parameters(member.DecodeMethodSignature(TypeNames.Instance, null)) : name;
    }

    private static string Parameters(MethodSignature<string> signature) => $"({string.Join(", ", signature.ParameterTypes)})";

    /// <summary>A type's name with those that it stands in; a constructed generic type has none.</summary>
    internal static string TypeName(MetadataReader names, EntityHandle type)
    {
        if (type.Kind == HandleKind.TypeDefinition)
        {
            TypeDefinition definition = names.GetTypeDefinition((TypeDefinitionHandle)type);
            string own = names.GetString(definition.Name);
            return definition.GetDeclaringType() is { IsNil: false } outer ? $"{TypeName(names, outer)}.{own}" : own;
        }
        if (type.Kind != HandleKind.TypeReference)
            return "";
        TypeReference reference = names.GetTypeReference((TypeReferenceHandle)type);
        string name = names.GetString(reference.Name);
        return reference.ResolutionScope.Kind == HandleKind.TypeReference ? $"{TypeName(names, reference.ResolutionScope)}.{name}" : name;
    }
}
