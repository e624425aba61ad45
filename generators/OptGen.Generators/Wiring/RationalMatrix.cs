using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>Exact linear algebra on small matrices.</summary>
internal static class RationalMatrix
{
    public static Rational[,] Identity(int size)
    {
        var matrix = new Rational[size, size];
        for (int i = 0; i < size; i++)
            matrix[i, i] = Rational.One;
        return matrix;
    }

    public static Rational[,] Multiply(Rational[,] a, Rational[,] b)
    {
        int size = a.GetLength(0);
        var product = new Rational[size, size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                Rational sum = Rational.Zero;
                for (int k = 0; k < size; k++)
                {
                    if (!a[i, k].IsZero && !b[k, j].IsZero)
                        sum += a[i, k] * b[k, j];
                }
                product[i, j] = sum;
            }
        }
        return product;
    }

    /// <summary>
    /// The polynomial of least degree that vanishes at the matrix. Its powers stay bounded exactly when this polynomial meets the root
    /// condition: a multiple root of the characteristic polynomial does no harm unless it is multiple here.
    /// </summary>
    public static Polynomial MinimalPolynomial(Rational[,] matrix)
    {
        int size = matrix.GetLength(0);
        // Each row: a power of the matrix, written out, reduced by the rows before; beside it what combination of powers it is.
        var rows = new List<(Rational[] Entries, Rational[] Combination, int Pivot)>();
        Rational[,] power = Identity(size);
        for (int degree = 0; degree <= size; degree++)
        {
            Rational[] entries = [.. power.Cast<Rational>()];
            var combination = new Rational[size + 1];
            combination[degree] = Rational.One;
            foreach ((Rational[] row, Rational[] made, int pivot) in rows)
            {
                Rational factor = entries[pivot] / row[pivot];
                if (factor.IsZero)
                    continue;
                for (int i = 0; i < entries.Length; i++)
                    entries[i] -= factor * row[i];
                for (int i = 0; i <= size; i++)
                    combination[i] -= factor * made[i];
            }
            int lead = Array.FindIndex(entries, e => !e.IsZero);
            if (lead < 0)
                return new Polynomial(combination);
            rows.Add((entries, combination, lead));
            power = Multiply(power, matrix);
        }
        throw new InvalidOperationException("A matrix satisfies its characteristic polynomial, so a dependent power was found before.");
    }

    /// <summary>A solution of A x = b with zeros for free unknowns, or null when there is none.</summary>
    public static Rational[]? Solve(Rational[,] matrix, Rational[] right)
    {
        int rows = matrix.GetLength(0);
        int columns = matrix.GetLength(1);
        var work = (Rational[,])matrix.Clone();
        Rational[] b = [.. right];
        var pivots = new List<(int Row, int Column)>();
        for (int column = 0; column < columns && pivots.Count < rows; column++)
        {
            int top = pivots.Count;
            int pivot = Enumerable.Range(top, rows - top).FirstOrDefault(r => !work[r, column].IsZero, -1);
            if (pivot < 0)
                continue;
            Swap(work, b, top, pivot);
            for (int row = 0; row < rows; row++)
            {
                Rational factor = row == top ? Rational.Zero : work[row, column] / work[top, column];
                if (factor.IsZero)
                    continue;
                for (int i = 0; i < columns; i++)
                    work[row, i] -= factor * work[top, i];
                b[row] -= factor * b[top];
            }
            pivots.Add((top, column));
        }
        if (Enumerable.Range(pivots.Count, rows - pivots.Count).Any(r => !b[r].IsZero))
            return null;
        var solution = new Rational[columns];
        foreach ((int row, int column) in pivots)
            solution[column] = b[row] / work[row, column];
        return solution;
    }

    private static int FirstOrDefault(this IEnumerable<int> items, Func<int, bool> test, int otherwise)
    {
        foreach (int item in items)
        {
            if (test(item))
                return item;
        }
        return otherwise;
    }

    private static void Swap(Rational[,] matrix, Rational[] right, int a, int b)
    {
        for (int i = 0; i < matrix.GetLength(1); i++)
            (matrix[a, i], matrix[b, i]) = (matrix[b, i], matrix[a, i]);
        (right[a], right[b]) = (right[b], right[a]);
    }
}
