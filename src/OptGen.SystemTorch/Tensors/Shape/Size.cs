using System.Collections;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The lengths of a tensor's dimensions. Immutable; two sizes are equal when their lengths are.</summary>
    public readonly struct Size : IEnumerable<long>, IEquatable<Size>
    {
        private readonly long[]? lengths;

        /// <summary>The size of a tensor of 0 dimensions.</summary>
        public static Size Empty = default;

        /// <summary>The lengths one after another.</summary>
        public Size(long[] shape) => lengths = (long[])(shape ?? throw new ArgumentNullException(nameof(shape))).Clone();

        /// <summary>The lengths one after another.</summary>
        public Size(IEnumerable<long> shape) => lengths = shape.ToArray();

        /// <summary>The lengths one after another.</summary>
        public Size(int[] shape) => lengths = Array.ConvertAll(shape, length => (long)length);

        /// <summary>One dimension.</summary>
        public Size(long size) => lengths = [size];

        /// <summary>One dimension.</summary>
        public Size(int size) => lengths = [size];

        /// <summary>Two dimensions.</summary>
        public Size((long, long) size) => lengths = [size.Item1, size.Item2];

        /// <summary>Three dimensions.</summary>
        public Size((long, long, long) size) => lengths = [size.Item1, size.Item2, size.Item3];

        /// <summary>Four dimensions.</summary>
        public Size((long, long, long, long) size) => lengths = [size.Item1, size.Item2, size.Item3, size.Item4];

        /// <summary>Five dimensions.</summary>
        public Size((long, long, long, long, long) size) => lengths = [size.Item1, size.Item2, size.Item3, size.Item4, size.Item5];

        /// <summary>Six dimensions.</summary>
        public Size((long, long, long, long, long, long) size) =>
            lengths = [size.Item1, size.Item2, size.Item3, size.Item4, size.Item5, size.Item6];

        /// <summary>Two dimensions.</summary>
        public Size((int, int) size) => lengths = [size.Item1, size.Item2];

        /// <summary>Three dimensions.</summary>
        public Size((int, int, int) size) => lengths = [size.Item1, size.Item2, size.Item3];

        /// <summary>Four dimensions.</summary>
        public Size((int, int, int, int) size) => lengths = [size.Item1, size.Item2, size.Item3, size.Item4];

        /// <summary>Five dimensions.</summary>
        public Size((int, int, int, int, int) size) => lengths = [size.Item1, size.Item2, size.Item3, size.Item4, size.Item5];

        /// <summary>Six dimensions.</summary>
        public Size((int, int, int, int, int, int) size) =>
            lengths = [size.Item1, size.Item2, size.Item3, size.Item4, size.Item5, size.Item6];

        /// <summary>The lengths as an array of their own.</summary>
        public long[] Shape => Lengths.ToArray();

        /// <summary>The number of dimensions.</summary>
        public int Length => Lengths.Length;

        /// <summary>Whether there are no dimensions.</summary>
        public bool IsEmpty => Length == 0;

        /// <summary>Whether this is the size of a single number: one without dimensions.</summary>
        public bool IsScalar => IsEmpty;

        private ReadOnlySpan<long> Lengths => lengths;

        /// <summary>The length of one dimension.</summary>
        public long this[int idx] => Lengths[idx];

        /// <summary>The length of one dimension.</summary>
        public long this[long idx] => Lengths[checked((int)idx)];

        /// <summary>One dimension.</summary>
        public static implicit operator Size(long size) => new(size);

        /// <summary>The lengths one after another.</summary>
        public static implicit operator Size(long[] size) => new(size);

        /// <summary>Two dimensions.</summary>
        public static implicit operator Size((long, long) size) => new(size);

        /// <summary>Three dimensions.</summary>
        public static implicit operator Size((long, long, long) size) => new(size);

        /// <summary>Four dimensions.</summary>
        public static implicit operator Size((long, long, long, long) size) => new(size);

        /// <summary>Five dimensions.</summary>
        public static implicit operator Size((long, long, long, long, long) size) => new(size);

        /// <summary>Six dimensions.</summary>
        public static implicit operator Size((long, long, long, long, long, long) size) => new(size);

        /// <summary>The dimensions of one size followed by those of another.</summary>
        public static Size operator +(Size left, Size right) => left + (IEnumerable<long>)right;

        /// <summary>The dimensions of a size followed by more.</summary>
        public static Size operator +(Size left, IEnumerable<long> right) => new(left.Concat(right));

        /// <summary>Whether two sizes have equal lengths.</summary>
        public static bool operator ==(Size left, Size right) => left.Equals(right);

        /// <summary>Whether two sizes differ in a length or in the number of dimensions.</summary>
        public static bool operator !=(Size left, Size right) => !left.Equals(right);

        /// <summary>The dimensions from one on to before another; negative numbers count from the end, as in Python's slices.</summary>
        public Size Slice(int first, int next)
        {
            var start = Math.Clamp(first < 0 ? first + Length : first, 0, Length);
            var end = Math.Clamp(next < 0 ? next + Length : next, 0, Length);
            return end <= start ? Empty : new Size(Lengths[start..end].ToArray());
        }

        /// <summary>How many elements a tensor of this size has.</summary>
        public long numel() => this.TotalSize();

        /// <summary>The first dimensions.</summary>
        public IEnumerable<long> Take(int i) => Enumerable.Take(this, i);

        /// <summary>Goes through the lengths.</summary>
        public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)(lengths ?? [])).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary>Whether the other object is a size with equal lengths.</summary>
        public override bool Equals(object? obj) => obj is Size other && Equals(other);

        bool IEquatable<Size>.Equals(Size other) => Equals(other);

        /// <summary>A hash of the lengths.</summary>
        public override int GetHashCode()
        {
            var hash = new HashCode();
            foreach (var length in Lengths) hash.Add(length);
            return hash.ToHashCode();
        }

        /// <summary>The lengths in brackets: <c>[2, 3]</c>.</summary>
        public override string ToString() => Describe(Lengths);

        private bool Equals(Size other) => Lengths.SequenceEqual(other.Lengths);
    }
}
