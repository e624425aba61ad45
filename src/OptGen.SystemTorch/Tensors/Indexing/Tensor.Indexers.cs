using System.Runtime.CompilerServices;
using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>
        /// The part of the tensor that an index names: a view where the index holds numbers, ranges and new dimensions only, a copy
        /// where it holds tensors. Assigning overwrites that part with a value that is broadcast to its shape.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">A number lies outside its dimension.</exception>
        /// <exception cref="ArgumentException">There are more indices than dimensions.</exception>
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        /// <summary>The elements at the positions that tensors list, or at which a tensor of truth values is true, as a copy; assigning overwrites them.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        /// <summary>The view at positions of the first dimensions; negative positions count from the end.</summary>
        /// <exception cref="ArgumentOutOfRangeException">A position lies outside its dimension.</exception>
        [IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get => At(indices);
            set => PutAt(indices, value);
        }

        /// <summary>The view at a position of the first dimension; negative positions count from the end.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The position lies outside its dimension.</exception>
        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => At([i1]);
            set => PutAt([i1], value);
        }

        /// <summary>The view at positions of the first two dimensions.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => At([i1, i2]);
            set => PutAt([i1, i2], value);
        }

        /// <summary>The view at positions of the first three dimensions.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => At([i1, i2, i3]);
            set => PutAt([i1, i2, i3], value);
        }

        /// <summary>The view at positions of the first four dimensions.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => At([i1, i2, i3, i4]);
            set => PutAt([i1, i2, i3, i4], value);
        }

        /// <summary>The view at positions of the first five dimensions.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5]
        {
            get => At([i1, i2, i3, i4, i5]);
            set => PutAt([i1, i2, i3, i4, i5], value);
        }

        /// <summary>The view at positions of the first six dimensions.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6]
        {
            get => At([i1, i2, i3, i4, i5, i6]);
            set => PutAt([i1, i2, i3, i4, i5, i6], value);
        }

        /// <summary>The part of the tensor that an index names; see the indexer.</summary>
        public Tensor index(params TensorIndex[] indices)
        {
            ArgumentNullException.ThrowIfNull(indices);
            using var plan = new IndexPlan(this, indices);
            return plan.Positions is { } positions ? Aten.index_Tensor.Call(plan.View, Argument.OptionalTensors(positions)) : plan.Take();
        }

        /// <summary>The elements at the positions that tensors list, one tensor for each of the first dimensions.</summary>
        public Tensor index(params Tensor[] indices) => index(Positions(indices));

        /// <summary>Overwrites the part of this tensor that an index names, and returns this tensor.</summary>
        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, accumulate: false);

        /// <summary>Overwrites the part of this tensor that an index names, or adds to it, and returns this tensor.</summary>
        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            ArgumentNullException.ThrowIfNull(value);
            ArgumentNullException.ThrowIfNull(indices);
            using var plan = new IndexPlan(this, indices);
            using var fitted = Fitted(value, plan);
            if (plan.Positions is { } positions) Aten.index_put_.CallVoid(plan.View, Argument.OptionalTensors(positions), fitted, accumulate);
            else if (accumulate) Aten.add__Tensor.CallVoid(plan.View, fitted);
            else Aten.copy_.CallVoid(plan.View, fitted);
            return this;
        }

        /// <summary>Overwrites the elements at the positions that tensors list, and returns this tensor.</summary>
        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, Positions(indices), accumulate: false);

        /// <summary>Overwrites the elements at the positions that tensors list, or adds to them, and returns this tensor.</summary>
        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            index_put_(value, Positions(indices), accumulate);

        /// <summary>Overwrites the part of this tensor that an index names with one number, and returns this tensor.</summary>
        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using Tensor single = Aten.full.Call(Array.Empty<long>(), value, dtype, Argument.None, device);
            return index_put_(single, indices, accumulate: false);
        }

        /// <summary>Overwrites the elements at the positions that tensors list with one number, and returns this tensor.</summary>
        public Tensor index_put_(Scalar value, params Tensor[] indices) => index_put_(value, Positions(indices));

        private static TensorIndex[] Positions(Tensor[] indices)
        {
            ArgumentNullException.ThrowIfNull(indices);
            return Array.ConvertAll(indices, TensorIndex.Tensor);
        }

        private Tensor At(ReadOnlySpan<long> positions)
        {
            if (positions.Length == 1) return Select(this, positions[0]);
            using var plan = new IndexPlan(this, Singles(positions));
            return plan.Take();
        }

        private void PutAt(ReadOnlySpan<long> positions, Tensor value) => index_put_(value, Singles(positions), accumulate: false);

        private static TensorIndex[] Singles(ReadOnlySpan<long> positions)
        {
            var indices = new TensorIndex[positions.Length];
            for (var i = 0; i < indices.Length; i++) indices[i] = positions[i];
            return indices;
        }

        private static Tensor Select(Tensor source, long position)
        {
            if (source.Dimensions == 0) throw new ArgumentException("A tensor of 0 dimensions cannot be indexed with a number; read it with item<T>().");
            var length = source.size(0);
            return position >= -length && position < length
                ? Aten.select_int.Call(source, 0, position)
                : throw new ArgumentOutOfRangeException(
                    nameof(position), position, $"Index {position} lies outside a dimension of length {length}; it may run from {-length} to {length - 1}.");
        }

        /// <summary>
        /// A value as PyTorch fits it to what it overwrites: surplus leading dimensions of length 1 fall away, and a single number
        /// takes the target's type.
        /// </summary>
        private Tensor Fitted(Tensor value, IndexPlan plan)
        {
            var lengths = value.shape;
            var surplus = 0;
            while (surplus < lengths.Length && lengths[surplus] == 1) surplus++;
            if (surplus == 0 || (plan.Positions is null && lengths.Length <= plan.View.Dimensions)) return Typed(value);
            using var slim = Aten.reshape.Call(value, lengths[surplus..]);
            return Typed(slim);
        }

        private Tensor Typed(Tensor value) => value.Dimensions == 0 ? value.to(dtype, device) : value.alias();
    }
}
