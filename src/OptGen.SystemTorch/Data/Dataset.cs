namespace TorchSharp;

public static partial class torch
{
    public static partial class utils
    {
        /// <summary>Data sets, and loaders that make batches of their samples.</summary>
        public static partial class data
        {
            /// <summary>A numbered set of samples, each a dictionary of tensors.</summary>
            public abstract class Dataset : Dataset<Dictionary<string, Tensor>>
            {
                /// <summary>Makes the base of a data set.</summary>
                protected Dataset()
                {
                }
            }

            /// <summary>A numbered set of samples, each a list of tensors.</summary>
            public abstract class IterableDataset : Dataset<IList<Tensor>>
            {
                /// <summary>Makes the base of a data set.</summary>
                protected IterableDataset()
                {
                }
            }

            /// <summary>A numbered set of samples.</summary>
            /// <typeparam name="T">What a sample is.</typeparam>
            public abstract class Dataset<T> : IDisposable
            {
                /// <summary>Makes the base of a data set.</summary>
                protected Dataset()
                {
                }

                /// <summary>The number of samples.</summary>
                public abstract long Count { get; }

                /// <summary>One sample.</summary>
                /// <param name="index">Its number, from 0.</param>
                /// <remarks>
                /// A loader with several workers calls this from several threads at once, each time in a dispose scope of its own: every tensor
                /// made here is disposed when the batch is put together. Tensors made elsewhere, such as cached ones, are left alone.
                /// </remarks>
                public abstract T GetTensor(long index);

                /// <summary>Frees what the data set holds.</summary>
                public void Dispose()
                {
                    Dispose(true);
                    GC.SuppressFinalize(this);
                }

                /// <summary>Frees what the data set holds; override it where there is something.</summary>
                protected virtual void Dispose(bool disposing)
                {
                }
            }
        }
    }
}
