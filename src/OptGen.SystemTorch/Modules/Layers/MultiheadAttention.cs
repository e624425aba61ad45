using OptGen.SystemTorch.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Attention in several heads: queries, keys and values are mapped linearly and split, each head attends by itself, and the results are mapped together again (Vaswani et al. 2017).</summary>
    /// <remarks>Inputs have shape <c>[places, batch, width]</c>, or the same without batch.</remarks>
    public sealed class MultiheadAttention
        : nn.Module<Tensor, Tensor, Tensor, Tensor?, bool, Tensor?, Tuple<Tensor, Tensor>>
    {
        private readonly long width;
        private readonly long heads;
        private readonly double dropout;
        private readonly bool addsZeros;
        private readonly Linear output;
        private Parameter? inWeight;
        private Parameter? queryWeight;
        private Parameter? keyWeight;
        private Parameter? valueWeight;
        private Parameter? inBias;
        private Parameter? keyBias;
        private Parameter? valueBias;

        internal MultiheadAttention(
            long embedded_dim,
            long num_heads,
            double dropout,
            bool bias,
            bool add_bias_kv,
            bool add_zero_attn,
            long keyWidth,
            long valueWidth)
            : base(nameof(MultiheadAttention))
        {
            if (num_heads < 1 || embedded_dim % num_heads != 0)
                throw new ArgumentException($"A width of {embedded_dim} cannot be split into {num_heads} heads of equal width.", nameof(num_heads));
            width = embedded_dim;
            heads = num_heads;
            this.dropout = dropout;
            addsZeros = add_zero_attn;
            var isUniform = keyWidth == embedded_dim && valueWidth == embedded_dim;
            if (isUniform)
            {
                Exchange(ref inWeight, LayerParameters.Empty([3 * width, width], null, null), "in_proj_weight");
            }
            else
            {
                Exchange(ref queryWeight, LayerParameters.Empty([width, width], null, null), "q_proj_weight");
                Exchange(ref keyWeight, LayerParameters.Empty([width, keyWidth], null, null), "k_proj_weight");
                Exchange(ref valueWeight, LayerParameters.Empty([width, valueWidth], null, null), "v_proj_weight");
            }

            if (bias) Exchange(ref inBias, LayerParameters.Zeros([3 * width], null, null), "in_proj_bias");

            // The order of the draws is PyTorch's: the output map first.
            output = new Linear(width, width, bias, null, null);
            register_module("out_proj", output);
            if (output.bias is not null) nn.init.zeros_(output.bias);
            foreach (var weight in new[] { inWeight, queryWeight, keyWeight, valueWeight })
            {
                if (weight is not null) nn.init.xavier_uniform_(weight);
            }

            if (!add_bias_kv) return;
            Exchange(ref keyBias, LayerParameters.Empty([1, 1, width], null, null), "bias_k");
            Exchange(ref valueBias, LayerParameters.Empty([1, 1, width], null, null), "bias_v");
            nn.init.xavier_normal_(keyBias!);
            nn.init.xavier_normal_(valueBias!);
        }

        /// <summary>Attends, hooks included; see <see cref="forward"/>.</summary>
        public new Tuple<Tensor, Tensor> call(
            Tensor query,
            Tensor key,
            Tensor value,
            Tensor? key_padding_mask = null,
            bool need_weights = true,
            Tensor? attn_mask = null) => base.call(query, key, value, key_padding_mask, need_weights, attn_mask);

        /// <summary>Attends.</summary>
        /// <param name="query">Where attention comes from: <c>[places, batch, width]</c>.</param>
        /// <param name="key">What is attended to: <c>[sources, batch, key width]</c>.</param>
        /// <param name="value">What is taken from there: <c>[sources, batch, value width]</c>.</param>
        /// <param name="key_padding_mask">Sources not to attend to, <c>[batch, sources]</c>: truth values, or numbers to add; null for none.</param>
        /// <param name="need_weights">Whether the weights, averaged over the heads, are wanted.</param>
        /// <param name="attn_mask">Pairs not to attend by, <c>[places, sources]</c> or <c>[batch · heads, places, sources]</c>: truth values, or numbers to add; null for none.</param>
        /// <returns>The result, shaped as the query, and the weights, <c>[batch, places, sources]</c>: an invalid tensor where they are not wanted.</returns>
        public override Tuple<Tensor, Tensor> forward(
            Tensor query,
            Tensor key,
            Tensor value,
            Tensor? key_padding_mask,
            bool need_weights,
            Tensor? attn_mask)
        {
            using var scope = NewDisposeScope();
            var isBatched = query.dim() == 3;
            if (!isBatched)
            {
                (query, key, value) = (query.unsqueeze(1), key.unsqueeze(1), value.unsqueeze(1));
                key_padding_mask = key_padding_mask?.unsqueeze(0);
            }

            var places = query.size(0);
            var batch = query.size(1);
            var mask = Added(attn_mask, query.dtype);
            if (mask?.dim() == 2) mask = mask.unsqueeze(0);
            var padding = Added(key_padding_mask, query.dtype);
            var (q, k, v) = Mapped(query, key, value);
            if (keyBias is not null && valueBias is not null)
            {
                k = cat([k, keyBias.repeat(1, batch, 1)]);
                v = cat([v, valueBias.repeat(1, batch, 1)]);
                mask = Widened(mask);
                padding = Widened(padding);
            }

            (q, k, v) = (Split(q, batch), Split(k, batch), Split(v, batch));
            if (addsZeros)
            {
                var zero = zeros([batch * heads, 1, width / heads], k.dtype, k.device);
                (k, v) = (cat([k, zero], 1), cat([v, zero], 1));
                mask = Widened(mask);
                padding = Widened(padding);
            }

            var sources = k.size(1);
            if (padding is not null)
            {
                padding = padding.view(batch, 1, 1, sources).expand(-1, heads, -1, -1).reshape(batch * heads, 1, sources);
                mask = mask is null ? padding : mask + padding;
            }

            var scores = Aten.bmm.Call(q / Math.Sqrt(width / heads), k.transpose(-2, -1));
            if (mask is not null) scores = scores + mask;
            var weights = Aten.softmax_int.Call(scores, -1);
            if (training && dropout > 0) weights = Aten.dropout.Call(weights, dropout, true);
            var attended = Aten.bmm.Call(weights, v).transpose(0, 1).contiguous().view(places * batch, width);
            var result = output.call(attended).view(places, batch, width);
            var average = need_weights ? weights.view(batch, heads, places, sources).mean([1]) : null;
            if (!isBatched) (result, average) = (result.squeeze(1), average?.squeeze(0));
            return Tuple.Create(result.MoveToOuterDisposeScope(), average?.MoveToOuterDisposeScope() ?? Undefined());
        }

        private protected override void Replaced(string name, Tensor old, Tensor replacement)
        {
            var parameter = replacement as Parameter;
            switch (name)
            {
                case "in_proj_weight":
                    inWeight = parameter;
                    break;
                case "q_proj_weight":
                    queryWeight = parameter;
                    break;
                case "k_proj_weight":
                    keyWeight = parameter;
                    break;
                case "v_proj_weight":
                    valueWeight = parameter;
                    break;
                case "in_proj_bias":
                    inBias = parameter;
                    break;
                case "bias_k":
                    keyBias = parameter;
                    break;
                case "bias_v":
                    valueBias = parameter;
                    break;
            }
        }

        /// <summary>A mask as numbers to add to the scores.</summary>
        private static Tensor? Added(Tensor? mask, ScalarType type) => mask?.dtype == ScalarType.Bool
            ? zeros(mask.shape, type, mask.device).masked_fill_(mask, double.NegativeInfinity)
            : mask;

        /// <summary>A mask with one more source, which may be attended to.</summary>
        private static Tensor? Widened(Tensor? mask) => mask is null ? null : nn.functional.pad(mask, (0, 1));

        private static unsafe Tensor Undefined() => Tensor.FromHandle(null);

        /// <summary>Heads as part of the batch: <c>[batch · heads, places, width / heads]</c>.</summary>
        private Tensor Split(Tensor mapped, long batch) =>
            mapped.contiguous().view(mapped.size(0), batch * heads, width / heads).transpose(0, 1);

        private (Tensor Query, Tensor Key, Tensor Value) Mapped(Tensor query, Tensor key, Tensor value)
        {
            if (inWeight is not null && ReferenceEquals(query, key) && ReferenceEquals(key, value))
            {
                var together = Aten.linear.Call(query, inWeight, inBias).chunk(3, -1);
                return (together[0], together[1], together[2]);
            }

            var weights = inWeight is null ? [queryWeight!, keyWeight!, valueWeight!] : inWeight.chunk(3);
            var biases = inBias?.chunk(3);
            return (
                Aten.linear.Call(query, weights[0], biases?[0]),
                Aten.linear.Call(key, weights[1], biases?[1]),
                Aten.linear.Call(value, weights[2], biases?[2]));
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Attention in several heads.</summary>
            /// <param name="embedded_dim">The width of queries and results.</param>
            /// <param name="num_heads">How many heads share it.</param>
            /// <param name="dropout">The probability that a weight is dropped in training.</param>
            /// <param name="bias">Whether the linear maps add something.</param>
            /// <param name="add_bias_kv">Whether a learnt source is added to those of the input.</param>
            /// <param name="add_zero_attn">Whether a source of zeros is added.</param>
            /// <param name="kdim">The width of the keys; that of the queries where null.</param>
            /// <param name="vdim">The width of the values; that of the queries where null.</param>
            /// <exception cref="ArgumentException">The heads do not divide the width.</exception>
            public static MultiheadAttention MultiheadAttention(
                long embedded_dim,
                long num_heads,
                double dropout = 0,
                bool bias = true,
                bool add_bias_kv = false,
                bool add_zero_attn = false,
                long? kdim = null,
                long? vdim = null) =>
                new(embedded_dim, num_heads, dropout, bias, add_bias_kv, add_zero_attn, kdim ?? embedded_dim, vdim ?? embedded_dim);
        }
    }
}
