using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// An index applied as far as views go: what numbers, ranges, new dimensions and truth values select, and the index tensors
    /// that are left for a gather, one place for each dimension of the view (null: the whole dimension).
    /// </summary>
    /// <remarks>The same steps in the same order as PyTorch's own indexing. Disposing frees the view and the index tensors made here.</remarks>
    private sealed class IndexPlan : IDisposable
    {
        private readonly Tensor source;
        private readonly List<Tensor> made = [];
        private readonly List<Tensor?> positions = [];

        public IndexPlan(Tensor source, ReadOnlySpan<TensorIndex> indices)
        {
            this.source = source;
            View = source;
            try
            {
                Apply(indices);
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        /// <summary>What the indices other than tensors leave: the source itself where they select all of it.</summary>
        public Tensor View { get; private set; }

        /// <summary>The index tensors by dimension of the view, or null where there are none.</summary>
        public Tensor?[]? Positions => positions.Count == 0 ? null : [.. positions];

        /// <summary>Gives the view to the caller, as an object of its own.</summary>
        public Tensor Take()
        {
            if (ReferenceEquals(View, source)) return source.alias();
            made.Remove(View);
            return View;
        }

        public void Dispose()
        {
            foreach (var tensor in made) tensor.Dispose();
            made.Clear();
        }

        private void Apply(ReadOnlySpan<TensorIndex> indices)
        {
            var used = 0L;
            foreach (var index in indices) used += Consumed(index);
            var available = source.Dimensions;
            if (used > available)
                throw new ArgumentException($"{used} indices are too many for a tensor of {available} dimensions.", nameof(indices));

            var dim = 0L;
            var ellipsisSeen = false;
            foreach (var index in indices)
            {
                switch (index.Kind)
                {
                    case IndexKind.Single:
                        Become(Aten.select_int.Call(View, dim, Within(index.Start!.Value, dim)));
                        break;
                    case IndexKind.Slice:
                        if (index is not { Start: null, Stop: null, Step: null or 1 })
                            Become(Aten.slice_Tensor.Call(View, dim, index.Start, index.Stop, index.Step ?? 1));
                        dim++;
                        break;
                    case IndexKind.Ellipsis:
                        if (ellipsisSeen) throw new ArgumentException("An index can hold one Ellipsis only.", nameof(indices));
                        ellipsisSeen = true;
                        dim += available - used;
                        break;
                    case IndexKind.NewDimension:
                        Become(Aten.unsqueeze.Call(View, dim));
                        dim++;
                        break;
                    case IndexKind.Bool:
                        Become(Aten.unsqueeze.Call(View, dim));
                        PutTruth(dim++, index.Start == 1);
                        break;
                    case IndexKind.Positions:
                        dim = ApplyPositions(dim, index.Positions!);
                        break;
                }
            }
        }

        private long ApplyPositions(long dim, Tensor index)
        {
            var truth = index.dtype is ScalarType.Bool or ScalarType.Byte;
            if (index.Dimensions == 0)
            {
                if (truth)
                {
                    Become(Aten.unsqueeze.Call(View, dim));
                    PutTruth(dim, index.ToBoolean());
                    return dim + 1;
                }

                if (is_integral(index.dtype))
                {
                    Become(Aten.select_int.Call(View, dim, Within(index.ToInt64(), dim)));
                    return dim;
                }
            }

            Put(dim, index);
            return dim + (truth ? index.Dimensions : 1);
        }

        private static long Consumed(TensorIndex index) => index.Kind switch
        {
            IndexKind.Single or IndexKind.Slice => 1,
            IndexKind.Positions when index.Positions!.dtype is ScalarType.Bool or ScalarType.Byte => index.Positions.Dimensions,
            IndexKind.Positions => 1,
            _ => 0
        };

        private long Within(long position, long dim)
        {
            var length = View.size((int)dim);
            return position >= -length && position < length
                ? position
                : throw new ArgumentOutOfRangeException(
                    nameof(position), position, $"Index {position} lies outside a dimension of length {length}; it may run from {-length} to {length - 1}.");
        }

        private void PutTruth(long dim, bool value)
        {
            var index = Aten.zeros.Call(new long[] { value ? 1 : 0 }, ScalarType.Int64, Argument.None, View.device);
            made.Add(index);
            Put(dim, index);
        }

        private void Put(long dim, Tensor index)
        {
            while (positions.Count <= dim) positions.Add(null);
            positions[(int)dim] = index;
        }

        private void Become(Tensor view)
        {
            if (!ReferenceEquals(View, source))
            {
                made.Remove(View);
                View.Dispose();
            }

            View = view;
            made.Add(view);
        }
    }
}
