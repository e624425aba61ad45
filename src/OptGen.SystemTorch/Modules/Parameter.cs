using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A tensor that a module learns: a leaf of the autograd graph, in which gradients accumulate.</summary>
    public class Parameter : Tensor
    {
        /// <summary>Makes a parameter of a tensor and empties that tensor object, whose memory and place in a dispose scope it takes over.</summary>
        /// <param name="data">The first values. What computed them is forgotten: a parameter is always a leaf.</param>
        /// <param name="requires_grad">Whether gradients are wanted.</param>
        public Parameter(Tensor data, bool requires_grad = true)
            : base(Leaf(data)) => this.requires_grad = requires_grad;

        private static Tensor Leaf(Tensor data)
        {
            if (data.is_leaf) return data;
            var leaf = data.detach();
            leaf.MoveToOtherDisposeScope(data.Scope);
            data.Dispose();
            return leaf;
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Makes a parameter of a tensor; see <see cref="Modules.Parameter(Tensor, bool)"/>.</summary>
            public static Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
        }
    }
}
