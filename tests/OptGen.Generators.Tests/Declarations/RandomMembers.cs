namespace OptGen.Generators.Tests.Declarations;

/// <summary>Attributes and members of a class: a recurrence, and what it names, declared in many ways.</summary>
internal sealed class RandomMembers
{
    private static readonly string[] s_coefficients =
    [
        "a", "b", "beta", "@is", "@in", "eta", "step", "start", "scope", "layers", "width", "stage", "c1", "λ", "_a", "name", "value", "input", "@params", "module", "scalar", "result", "given", "training",
        "h", "x0", "layer", "@lock", "xNext"
    ];

    private static readonly string[] s_operators =
    [
        "T", "T", "T", "T", "S", "@params", "step", "Tensor", "parameters", "to", "layers", "forward", "_T", "F", "grad", "Module", "torch", "@operator", "Layer", "named_children", "name", "call", "train",
        "Initialize", "Implicit", "Recurrence", "nn", "Wθ"
    ];

    private static readonly string[] s_states = ["x", "x", "x", "x", "z", "@in", "w", "hidden"];

    private readonly Random _random;
    private readonly string _mark;
    private readonly string _name;
    private readonly string _typeParameters;
    private readonly bool _isSealed;
    private readonly bool _isStatic;
    private readonly List<string> _members = [];
    private readonly List<string> _companions = [];
    private readonly List<string> _attributes = [];
    private readonly HashSet<string> _taken = [];

    public RandomMembers(Random random, string mark, string name, string typeParameters, bool isSealed, bool isStatic)
    {
        (_random, _mark, _name, _typeParameters, _isSealed, _isStatic) = (random, mark, name, typeParameters, isSealed, isStatic);
        _taken.Add(name);
        foreach (string taken in typeParameters.Split(['<', '>', ',', ' '], StringSplitOptions.RemoveEmptyEntries))
            _taken.Add(taken);
        DrawBase();
        DrawNetwork();
        DrawOthers();
    }

    public IReadOnlyList<string> Attributes => _attributes;

    public IReadOnlyList<string> Members => _members;

    /// <summary>What may stand in a static class.</summary>
    public IEnumerable<string> StaticMembers => _members.Where(m => m.Contains("static ", StringComparison.Ordinal) || m.Contains("const ", StringComparison.Ordinal))
        .Where(m => !m.Contains("protected", StringComparison.Ordinal));

    /// <summary>Types beside the class.</summary>
    public IReadOnlyList<string> Companions => _companions;

    public string BaseList { get; private set; } = "";

    /// <summary>The parameters of a primary constructor; null without one.</summary>
    public string? PrimaryParameters { get; private set; }

    public string PrimaryBase { get; private set; } = "";

    private void DrawBase()
    {
        switch (_random.Next(24))
        {
            case 0 or 1:
                BaseList = Pick(" : Module<Tensor, Tensor>", " : global::TorchSharp.torch.nn.Module<global::TorchSharp.torch.Tensor, global::TorchSharp.torch.Tensor>", " : IDisposable", " : ICloneable");
                if (BaseList == " : ICloneable")
                    _members.Add("object ICloneable.Clone() => this;");
                break;
            case 2:
                BaseList = Pick(" : Exception", " : Module<Tensor, Tensor, Tensor>", " : Module", $" : {_mark}Parent");
                // No class can be its own base.
                if (BaseList == " : " + _name)
                    BaseList = "";
                if (BaseList == $" : {_mark}Parent")
                    _companions.Add(Pick(
                        "public abstract class MARKParent(string name) : Module<Tensor, Tensor>(name);",
                        "public abstract class MARKParent : Module<Tensor, Tensor> { protected MARKParent() : base(\"parent\") { } }",
                        "public abstract class MARKParent : Module<Tensor, Tensor> { protected MARKParent(int n) : base(\"parent\") { } }",
                        "public class MARKParent : Module<Tensor, Tensor> { public MARKParent(string name) : base(name) { } public sealed override Tensor forward(Tensor x) => x; }",
                        "public class MARKParent(string name) : Module<Tensor, Tensor>(name) { public override Tensor forward(Tensor x) => x; }",
                        "public abstract class MARKParent(string name) : Module<Tensor, Tensor>(name) { protected override void RegisterComponents() { } }").Replace("MARK", _mark, StringComparison.Ordinal));
                break;
            case 3:
                PrimaryParameters = Pick("(int size)", "(int size, string title)", "()");
                PrimaryBase = Pick("", " : Module<Tensor, Tensor>(\"net\")");
                break;
        }
    }

