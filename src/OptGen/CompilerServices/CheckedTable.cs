using System.ComponentModel;
using System.Numerics;

namespace OptGen.CompilerServices;

/// <summary>A table of a coefficient's values, in double whatever the table's type, with errors that say which value is missing.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CheckedTable
{
    private readonly string name;
    private readonly double[]?[] rows;

    private CheckedTable(string name, double[]?[] rows) => (this.name, this.rows) = (name, rows);

    /// <summary>The value in a row and a column.</summary>
    /// <exception cref="CoefficientException">The table has no such row, or the row is null or ends before.</exception>
    public double this[int row, int column]
    {
        get
        {
            string read = $"{name} is read in row {Numbers.Text(row)} and column {Numbers.Text(column)}";
            if (row >= rows.Length)
                throw new CoefficientException($"{read}, but has {Count(rows.Length, "row")}; give it {Count(row + 1, "row")} or more.");
            if (rows[row] is not { } values)
                throw new CoefficientException($"{read}, but that row is null; give it {CheckedValues.Count(column + 1)}.");
            return column < values.Length
                ? values[column]
                : throw new CoefficientException($"{read}, but that row has {CheckedValues.Count(values.Length)}; give it {CheckedValues.Count(column + 1)} or more.");
        }
    }

    /// <summary>The values of a table.</summary>
    /// <param name="name">The coefficient's name in the recurrence.</param>
    /// <param name="table">The table.</param>
    /// <exception cref="CoefficientException">The table is null.</exception>
    public static CheckedTable Of<T>(string name, T[,]? table)
        where T : INumberBase<T>
    {
        if (table is null)
            throw Missing(name);
        var copy = new double[table.GetLength(0)][];
        for (int i = 0; i < copy.Length; i++)
        {
            copy[i] = new double[table.GetLength(1)];
            for (int j = 0; j < copy[i].Length; j++)
                copy[i][j] = double.CreateTruncating(table[i, j]);
        }
        return new CheckedTable(name, copy);
    }

    /// <summary>The values of a table of rows.</summary>
    /// <param name="name">The coefficient's name in the recurrence.</param>
    /// <param name="table">The table.</param>
    /// <exception cref="CoefficientException">The table is null.</exception>
    public static CheckedTable Of<T>(string name, T[]?[]? table)
        where T : INumberBase<T> => table is null
        ? throw Missing(name)
        : new CheckedTable(name, Array.ConvertAll(table, row => row is null ? null : Array.ConvertAll(row, double.CreateTruncating)));

    private static CoefficientException Missing(string name) => new($"{name} is null; give it a table of values before the network is made.");

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{Numbers.Text(number)} {noun}s";
}
