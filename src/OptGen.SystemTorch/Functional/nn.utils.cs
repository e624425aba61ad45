using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Helpers for parameters.</summary>
        public static partial class utils
        {
            /// <summary>All elements of the parameters, one after the other, in one vector that remembers where they came from.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                return cat(tensors.Select(tensor => tensor.view(-1)).ToArray()).MoveToOuterDisposeScope();
            }

            /// <summary>Copies a vector's elements into the parameters, one after the other.</summary>
            /// <exception cref="ArgumentException">The vector has not as many elements as the parameters together.</exception>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                var parameters = tensors.ToArray();
                var needed = parameters.Sum(parameter => parameter.numel());
                if (vec.numel() != needed)
                    throw new ArgumentException($"The parameters have {needed} elements together; the vector has {vec.numel()}.", nameof(vec));
                using var scope = NewDisposeScope();
                using var unrecorded = no_grad();
                var start = 0L;
                foreach (var parameter in parameters)
                {
                    var count = parameter.numel();
                    parameter.copy_(vec.narrow(0, start, count).view_as(parameter));
                    start += count;
                }
            }
        }
    }
}
