namespace TorchSharp;

public static partial class torch
{
    /// <summary>What one place between the brackets of an index asks for: an element, a range, a new dimension, a mask …</summary>
    public readonly struct TensorIndex
    {
        private TensorIndex(IndexKind kind, long? start = null, long? stop = null, long? step = null, Tensor? positions = null)
        {
            Kind = kind;
            Start = start;
            Stop = stop;
            Step = step;
            Positions = positions;
        }

        /// <summary>As many whole dimensions as the other indices leave over.</summary>
        public static TensorIndex Ellipsis = new(IndexKind.Ellipsis);

        /// <summary>A new dimension of length 1.</summary>
        public static TensorIndex None = new(IndexKind.NewDimension);

        /// <summary>A new dimension of length 1.</summary>
        public static TensorIndex Null = new(IndexKind.NewDimension);

        /// <summary>A whole dimension.</summary>
        public static TensorIndex Colon = Slice();

        internal IndexKind Kind { get; }

        internal long? Start { get; }

        internal long? Stop { get; }

        internal long? Step { get; }

        internal Tensor? Positions { get; }

        /// <summary>Part of a dimension: from a position on, to before another, in steps; negative positions count from the end.</summary>
        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new(IndexKind.Slice, start, stop, step);

        /// <summary>Part of a dimension: from a position on, to before another; negative positions count from the end.</summary>
        public static TensorIndex Slice((int? start, int? end) range) => Slice((long?)range.start, (long?)range.end);

        /// <summary>The part of a dimension that a range such as <c>1..^1</c> names.</summary>
        public static TensorIndex Slice(Range range) =>
            Slice(
                range.Start is { IsFromEnd: true, Value: 0 } ? long.MaxValue : Position(range.Start),
                range.End is { IsFromEnd: true, Value: 0 } ? null : Position(range.End));

        /// <summary>A new dimension, of length 1 for true and 0 for false.</summary>
        public static TensorIndex Bool(bool value) => new(IndexKind.Bool, value ? 1 : 0);

        /// <summary>One position, whose dimension disappears; a new dimension of length 1 for null.</summary>
        public static TensorIndex Single(long? index) => index is null ? None : new TensorIndex(IndexKind.Single, index);

        /// <summary>The positions that a tensor of whole numbers lists, or those at which a tensor of truth values is true.</summary>
        public static TensorIndex Tensor(Tensor tensor) =>
            new(IndexKind.Positions, positions: tensor ?? throw new ArgumentNullException(nameof(tensor)));

        /// <summary>One position.</summary>
        public static implicit operator TensorIndex(long value) => Single(value);

        /// <summary>One position; <c>^1</c> is the last.</summary>
        public static implicit operator TensorIndex(Index index) => index is { IsFromEnd: true, Value: 0 }
            ? throw new ArgumentOutOfRangeException(nameof(index), "Index ^0 lies behind the last element; ^1 is the last.")
            : Single(Position(index));

        /// <summary>The part of a dimension that a range such as <c>1..^1</c> names.</summary>
        public static implicit operator TensorIndex(Range range) => Slice(range);

        /// <summary>Part of a dimension: from a position on, to before another.</summary>
        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);

        /// <summary>Never converts: it is there so that the compiler prefers indices to tensors where both would do.</summary>
        /// <exception cref="InvalidOperationException">Always.</exception>
        public static implicit operator Tensor(TensorIndex value) =>
            throw new InvalidOperationException("A TensorIndex stands for a place in an index; it is no tensor.");

        private static long Position(Index index) => index.IsFromEnd ? -(long)index.Value : index.Value;
    }

    internal enum IndexKind
    {
        NewDimension,
        Single,
        Ellipsis,
        Bool,
        Positions,
        Slice
    }
}