    private void DrawNetwork()
    {
        string x = Pick(s_states), t = Take(s_operators, "T"), a = Take(s_coefficients, "a"), b = Take(s_coefficients, "b");
        string X = Bare(x), T = Bare(t), A = Bare(a), B = Bare(b);
        string inputs = "", layers = Pick(", Layers = 2", ", Layers = 3", ", Layers = 1", "", "", ", Layers = 0");
        string text;
        switch (_random.Next(18))
        {
            case 0 or 1:
                text = $"{X}_<k+1> = {X}_k - {A}*{T}({X}_k)";
                Operator(t);
                Coefficient(a);
                break;
            case 2 or 3 or 4:
                text = $"{X}_<k+1> = {X}_k + {A}*({X}_k - {X}_<k-1>) - {B}_k*{T}({X}_k)";
                Operator(t);
                Coefficient(a);
                Schedule(b);
                break;
            case 5:
                text = $"y_k = {X}_k + {A}*({X}_k - {X}_<k-1>); {X}_<k+1> = y_k - {B}*{T}(y_k)";
                Operator(t);
                Coefficient(a);
                Coefficient(b);
                break;
            case 6:
                text = $"{X}_<k+1> = {X}_k - {A}/2*({T}({X}_<k+1>) + {T}({X}_k))";
                Operator(t);
                Coefficient(a);
                if (_random.Next(2) == 0)
                    _attributes.Add(Pick("[Implicit]", "[Implicit(Tolerance = 1e-4)]", "[Implicit(Solver = typeof(global::OptGen.FixedPoint.PicardSolver), MaxIterations = 7)]", "[Implicit(MaxIterations = -1)]"));
                break;
            case 7:
                text = $"{X}_0 = stem(u); {X}_<k+1> = {X}_k - {A}*{T}({X}_k); out = head({X}_L)";
                inputs = ", Inputs = \"u\"";
                Operator(t);
                Coefficient(a);
                Declare("stem", "static Module<Tensor, Tensor> stem(int width) => null!;");
                Declare("head", Pick("static Module<Tensor, Tensor> head(int width, int classes) => null!;", "readonly Linear head = null!;", "Tensor head(Tensor x) => x;"));
                break;
            case 8:
                text = $"z = {T}(z, u)";
                layers = "";
                inputs = ", Inputs = \"u\"";
                TwoTensorOperator(t);
                break;
            case 9:
                text = $"{X}_<k+1> = prox[{A}]({X}_k - {B}*{T}({X}_k))";
                Operator(t);
                Coefficient(a);
                Coefficient(b);
                Declare("prox", Pick("static Tensor prox(Tensor x, double s) => x;", "Tensor prox(Tensor x, double s) => x;", "static Tensor prox(Tensor x, float s) => x;", "static Tensor prox(Tensor x, Tensor s) => x;", "static Tensor? prox(Tensor x, double s) => x;"));
                break;
            case 10:
                text = $"{X}_<k+1> = {X}_k - {A}*A^T(A({X}_k) - u)";
                inputs = $", Inputs = \"{X}, u\"";
                Coefficient(a);
                Declare("A", Pick("readonly Linear A = null!;", "static Linear A(int width) => null!;", "static Linear A(int k, int width) => null!;"));
                break;
            case 11:
                text = $"{X}_<k+1> = {X}_k - sum[j=0..k]({A}_<k,j>*{T}({X}_j))";
                Operator(t);
                Declare(a, $"readonly double[,] {a} = new double[3, 3];");
                break;
            case 12:
                text = Pick($"{X}_<k+1> = {X}_k - Unknown({X}_k)", $"{X}_<k+2> = {X}_k", $"{X}_<k+1> = {X}_k -", "", "  ", "\\u2028x_<k+1> = x_k", $"{X}_<k+1> = {X}_k - {T}({X}_k)*{X}_k");
                Operator(t);
                break;
            case 13:
                text = $"{X}_<k+1> = {Pick("1e20", "3.14159265358979323846264338327950288", "2^64", "0.123456789", "1/3", "1e-30", "123456789012345678901234567890", "0x10")}*{X}_k - {T}({X}_k)";
                Operator(t);
                break;
            case 14:
                text = $"{X}_<k+1> = {X}_k - {T}({X}_k)";
                layers = "";
                Operator(t);
                _attributes.Add("[Stage(Layers = 2)]");
                _attributes.Add(Pick("[Stage(Layers = 3)]", "[Stage(Layers = 1, History = StageHistory.Project)]", "[Stage(Layers = 0)]", "[Stage]"));
                if (_random.Next(4) > 0)
                    Declare("D", Pick(
                        "static Module<Tensor, Tensor> D(int stage, int width) => null!;", "static Linear D(int stage) => null!;", "Module<Tensor, Tensor> D(int stage, string width) => null!;",
                        "readonly Linear D = null!;", "static Module<Tensor, Tensor> D(int k, int stage) => null!;"));
                break;
            case 15:
                text = $"v_<k+1> = {A}*v_k + {T}({X}_k); {X}_<k+1> = {X}_k - {B}*v_<k+1>";
                Operator(t);
                Coefficient(a);
                Coefficient(b);
                break;
            case 16:
                text = $"{X}_<k+1> = soft({X}_k - relu({T}({X}_k)), {A})";
                Operator(t);
                Coefficient(a);
                break;
            default:
                text = $"{X}_<k+1> = {X}_k - {T}({X}_k, u)";
                inputs = Pick($", Inputs = \"{X}, u\"", $", Inputs = \"{X} u\"", $", Inputs = \"{X}; u\"", ", Inputs = \"3u\"", ", Inputs = \"u, u\"", ", Inputs = \"\"", $", Inputs = \"{X}, u, @class\"");
                TwoTensorOperator(t);
                break;
        }
        AddUpdates(text, layers + inputs);
        AddConstructor(layers);
    }

