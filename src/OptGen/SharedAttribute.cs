namespace OptGen;

/// <summary>
/// Makes one module of an operator's factory and uses it in all layers, though the factory takes <c>int k</c>. The factory is called once,
/// with <c>k = 0</c>; the parameters of the generated constructor stay the same. A factory without <c>int k</c> is shared without this
/// attribute.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class SharedAttribute : Attribute;
