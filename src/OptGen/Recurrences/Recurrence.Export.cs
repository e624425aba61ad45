using OptGen.Export;
using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen;

/// <content>What a recurrence looks like: equations, wiring, roots.</content>
public sealed partial class Recurrence
{
    private const int MostDrawnLayers = 100;

    /// <summary>The equations in LaTeX, one below the other in an <c>aligned</c> environment, for a display formula or KaTeX.</summary>
    public string ToLatex() => LatexWriter.Write(Parser.Parse(Text).Tree);

    /// <summary>
    /// The wiring as a flowchart of Mermaid, layer after layer: circles are iterates, double ones are solved for, boxes are applications of operators, dotted arrows read an older
    /// iterate than the newest or what an operator has made of one. A number at an arrow is what the value is multiplied with. What the result does not depend on is left out.
    /// </summary>
    /// <param name="layers">How many layers are drawn, 1 to 100; an equilibrium is drawn once, whatever this says.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such number of layers.</exception>
    public string ToMermaid(int layers = 3) => MermaidWriter.Write(Unroll(layers));

    /// <summary>The same wiring in the language of Graphviz: <c>dot -Tsvg</c> draws it. Dashed arrows are history.</summary>
    /// <inheritdoc cref="ToMermaid" path="/param"/>
    /// <inheritdoc cref="ToMermaid" path="/exception"/>
    public string ToDot(int layers = 3) => DotWriter.Write(Unroll(layers));

    /// <summary>
    /// A picture of the same wiring, an SVG document: states are lanes, layers are columns, operators are boxes, dashed arrows are history. Over an arrow stands, where a viewer
    /// shows titles, what the value is multiplied with.
    /// </summary>
    /// <inheritdoc cref="ToMermaid" path="/param"/>
    /// <inheritdoc cref="ToMermaid" path="/exception"/>
    public string WiringSvg(int layers = 3) => Export.WiringSvg.Write(Unroll(layers), Text);

    /// <summary>
    /// A picture of the verdict, an SVG document: the roots of the characteristic polynomial and the unit circle. A root that breaks zero-stability is red.
    /// </summary>
    /// <exception cref="InvalidOperationException">The verdict has no roots, for a coefficient is not a known number.</exception>
    public string RootsSvg() => Verdict.Roots.Count > 0
        ? Export.RootsSvg.Write(Verdict.Roots, Verdict.Text)
        : throw new InvalidOperationException("The verdict of this recurrence has no roots to draw: they are known where every coefficient of an iterate is a number.");

    private WiringGraph Unroll(int layers)
    {
        if (plan.Value.Kind == PlanKind.Equilibrium)
            return WiringUnroller.Unroll(plan.Value, 1);
        if (layers is < 1 or > MostDrawnLayers)
            throw new ArgumentOutOfRangeException(nameof(layers), layers, $"A picture has 1 to {MostDrawnLayers} layers, not {layers}.");
        return WiringUnroller.Unroll(plan.Value, layers);
    }
}