    private void AddUpdates(string text, string arguments)
    {
        string[] lines = text.Split("; ");
        if (lines.Length > 1 && _random.Next(2) == 0)
        {
            for (int i = 0; i < lines.Length; i++)
                _attributes.Add($"[Update({Literal(lines[i])}{(i == 0 ? arguments : "")})]");
            return;
        }
        string attribute = Pick("Update", "Update", "Update", "UpdateAttribute", "global::OptGen.Update", "OptGen.UpdateAttribute", "type: Update");
        if (attribute.Contains("OptGen.", StringComparison.Ordinal) && !attribute.StartsWith("global", StringComparison.Ordinal))
            attribute = "global::" + attribute;
        _attributes.Insert(_random.Next(_attributes.Count + 1), $"[{attribute}({Literal(text)}{arguments})]");
    }

    /// <summary>A constant expression with this value.</summary>
    private string Literal(string text)
    {
        switch (_random.Next(9))
        {
            case 0 when !text.Contains('\\', StringComparison.Ordinal):
                return $"@\"{text}\"";
            case 1 when !text.Contains('\\', StringComparison.Ordinal):
                return text.Trim().Length == 0 ? $"\"{text}\"" : $"\"\"\"{text}\"\"\"";
            case 2 when !text.Contains('\\', StringComparison.Ordinal):
                return $"\"\"\"\n    {text.Replace("; ", "\n    ", StringComparison.Ordinal)}\n    \"\"\"";
            case 3:
                int cut = text.Contains('\\', StringComparison.Ordinal) ? 0 : _random.Next(text.Length + 1);
                return $"\"{text[..cut]}\" + \"{text[cut..]}\"";
            case 4:
                return $"$\"{text}\"";
            case 5:
                string holder = $"{_mark}Texts{_companions.Count}";
                _companions.Add($"internal static class {holder} {{ public const string Line = \"{text}\"; }}");
                return $"{holder}.Line";
            case 6:
                return $"\"{text} # \" + nameof(global::System.Math.PI)";
            default:
                return $"\"{text}\"";
        }
    }

