namespace OptGen;

/// <summary>
/// States that an operator contains a two-layer network, W2 act(W1 x + c1) + c2, as a substructure, which the universal approximation theorem asks of the
/// operators of a network. It stands on the class of a module, or on the factory, field or property that a recurrence applies:
/// <c>[ContainsTwoLayer] static Module&lt;Tensor, Tensor&gt; T(int k, int width) => …</c>.
/// </summary>
/// <remarks>
/// The blocks of <see cref="Blocks"/> bear it. The verdict of a network whose operator is declared with such a type says so, and
/// <see cref="RecurrenceVerdict.TwoLayerOperators"/> has its name. The statement is the author's; nothing checks it. A declared type that says nothing, such as
/// Module&lt;Tensor, Tensor&gt; or what a delegate gives, hides what is made: then the verdict is silent, and this attribute on the member says it, as in
/// <c>[ContainsTwoLayer] static Module&lt;Tensor, Tensor&gt; T(int k, Func&lt;int, Module&lt;Tensor, Tensor&gt;&gt; block) => block(k)</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method | AttributeTargets.Field | AttributeTargets.Property)]
public sealed class ContainsTwoLayerAttribute : Attribute;
