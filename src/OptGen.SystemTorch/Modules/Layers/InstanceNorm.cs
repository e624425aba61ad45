using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The base of the instance normalisation layers.</summary>
    public abstract class InstanceNorm : NormBase
    {
        /// <summary>Makes the layer.</summary>
        public InstanceNorm(
            long num_features,
            double eps,
            double? momentum,
            bool affine,
            bool track_running_stats,
            Device? device,
            ScalarType? dtype,
            string name)
            : base(num_features, eps, momentum ?? 0.1, affine, track_running_stats, device, dtype, name)
        {
        }

        /// <summary>Normalises each channel of each sample by itself; by the running values in use, where they are kept.</summary>
        /// <exception cref="ArgumentException">The input has another number of dimensions or channels.</exception>
        public override Tensor forward(Tensor input)
        {
            ValidateInputDimensions(input);
            var shape = input.shape;
            var channels = shape.Length - (int)GetNumberOfBatchDimensions();
            if (shape[channels] != num_features)
                throw new ArgumentException($"{GetName()} takes an input with {num_features} channels, not with {shape[channels]}.", nameof(input));
            if (channels != 0) return InstanceNormalized(input);
            using var batch = input.unsqueeze(0);
            using var result = InstanceNormalized(batch);
            return result.squeeze(0);
        }

        /// <summary>How many dimensions an input has from its channels on.</summary>
        protected abstract long GetNumberOfBatchDimensions();
    }

    /// <summary>Normalises each channel of each sample over a sequence's places; the input may lack a batch dimension.</summary>
    public sealed class InstanceNorm1d : InstanceNorm
    {
        internal InstanceNorm1d(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(InstanceNorm1d))
        {
        }

        /// <inheritdoc/>
        protected override long GetNumberOfBatchDimensions() => 2;

        /// <inheritdoc/>
        protected override void ValidateInputDimensions(Tensor input) => CheckDimensions(input, 2, 3);
    }

    /// <summary>Normalises each channel of each sample over an image's places; the input may lack a batch dimension.</summary>
    public sealed class InstanceNorm2d : InstanceNorm
    {
        internal InstanceNorm2d(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(InstanceNorm2d))
        {
        }

        /// <inheritdoc/>
        protected override long GetNumberOfBatchDimensions() => 3;

        /// <inheritdoc/>
        protected override void ValidateInputDimensions(Tensor input) => CheckDimensions(input, 3, 4);
    }

    /// <summary>Normalises each channel of each sample over a volume's places; the input may lack a batch dimension.</summary>
    public sealed class InstanceNorm3d : InstanceNorm
    {
        internal InstanceNorm3d(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(InstanceNorm3d))
        {
        }

        /// <inheritdoc/>
        protected override long GetNumberOfBatchDimensions() => 4;

        /// <inheritdoc/>
        protected override void ValidateInputDimensions(Tensor input) => CheckDimensions(input, 4, 5);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Instance normalisation over one dimension.</summary>
            public static InstanceNorm1d InstanceNorm1d(
                long num_features,
                double eps = 1e-5,
                double momentum = 0.1,
                bool affine = false,
                bool track_running_stats = false,
                Device? device = null,
                ScalarType? dtype = null) => new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            /// <summary>Instance normalisation over images.</summary>
            public static InstanceNorm2d InstanceNorm2d(
                long num_features,
                double eps = 1e-5,
                double momentum = 0.1,
                bool affine = false,
                bool track_running_stats = false,
                Device? device = null,
                ScalarType? dtype = null) => new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            /// <summary>Instance normalisation over volumes.</summary>
            public static InstanceNorm3d InstanceNorm3d(
                long num_features,
                double eps = 1e-5,
                double momentum = 0.1,
                bool affine = false,
                bool track_running_stats = false,
                Device? device = null,
                ScalarType? dtype = null) => new(num_features, eps, momentum, affine, track_running_stats, device, dtype);
        }
    }
}
