using System.Reflection.Emit;

namespace OptGen.Tests.Conventions;

/// <summary>
/// Finds numbers that are handed to torch and that the collector may take in the meantime: what becomes a Scalar must be held, by a field, an array, or a
/// <c>using</c>, until the call has ended.
/// </summary>
internal static class ScalarScan
{
    private const string Conversion = "Scalar.op_Implicit(", Extensions = "ScalarExtensionMethods.To";

    // It makes them of numbers among the arguments of a script; nothing here hands it any.
    private const string ScriptArguments = "torch.jit.ScriptModule.DetermineArgumentTypeRefs(";

    /// <summary>The methods of an assembly with such a number, and what they do with it.</summary>
    /// <param name="file">The assembly.</param>
    /// <param name="loose">Methods of TorchSharp that make one inside.</param>
    public static IEnumerable<string> Find(string file, IReadOnlySet<string> loose) => Find(IntermediateCode.Methods(file), loose);

    /// <summary>The methods, of some, with such a number, and what they do with it.</summary>
    public static IEnumerable<string> Find(IEnumerable<MethodCode> methods, IReadOnlySet<string> loose)
    {
        foreach (MethodCode method in methods)
        {
            for (int i = 0; i < method.Instructions.Count; i++)
            {
                if (method.Instructions[i].Called is not { } called)
                    continue;
                if (loose.Contains(called))
                    yield return $"{method.Name} calls {called}, which makes a Scalar and does not hold it";
                else if (Makes(called) && !IsHeld(method, i))
                    yield return $"{method.Name} makes a Scalar and does not hold it";
            }
        }
    }

    /// <summary>The methods of TorchSharp that make a Scalar which they do not hold, themselves or in another that they call.</summary>
    public static IReadOnlySet<string> Loose(string file)
    {
        MethodCode[] methods = IntermediateCode.Methods(file).ToArray();
        var found = new HashSet<string>(StringComparer.Ordinal);
        bool grows = true;
        while (grows)
        {
            grows = false;
            foreach (MethodCode method in methods.Where(m => !found.Contains(m.Name) && !Makes(m.Name) && !m.Name.StartsWith(ScriptArguments, StringComparison.Ordinal)))
            {
                for (int i = 0; i < method.Instructions.Count; i++)
                {
                    if (method.Instructions[i].Called is not { } called || !(found.Contains(called) || (Makes(called) && !IsHeld(method, i))))
                        continue;
                    grows = found.Add(method.Name) || grows;
                    break;
                }
            }
        }
        return found;
    }

    private static bool Makes(string called) =>
        called.StartsWith(Conversion, StringComparison.Ordinal)
        || (called.StartsWith(Extensions, StringComparison.Ordinal) && !called.Contains("(Scalar)", StringComparison.Ordinal));

    private static bool IsHeld(MethodCode method, int conversion)
    {
        Instruction next = method.Instructions[conversion + 1];
        if (next.Code == OpCodes.Stfld || next.Code == OpCodes.Stsfld || next.Code == OpCodes.Stelem_Ref)
            return true;
        // A local that a using disposes, whose block begins at once or after more numbers of the same statement.
        if (!next.Code.Name!.StartsWith("stloc", StringComparison.Ordinal))
            return false;
        foreach (Instruction instruction in method.Instructions.Skip(conversion + 2))
        {
            if (method.Finally.Contains(instruction.Offset))
                return true;
            if (instruction.Called is { } called && !Makes(called))
                return false;
        }
        return false;
    }
}