    private void AddConstructor(string layers)
    {
        if (_isStatic || PrimaryParameters is not null || _random.Next(10) > 0)
            return;
        // What Initialize takes follows from the factories; here it is known where there is but one, of a width.
        bool isKnown = layers.StartsWith(", Layers", StringComparison.Ordinal) && _members.Count(m => m.Contains("Tensor>", StringComparison.Ordinal) || m.Contains("Linear", StringComparison.Ordinal)) == 1
            && _members.Exists(m => m.Contains("(int k, int width)", StringComparison.Ordinal));
        _members.Add(isKnown && _random.Next(3) > 0
            ? Pick($"public {_name}(int width) : base(\"net\") => Initialize(width);", $"private {_name}(string s) : base(s) {{ Initialize(3); }}", $"public {_name}() : base(\"net\") {{ if (Layers()) Initialize(1); bool Layers() => true; }}")
            : Pick($"public {_name}() : base(\"net\") {{ }}", $"static {_name}() {{ }}"));
    }

    private void Operator(string name)
    {
        string access = Access(), shared = _random.Next(10) == 0 ? "[Shared] " : "", more = _random.Next(12) == 0 ? Pick("[Obsolete] ", "[Obsolete(\"old\")] ", "[Lipschitz(0.5)] ", "[global::System.ComponentModel.EditorBrowsable] ") : "";
        string type = Pick("Module<Tensor, Tensor>", "Module<Tensor, Tensor>", "Module<Tensor, Tensor>", "Linear", "Sequential", "nn.Module<Tensor, Tensor>", "global::TorchSharp.torch.nn.Module<global::TorchSharp.torch.Tensor, global::TorchSharp.torch.Tensor>", "Own", "IModule", "Module<Tensor, Tensor>?");
        if (type == "nn.Module<Tensor, Tensor>")
            type = "global::TorchSharp.torch.nn.Module<Tensor, Tensor>";
        if (type == "Own")
        {
            type = _mark + "Own";
            Companion("Own", $"public sealed class {type}() : Module<Tensor, Tensor>(\"own\") {{ public override Tensor forward(Tensor x) => x; }}");
        }
        if (type == "IModule")
            type = "Module<Tensor, Tensor>";
        if (_typeParameters == "<TModule>" && _random.Next(3) == 0)
            type = "TModule";
        string make = "null!";
        switch (_random.Next(8))
        {
            case 0:
                Declare(name, $"{more}{access}{Pick("readonly ", "static readonly ", "")}{type} {name} = {make};");
                break;
            case 1:
                Declare(name, $"{more}{access}{type} {name} {Pick("{ get; }", "{ get; set; }", "{ get; init; }")} = {make};");
                break;
            case 2:
                Declare(name, $"{more}{access}{Pick("", "static ")}Tensor {name}(Tensor x) => x;");
                break;
            default:
                Declare(name, $"{shared}{more}{access}{Pick("static ", "static ", "")}{type} {name}({Parameters()}) => {make};");
                break;
        }
    }

    private void TwoTensorOperator(string name) => Declare(name, Pick(
        $"static Module<Tensor, Tensor, Tensor> {name}(int k, int width) => null!;", $"static Module<Tensor, Tensor, Tensor> {name}(int width) => null!;", $"readonly Module<Tensor, Tensor, Tensor> {name} = null!;",
        $"static Bilinear {name}() => null!;", $"Tensor {name}(Tensor x, Tensor y) => x;", $"static Module<Tensor, Tensor> {name}(int k) => null!;"));

