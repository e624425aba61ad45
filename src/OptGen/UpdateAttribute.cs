using System.Diagnostics.CodeAnalysis;

namespace OptGen;

/// <summary>
/// Declares a network as an optimiser's update recurrence. The compiler turns the partial class that bears it into a
/// <c>torch.nn.Module</c> with one step of the recurrence for each layer.
/// </summary>
/// <remarks>
/// <para>
/// The names of the recurrence are members of the class: an operator <c>T</c> is a factory <c>Module&lt;Tensor, Tensor&gt; T(int k, …)</c>
/// that makes layer k's module, a coefficient <c>a</c> is a constant, a readonly number, a schedule <c>double a(int k)</c> or a
/// <see cref="LearnableAttribute">learnable</see> property. What the factories ask for besides <c>k</c>, the constructor of the class asks
/// for.
/// </para>
/// <para>
/// Several of these attributes on one class are the lines of one recurrence, in the order written.
/// <see cref="Layers"/>, <see cref="Inputs"/>, <see cref="Iterates"/> and <see cref="Memory"/> are said once, on any of them.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Update("x_&lt;k+1&gt; = x_k + a*(x_k - x_&lt;k-1&gt;) - b*T(x_k)", Layers = 12)]
/// public partial class HeavyBall
/// {
///     const double a = 0.5;
///     [Learnable(1.0, PerLayer = true)] public partial Parameter b { get; }
///     static Module&lt;Tensor, Tensor&gt; T(int k, int width) =&gt; Linear(width, width);
/// }
/// </code>
/// </example>
/// <param name="equations">One or more equations, one a line or separated by semicolons; <c>#</c> starts a comment.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class UpdateAttribute([StringSyntax("OptGen")] string equations) : Attribute
{
    /// <summary>The equations as written.</summary>
    public string Equations { get; } = equations;

    /// <summary>
    /// The number of layers, at least 1. When nothing gives it, neither this nor <see cref="StageAttribute"/>, the constructor has a
    /// parameter <c>int layers</c>. An equilibrium, a system without indices, has none.
    /// </summary>
    public int Layers { get; set; }

    /// <summary>
    /// The names of <c>forward</c>'s parameters, separated by commas, such as <c>"u, y"</c>. When nothing gives them, <c>forward</c> takes
    /// the first state's value at index 0.
    /// </summary>
    public string? Inputs { get; set; }

    /// <summary>
    /// Whether the network can hand out its iterates, for deep supervision or to see how it converges: the class then has a method <c>Iterates</c>, which takes
    /// what <c>forward</c> takes and gives <see cref="NetworkIterates"/>. Without it, nothing of the kind is generated.
    /// </summary>
    public bool Iterates { get; set; }

    /// <summary>
    /// What the network keeps of its layers until gradients are computed. With <see cref="OptGen.Memory.Reversible"/> the class has a property <c>Reversal</c>, which says
    /// how exactly the last gradients were computed; where the recurrence cannot be run backwards, the compiler says at which term and why.
    /// </summary>
    public Memory Memory { get; set; }
}
