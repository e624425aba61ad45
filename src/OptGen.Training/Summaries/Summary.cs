using System.Globalization;
using System.Text;
using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>A module of a network in a <see cref="Summary"/>.</summary>
/// <param name="Name">Its name in the network; empty for the network itself.</param>
/// <param name="Operator">Its type.</param>
/// <param name="Depth">How deep it lies; 0 for the network itself.</param>
/// <param name="OutputShape">The shape of its output; null where it was not called, or gives no tensor. Of several calls the last.</param>
/// <param name="Parameters">How many numbers its own parameters hold, without those of the modules inside.</param>
/// <param name="MultiplyAdds">Multiplications with an addition in all its calls, without those inside; null where they are not known.</param>
/// <param name="Calls">How often it was called.</param>
public sealed record SummaryRow(string Name, string Operator, int Depth, IReadOnlyList<long>? OutputShape, long Parameters, long? MultiplyAdds, int Calls);

/// <summary>What a network consists of: a row for each module with operator, output shape, parameters and multiply-adds; the wiring and the
/// verdict of generated networks.</summary>
/// <remarks>
/// The network is run once, without gradients, in evaluation mode. Multiply-adds are those of linear layers and convolutions, for the samples
/// that were given: give a batch of one to
/// count for one. What a forward computes without a module, such as the products inside an attention, is not seen; <c>count</c> tells it.
/// </remarks>
public sealed class Summary
{
    private Summary(IReadOnlyList<SummaryRow> rows, long trainable, IReadOnlyList<(string Name, Recurrence Recurrence)> recurrences)
    {
        Rows = rows;
        TrainableParameters = trainable;
        Recurrences = recurrences;
    }

    /// <summary>A row for each module, each above those inside it. A module that stands in several places is in the first of them.</summary>
    public IReadOnlyList<SummaryRow> Rows { get; }

    /// <summary>How many numbers all parameters hold.</summary>
    public long Parameters => Rows.Sum(row => row.Parameters);

    /// <summary>How many of them are trained.</summary>
    public long TrainableParameters { get; }

    /// <summary>The known multiply-adds of all modules.</summary>
    public long MultiplyAdds => Rows.Sum(row => row.MultiplyAdds ?? 0);

    /// <summary>The recurrences of generated networks, by the names of their modules.</summary>
    public IReadOnlyList<(string Name, Recurrence Recurrence)> Recurrences { get; }

    /// <summary>Runs a network on an input, and says what it consists of.</summary>
    /// <param name="model">The network.</param>
    /// <param name="input">An input, such as zeros of the right shape with one sample.</param>
    /// <param name="count">The multiply-adds of one call of a module from its output, where they are known better; null to leave it to the
    /// summary.</param>
    public static Summary Of(nn.Module<Tensor, Tensor> model, Tensor input, Func<nn.Module, Tensor, long?>? count = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Of(model, () => model.call(input), count);
    }

    /// <summary>Runs a network of any inputs, and says what it consists of.</summary>
    /// <param name="model">The network.</param>
    /// <param name="run">Calls it.</param>
    /// <param name="count">As above.</param>
    public static Summary Of(nn.Module model, Action run, Func<nn.Module, Tensor, long?>? count = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(run);
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        using var watch = new ModuleWatch(model, count);
        var modes = new ModuleModes(model);
        model.eval();
        try
        {
            run();
        }
        finally
        {
            modes.Restore();
        }
        var recurrences = watch.Modules.Select(named => (named.Name, GeneratedNetworks.RecurrenceOf(named.Module)))
            .Where(named => named.Item2 is not null).Select(named => (named.Name, named.Item2!)).ToList();
        return new Summary(watch.Rows(), model.parameters().Where(parameter => parameter.requires_grad).Sum(parameter => parameter.numel()), recurrences);
    }

    /// <summary>A table of plain text.</summary>
    public override string ToString()
    {
        string[] heads = ["module", "operator", "output shape", "parameters", "multiply-adds"];
        List<string[]> cells = [.. Rows.Select(row => new[]
        {
            new string(' ', 2 * row.Depth) + (row.Depth == 0 ? row.Operator : row.Name[(row.Name.LastIndexOf('.') + 1)..]),
            row.Operator + (row.Calls > 1 ? $" x {row.Calls}" : ""),
            row.OutputShape is { } shape ? StateDictComparison.Shape(shape) : "-",
            row.Parameters > 0 ? Number(row.Parameters) : "-",
            row.MultiplyAdds is > 0 and { } operations ? Number(operations) : "-"
        })];
        int[] widths = [.. heads.Select((head, i) => cells.Max(row => row[i].Length)).Select((width, i) => Math.Max(width, heads[i].Length))];
        var text = new StringBuilder();
        string rule = new('-', widths.Sum() + 2 * (widths.Length - 1));
        Line(heads);
        text.Append(rule).Append('\n');
        cells.ForEach(Line);
        text.Append(rule).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"parameters {Number(Parameters)}, of which {Number(TrainableParameters)} are trained; multiply-adds {Number(MultiplyAdds)}\n");
        foreach (var (name, recurrence) in Recurrences)
        {
            text.Append('\n').Append(name.Length == 0 ? "recurrence" : $"recurrence of {name}").Append('\n');
            foreach (string line in recurrence.Text.Split('\n'))
                text.Append("  ").Append(line).Append('\n');
            text.Append("verdict\n  ").Append(recurrence.Verdict.Text).Append('\n');
        }
        return text.ToString();

        void Line(string[] row) => text.Append(string.Join("  ", row.Select((cell, i) => i < 3 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd()).Append('\n');
    }

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