    private string Parameters()
    {
        List<string> parameters = [];
        if (_random.Next(5) > 0)
            parameters.Add(Pick("int k", "int k", "int k", "int k", "int layer", "int i", "long k", "int @k"));
        int count = _random.Next(4) switch { 0 => 0, 1 => 2, _ => 1 };
        string[] kinds =
        [
            "int width", "int width", "int width", "int width", "int @int", "long width", "double rate", "string title", "int? size", "(int, int) size", "(int Rows, int Columns) size", "int[] sizes", "Action<int> build", "ScalarType type",
            "Device? device", "object layers", "string name", "dynamic anything", "nint pointer", "decimal money", "Dictionary<string, int[]> map", "List<(int, string?)> list", "int _layers", "bool T", "Tensor x", "Func<int, double?>? schedule",
            "in int constant", "CancellationToken token", "global::System.DayOfWeek day", "Half half", "char letter"
        ];
        for (int i = 0; i < count; i++)
            parameters.Add(Pick(kinds));
        if (_random.Next(4) == 0)
        {
            parameters.Add(Pick(
                "int n = 3", "double eps = 1e-3", "string s = \"a\\\"b\\n\"", "char c = '\\''", "float f = float.NaN", "DayOfWeek d = DayOfWeek.Monday", "ScalarType? dtype = null", "CancellationToken t = default", "string? label = null",
                "decimal m = 1.5m", "long big = long.MinValue", "double inf = double.PositiveInfinity", "params int[] rest", "bool flag = true", "int max = int.MaxValue", "float small = 1e-45f", "object? any = null", "nint p = default", "ulong u = ulong.MaxValue"));
        }
        parameters = [.. parameters.GroupBy(p => p.Split(" = ")[0].Split(' ')[^1].TrimStart('@')).Select(g => g.First())];
        if (_random.Next(12) == 0 && !parameters.Exists(p => p.Contains('=', StringComparison.Ordinal) || p.StartsWith("params", StringComparison.Ordinal)))
            parameters.Reverse();
        return string.Join(", ", parameters);
    }

    private void Coefficient(string name)
    {
        string access = Access();
        (string type, string value) = _random.Next(16) switch
        {
            0 => ("float", "0.5f"),
            1 => ("int", "2"),
            2 => ("decimal", "0.5m"),
            3 => ("long", "3"),
            4 => ("ulong", "3"),
            5 => ("byte", "1"),
            6 => ("uint", "1"),
            7 => ("short", "1"),
            8 => ("char", "'a'"),
            9 => ("bool", "true"),
            _ => ("double", "0.5")
        };
        switch (_random.Next(12))
        {
            case 0 or 1 or 2:
                Declare(name, $"{access}const {type} {name} = {value};");
                break;
            case 3:
                Declare(name, $"{access}static readonly {type} {name} = {value};");
                break;
            case 4:
                Declare(name, $"{access}readonly {type} {name} = {value};");
                break;
            case 5:
                Declare(name, $"{access}{Pick("", "static ")}{type} {name} => {value};");
                break;
            case 6:
                Declare(name, $"{access}{type} {name} {Pick("{ get; }", "{ get; init; }", "{ get; set; }")} = {value};");
                break;
            case 7:
                Declare(name, Pick($"{access}readonly Half {name} = (Half)0.5;", $"{access}readonly Int128 {name} = 1;", $"{access}readonly double? {name} = 0.5;", $"{access}readonly string {name} = \"0.5\";", $"{access}readonly nint {name} = 1;", $"{access}readonly Parameter {name} = null!;"));
                break;
            default:
                string learnable = Pick("[Learnable(0.5)]", "[Learnable(0.5)]", "[Learnable(0.3, Min = 0)]", "[Learnable(0.3, Min = 0, Max = 1)]", "[Learnable(1, Max = 0)]", "[Learnable(0.5, Channels = 4)]", "[Learnable(0.5f)]", "[Learnable(1)]", "[Learnable(0.5, PerLayer = true)]", "[Learnable(double.NaN)]");
                Declare(name, $"{learnable} {access}{(_isSealed ? "" : Pick("", "", "", "virtual ").Trim() is { Length: > 0 } v && access.Trim() is "public" or "internal" ? v + " " : "")}partial Parameter {name} {{ get; }}");
                break;
        }
    }

