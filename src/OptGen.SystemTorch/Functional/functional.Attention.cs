using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary><c>softmax(query · keyᵀ / √width + mask) · value</c>.</summary>
            /// <param name="query">Shape <c>[..., places, width]</c>.</param>
            /// <param name="key">Shape <c>[..., sources, width]</c>.</param>
            /// <param name="value">Shape <c>[..., sources, value width]</c>.</param>
            /// <param name="attn_mask">Truth values (may attend) or numbers (added), of a shape that broadcasts to <c>[..., places, sources]</c>; null for none.</param>
            /// <param name="p">The probability that a weight is dropped; zero outside of training.</param>
            /// <param name="is_casual">Whether each place attends to itself and the sources before it alone.</param>
            /// <exception cref="ArgumentException">A mask is given for causal attention, which has its own.</exception>
            public static Tensor scaled_dot_product_attention(
                Tensor query,
                Tensor key,
                Tensor value,
                Tensor? attn_mask = null,
                double p = 0,
                bool is_casual = false)
            {
                if (is_casual && attn_mask is not null)
                    throw new ArgumentException("Causal attention has its own mask; give none.", nameof(attn_mask));
                using var scope = NewDisposeScope();
                var width = query.size(-1);

                // Both factors are scaled by the fourth root, as PyTorch does, so that no half-precision product overflows.
                var scale = Math.Sqrt(1 / Math.Sqrt(width));
                var scores = Aten.matmul.Call(query * scale, (key * scale).transpose(-2, -1));
                if (is_casual) attn_mask = ones([query.size(-2), key.size(-2)], ScalarType.Bool, query.device).tril();
                if (attn_mask is not null)
                {
                    scores = attn_mask.dtype == ScalarType.Bool
                        ? scores.masked_fill(attn_mask.logical_not(), double.NegativeInfinity)
                        : scores + attn_mask;
                }

                var weights = Aten.softmax_int.Call(scores, -1);
                if (p > 0) weights = Aten.dropout.Call(weights, p, true);
                return Aten.matmul.Call(weights, value).MoveToOuterDisposeScope();
            }
        }
    }
}
