using System.Reflection;
using System.Runtime.CompilerServices;

namespace OptGen.SystemTorch.Tests.Api;

/// <summary>
/// Writes types and members as the lists beside this file do: C#'s order, names without namespaces, ValueTuple by its name, IntPtr
/// and char as the runtime calls them, arrays of any rank as [], enumeration defaults as numbers, operators as op_*, constructors as new.
/// </summary>
internal static class ApiFormatter
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short",
        [typeof(int)] = "int", [typeof(long)] = "long", [typeof(float)] = "float", [typeof(double)] = "double",
        [typeof(string)] = "string", [typeof(object)] = "object"
    };

    /// <summary>The type's first line, such as <c>sealed class Conv1d : Convolution</c>; an enumeration's is all there is of it.</summary>
    public static string Header(Type type)
    {
        if (type.IsEnum) return $"enum {Name(type)} {{ {string.Join(", ", Enum.GetNames(type))} }}";
        if (type.IsInterface) return $"interface {Name(type)}";
        if (type.IsValueType) return $"struct {Name(type)}";
        var kind = type is { IsAbstract: true, IsSealed: true } ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "";
        var inherited = type.BaseType is { } parent && parent != typeof(object) ? $" : {Name(parent)}" : "";
        return $"{kind}class {Name(type)}{inherited}";
    }

    /// <summary>The public and protected members that a type declares, without nested types and overrides of object's members.</summary>
    public static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum) return [];
        var methods = type.GetMethods(Declared).Where(method => Visible(method) && !IsAccessor(method) && !OverridesObject(method)).Select(Method);
        var constructors = type.GetConstructors(Declared).Where(constructor => Visible(constructor) && !constructor.IsStatic)
            .Select(constructor => $"{Access(constructor)}new({Parameters(constructor)})");
        var properties = type.GetProperties(Declared).Where(property => property.GetAccessors(true).Any(Visible)).Select(Property);
        var fields = type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly).Select(Field);
        var events = type.GetEvents(Declared).Where(@event => Visible(@event.AddMethod!)).Select(@event => $"event {Name(@event.EventHandlerType!)} {@event.Name}");
        return [.. methods, .. constructors, .. properties, .. fields, .. events];
    }

    /// <summary>The type's name after those it is nested in, then the type arguments of all of them.</summary>
    public static string Name(Type type)
    {
        if (type.IsByRef) return Name(type.GetElementType()!);
        if (type.IsArray) return Name(type.GetElementType()!) + "[]";
        if (type.IsGenericParameter) return type.Name;
        if (Keywords.TryGetValue(type, out var keyword)) return keyword;
        if (Nullable.GetUnderlyingType(type) is { } value) return Name(value) + "?";
        var path = string.Join('.', Nesting(type).Select(part => part.Name.Split('`')[0]));
        return type.IsGenericType ? $"{path}<{string.Join(',', type.GetGenericArguments().Select(Name))}>" : path;
    }

    private static IEnumerable<Type> Nesting(Type type) => type.DeclaringType is { } outer ? Nesting(outer).Append(type) : [type];

    private static string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(',', method.GetGenericArguments().Select(Name))}>" : "";
        return $"{Access(method)}{Inheritance(method)}{Name(method.ReturnType)} {method.Name}{generic}({Parameters(method)})";
    }

    private static string Property(PropertyInfo property)
    {
        var widest = property.GetAccessors(true).OrderByDescending(accessor => accessor.IsPublic).First(Visible);
        var inheritance = Inheritance(widest) == "override " ? "virtual " : Inheritance(widest);
        var index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"this[{string.Join(", ", parameters.Select(Parameter))}]" : property.Name;
        var get = Shown(property.GetMethod) ? "get; " : "";
        var set = Shown(property.SetMethod) ? "set; " : "";
        return $"{Access(widest)}{inheritance}{Name(property.PropertyType)} {index} {{ {get}{set}}}";

        bool Shown(MethodInfo? accessor) => accessor is not null && (accessor.IsPublic || (Visible(accessor) && !widest.IsPublic));
    }

    private static string Field(FieldInfo field)
    {
        var access = field.IsPublic ? "" : "protected ";
        return $"{access}{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}";
    }

    private static string Parameters(MethodBase method)
    {
        var extended = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return extended + string.Join(", ", method.GetParameters().Select(Parameter));
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var passing = !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        var many = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        return $"{passing}{many}{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? " = " + Default(parameter) : "")}";
    }

    private static string Default(ParameterInfo parameter) => parameter.RawDefaultValue switch
    {
        null when parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null => "default",
        null => "null",
        bool value => value ? "true" : "false",
        string text => $"\"{text}\"",
        var number => Convert.ToString(number)!
    };

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Inheritance(MethodInfo method)
    {
        if (method.IsStatic) return "static ";
        if (method.IsAbstract) return "abstract ";
        if (method.GetBaseDefinition().DeclaringType != method.DeclaringType) return "override ";
        return method is { IsVirtual: true, IsFinal: false } ? "virtual " : "";
    }

    private static bool Visible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsAccessor(MethodInfo method) => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static bool OverridesObject(MethodInfo method) => method.GetBaseDefinition().DeclaringType == typeof(object);
}
