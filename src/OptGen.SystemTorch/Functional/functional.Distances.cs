using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>The cosine of the angle between vectors along a dimension.</summary>
            /// <param name="x1">The first vectors.</param>
            /// <param name="x2">The second vectors, of a shape that broadcasts with the first.</param>
            /// <param name="dim">The dimension the vectors lie along.</param>
            /// <param name="eps">The least length a vector is taken to have.</param>
            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1e-8) =>
                Aten.cosine_similarity.Call(x1, x2, dim, eps);

            /// <summary>The p-norm of the differences of vectors along the last dimension, after <paramref name="eps"/> is added to each element.</summary>
            public static Tensor pairwise_distance(Tensor input1, Tensor input2, double p = 2, double eps = 1e-6, bool keepdim = false) =>
                Aten.pairwise_distance.Call(input1, input2, p, eps, keepdim);

            /// <summary>Vectors along a dimension, divided by their p-norm or by <paramref name="eps"/> where that is greater.</summary>
            public static Tensor normalize(Tensor input, double p = 2, long dim = 1, double eps = 1e-12)
            {
                using var scope = NewDisposeScope();
                var length = Aten.norm_ScalarOpt_dim.Call(input, p, new long[] { dim }, true);
                return (input / length.clamp_min(eps)).MoveToOuterDisposeScope();
            }

            /// <summary>For each class number, a vector of zeros with a one at that place.</summary>
            /// <param name="x">Class numbers (int64) of any shape.</param>
            /// <param name="num_classes">The vectors' length; -1 for the greatest class number plus one.</param>
            public static Tensor one_hot(Tensor x, long num_classes = -1) => Aten.one_hot.Call(x, num_classes);
        }
    }
}