    private void Schedule(string name)
    {
        string access = Access();
        Declare(name, _random.Next(9) switch
        {
            0 => $"{access}static double {name}(int k) => 1.0/(k + 1);",
            1 => $"{access}static int {name}(int k) => k;",
            2 => $"{access}double {name}(int k) => k;",
            3 => $"{access}static readonly double[] {name} = [1, 0.5, 0.25, 0.125, 0.1];",
            4 => $"{access}readonly int[] {name} = [1, 2, 3, 4, 5];",
            5 => $"{access}static float {name}(int k) => k;",
            6 => $"{access}static decimal {name}(int k) => k;",
            7 => $"{access}IReadOnlyList<double> {name} {{ get; }} = [1, 2, 3];",
            _ => $"[Learnable(0.5, PerLayer = true{Pick("", ", Min = 0", ", Channels = 3")})] {access}partial Parameter {name} {{ get; }}"
        });
    }

    private void DrawOthers()
    {
        string[] others =
        [
            "private int _registered => 3;", "public const string Version = \"1\";", "static int Count(int n) => n;", "public event Action? Changed { add { } remove { } }", "public Tensor this[int i] => null!;", "class Nested { }", "enum Kind { One }",
            "~NAME() { }", "public override string ToString() => \"net\";", "static readonly object s_lock = new();", "partial void OnMade();", "public static bool operator true(NAME n) => true; public static bool operator false(NAME n) => false;",
            "private static int s_recurrence => 0;", "public int HoldNumbers => 1;", "static int System => 0;", "static int global => 0;", "static int TorchSharp => 0;", "static int OptGen => 0;", "delegate void D1();", "struct Value { }",
            "public Tensor forward(Tensor x) => x;", "private void Initialize(int a, int b, int c) { }", "interface IPart { }", "protected virtual void Hook() { }"
        ];
        int count = _random.Next(3) == 0 ? _random.Next(1, 3) : 0;
        for (int i = 0; i < count; i++)
        {
            string member = Pick(others);
            // Constructors and operators need the name as it stands in code; generic ones name themselves with their parameters.
            if (member.StartsWith('~'))
                member = member.Replace("NAME", _name, StringComparison.Ordinal);
            member = member.Replace("NAME", _name + _typeParameters, StringComparison.Ordinal);
            if (_isSealed && member.Contains("protected", StringComparison.Ordinal))
                continue;
            string name = new(member.Split(['(', ' ', '{', '=', ';']).FirstOrDefault(w => w is "Nested" or "Kind" or "D1" or "Value" or "IPart" or "Hook" or "Initialize" or "System" or "global" or "TorchSharp" or "OptGen"
                or "HoldNumbers" or "s_recurrence" or "_registered" or "Version" or "Count" or "Changed" or "s_lock" or "OnMade" or "forward" or "ToString") ?? member);
            if (_taken.Add(name))
                _members.Add(member);
        }
    }

    private string Access() => Pick(_isSealed ? ["", "", "private ", "internal ", "public "] : ["", "", "private ", "internal ", "public ", "protected ", "protected internal ", "private protected "]);

    private void Declare(string name, string declaration)
    {
        _taken.Add(name);
        _members.Add(declaration);
    }

    private void Companion(string name, string declaration)
    {
        if (_taken.Add(name + " beside"))
            _companions.Add(declaration);
    }

    private string Take(string[] names, string otherwise)
    {
        string name = Pick(names);
        while (_taken.Contains(name) || _taken.Contains("@" + name) || _taken.Contains(Bare(name)))
            name = otherwise += "2";
        _taken.Add(name);
        return name;
    }

    /// <summary>A name as the recurrence writes it.</summary>
    private static string Bare(string name) => name.TrimStart('@');

    private string Pick(params string[] items) => items[_random.Next(items.Length)];
}
