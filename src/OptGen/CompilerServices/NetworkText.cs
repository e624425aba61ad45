using System.ComponentModel;
using System.Globalization;
using static TorchSharp.torch;

namespace OptGen.CompilerServices;

/// <summary>What a network says of itself in a line, for logs and debuggers.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class NetworkText
{
    /// <summary>The network's name, its layers and its recurrence: <c>HeavyBall, 12 layers: x_&lt;k+1&gt; = …</c></summary>
    /// <param name="network">The network.</param>
    /// <param name="recurrence">Its recurrence.</param>
    /// <param name="layers">The number of its layers; 0 of an equilibrium.</param>
    public static string Of(nn.Module network, Recurrence recurrence, int layers)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(recurrence);
        string count = layers switch { 0 => "", 1 => ", 1 layer", _ => string.Create(CultureInfo.InvariantCulture, $", {layers} layers") };
        return $"{network.GetName()}{count}: {recurrence.Text.Replace("\n", "; ", StringComparison.Ordinal)}";
    }
}
