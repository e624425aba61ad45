using OptGen.SystemTorch.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A table of vectors: each number of the input gives the vector in that row.</summary>
    public sealed class Embedding : nn.Module<Tensor, Tensor>
    {
        private readonly EmbeddingSettings settings;
        private Parameter? _weight;

        internal Embedding(Parameter table, EmbeddingSettings settings)
            : base(nameof(Embedding))
        {
            this.settings = settings;
            weight = table;
        }

        /// <summary>The table, <c>[rows, width]</c>. Setting it disposes the old one.</summary>
        public Parameter weight
        {
            get => _weight!;
            set => Exchange(ref _weight, LayerParameters.Required(value), nameof(weight));
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input)
        {
            if (settings.MaxNorm is { } most)
            {
                using (no_grad())
                {
                    using var rows = input.contiguous();
                    Aten.embedding_renorm_.CallInPlace(_weight, rows, most, settings.NormType);
                }
            }

            return Aten.embedding.Call(_weight, input, settings.PaddingIndex, settings.ScalesByFrequency, settings.IsSparse);
        }

        private protected override void Replaced(string name, Tensor old, Tensor replacement)
        {
            if (name == nameof(weight)) _weight = (Parameter)replacement;
        }
    }

    /// <summary>How an embedding reads its table.</summary>
    /// <param name="PaddingIndex">The row that is not learnt; -1 for none.</param>
    /// <param name="MaxNorm">The length that vectors are cut to when they are read; null for none.</param>
    /// <param name="NormType">The p of the norm that measures it.</param>
    /// <param name="ScalesByFrequency">Whether gradients are divided by how often a row was read.</param>
    /// <param name="IsSparse">Whether the table's gradient is sparse.</param>
    internal sealed record EmbeddingSettings(long PaddingIndex, double? MaxNorm, double NormType, bool ScalesByFrequency, bool IsSparse)
    {
        public static EmbeddingSettings Of(long rows, long? paddingIndex, double? maxNorm, double normType, bool scalesByFrequency, bool isSparse)
        {
            var padding = paddingIndex is < 0 ? paddingIndex + rows : paddingIndex;
            if (padding < 0 || padding >= rows)
                throw new ArgumentOutOfRangeException(nameof(paddingIndex), paddingIndex, $"A table of {rows} rows has no row {paddingIndex} for padding.");
            return new EmbeddingSettings(padding ?? -1, maxNorm, normType, scalesByFrequency, isSparse);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A table of vectors to learn, drawn from a standard normal distribution.</summary>
            /// <param name="num_embeddings">How many vectors there are.</param>
            /// <param name="embedding_dims">Their length.</param>
            /// <param name="padding_idx">The row that stays zero and is not learnt; null for none.</param>
            /// <param name="max_norm">The length that vectors are cut to when they are read; null for none.</param>
            /// <param name="norm_type">The p of the norm that measures it.</param>
            /// <param name="scale_grad_by_freq">Whether gradients are divided by how often a row was read.</param>
            /// <param name="sparse">Whether the table's gradient is sparse.</param>
            /// <param name="device">Where the table lives.</param>
            /// <param name="dtype">The table's type.</param>
            public static Embedding Embedding(
                long num_embeddings,
                long embedding_dims,
                long? padding_idx = null,
                double? max_norm = null,
                double norm_type = 2,
                bool scale_grad_by_freq = false,
                bool sparse = false,
                Device? device = null,
                ScalarType? dtype = null)
            {
                var settings = EmbeddingSettings.Of(num_embeddings, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);
                var table = LayerParameters.Empty([num_embeddings, embedding_dims], device, dtype);
                init.normal_(table);
                if (settings.PaddingIndex >= 0)
                {
                    using (no_grad())
                    {
                        using var row = Aten.select_int.Call(table, 0, settings.PaddingIndex);
                        row.zero_();
                    }
                }

                return new Embedding(table, settings);
            }

            /// <summary>A table of given vectors, which are copied.</summary>
            /// <param name="embeddings">The vectors, <c>[rows, width]</c>.</param>
            /// <param name="freeze">Whether the table is not learnt.</param>
            /// <param name="padding_idx">The row that is not learnt; null for none.</param>
            /// <param name="max_norm">The length that vectors are cut to when they are read; null for none.</param>
            /// <param name="norm_type">The p of the norm that measures it.</param>
            /// <param name="scale_grad_by_freq">Whether gradients are divided by how often a row was read.</param>
            /// <param name="sparse">Whether the table's gradient is sparse.</param>
            /// <param name="device">Where the table lives; where the vectors do, where null.</param>
            /// <param name="dtype">The table's type; the vectors', where null.</param>
            /// <exception cref="ArgumentException">The vectors are no matrix.</exception>
            public static Embedding Embedding_from_pretrained(
                Tensor embeddings,
                bool freeze = true,
                long? padding_idx = null,
                double? max_norm = null,
                double norm_type = 2,
                bool scale_grad_by_freq = false,
                bool sparse = false,
                Device? device = null,
                ScalarType? dtype = null)
            {
                if (embeddings.dim() != 2)
                    throw new ArgumentException($"An embedding's table is a matrix; this tensor has {embeddings.dim()} dimensions.", nameof(embeddings));
                var settings = EmbeddingSettings.Of(embeddings.size(0), padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);
                Tensor table;
                using (no_grad()) table = Aten._to_copy.Call(embeddings, dtype ?? embeddings.dtype, Argument.None, device ?? embeddings.device);
                return new Embedding(new Parameter(table, !freeze), settings);
            }
        }
    }
}
