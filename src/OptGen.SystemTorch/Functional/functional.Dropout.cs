using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>In training, sets each element to zero with a probability and multiplies the others by <c>1 / (1 - p)</c>.</summary>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                inplace ? Aten.dropout_.CallInPlace(input, p, training).alias() : Aten.dropout.Call(input, p, training);

            /// <summary>As <see cref="dropout"/>, for whole channels of sequences: <c>[batch, channels, length]</c>, or the same without batch.</summary>
            /// <exception cref="ArgumentException">The input has neither 2 nor 3 dimensions.</exception>
            public static Tensor dropout1d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                ChannelDropout(input, p, training, inplace, nameof(dropout1d), 3);

            /// <summary>As <see cref="dropout"/>, for whole channels of images: <c>[batch, channels, height, width]</c>.</summary>
            public static Tensor dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                inplace ? Aten.feature_dropout_.CallInPlace(input, p, training).alias() : Aten.feature_dropout.Call(input, p, training);

            /// <summary>As <see cref="dropout"/>, for whole channels of volumes: <c>[batch, channels, depth, height, width]</c>, or the same without batch.</summary>
            /// <exception cref="ArgumentException">The input has neither 4 nor 5 dimensions.</exception>
            public static Tensor dropout3d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                ChannelDropout(input, p, training, inplace, nameof(dropout3d), 5);

            /// <summary>In training, drops elements in the way that goes with SELU: mean and variance stay.</summary>
            public static Tensor alpha_dropout(Tensor input, double p = 0.5, bool training = false, bool inplace = false) =>
                inplace ? Aten.alpha_dropout_.CallInPlace(input, p, training).alias() : Aten.alpha_dropout.Call(input, p, training);

            /// <summary>As <see cref="alpha_dropout"/>, for whole channels.</summary>
            public static Tensor feature_alpha_dropout(Tensor input, double p = 0.5, bool training = false, bool inplace = false) => inplace
                ? Aten.feature_alpha_dropout_.CallInPlace(input, p, training).alias()
                : Aten.feature_alpha_dropout.Call(input, p, training);

            private static Tensor ChannelDropout(Tensor input, double p, bool training, bool inplace, string function, int batchedDimensions)
            {
                var dimensions = input.dim();
                if (dimensions != batchedDimensions && dimensions != batchedDimensions - 1)
                    throw new ArgumentException($"{function} takes {batchedDimensions - 1} or {batchedDimensions} dimensions, not {dimensions}.", nameof(input));
                if (dimensions == batchedDimensions)
                    return inplace ? Aten.feature_dropout_.CallInPlace(input, p, training).alias() : Aten.feature_dropout.Call(input, p, training);
                using var batch = input.unsqueeze(0);
                using var result = inplace ? Aten.feature_dropout_.CallInPlace(batch, p, training).alias() : Aten.feature_dropout.Call(batch, p, training);
                return result.squeeze(0);
            }
        }
    }
}
