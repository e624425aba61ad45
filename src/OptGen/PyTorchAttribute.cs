namespace OptGen;

/// <summary>
/// Says what a method that a recurrence applies is in Python, so that <see cref="PyTorchExport"/> can write it. Without it the exported class asks for the function as an
/// argument of its constructor.
/// </summary>
/// <remarks>
/// The expression reads the method's parameters by their names, and the module's own parts through <c>self</c>, by the names they have in <c>state_dict</c>. The modules
/// <c>torch</c>, <c>torch.nn.functional</c> as <c>F</c>, and <c>math</c> are there. Nothing checks it before Python does.
/// </remarks>
/// <example>
/// <code>
/// [PyTorch("x / (1 + t)")]
/// static Tensor prox(Tensor x, double t) =&gt; x / (1 + t);
/// </code>
/// </example>
/// <param name="expression">The value of the method as one expression of Python.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class PyTorchAttribute(string expression) : Attribute
{
    /// <summary>The value of the method as one expression of Python.</summary>
    public string Expression { get; } = expression ?? throw new ArgumentNullException(nameof(expression));
}
