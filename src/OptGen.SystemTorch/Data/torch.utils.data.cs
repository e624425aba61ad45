using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Tools around training.</summary>
    public static partial class utils
    {
        public static partial class data
        {
            /// <summary>Makes batches of the samples that a sequence of numbers names; see <see cref="Modules.DataLoader"/>.</summary>
            public static DataLoader DataLoader(
                Dataset dataset, int batchSize, IEnumerable<long> shuffler, Device? device = null, int num_worker = 1, bool drop_last = false,
                bool disposeBatch = true, bool disposeDataset = true) =>
                new(dataset, batchSize, shuffler, device, num_worker, drop_last, disposeBatch, disposeDataset);

            /// <summary>Makes batches of all samples, in order or shuffled; see <see cref="Modules.DataLoader"/>.</summary>
            public static DataLoader DataLoader(
                Dataset dataset, int batchSize, bool shuffle = false, Device? device = null, int? seed = null, int num_worker = 1,
                bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true) =>
                new(dataset, batchSize, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset);

            /// <summary>Makes batches of the samples that a sequence of numbers names; see <see cref="IterableDataLoader"/>.</summary>
            public static IterableDataLoader DataLoader(
                IterableDataset dataset, int batchSize, IEnumerable<long> shuffler, Device? device = null, int num_worker = 1,
                bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true) =>
                new(dataset, batchSize, shuffler, device, num_worker, drop_last, disposeBatch, disposeDataset);

            /// <summary>Makes batches of all samples, in order or shuffled; see <see cref="IterableDataLoader"/>.</summary>
            public static IterableDataLoader DataLoader(
                IterableDataset dataset, int batchSize, bool shuffle = false, Device? device = null, int? seed = null, int num_worker = 1,
                bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true) =>
                new(dataset, batchSize, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset);

            /// <summary>A data set of tensors in memory, whose first dimension counts the samples.</summary>
            /// <param name="tensors">The tensors, of equal first dimension; their memory is shared, not copied.</param>
            /// <exception cref="ArgumentException">There is none, or their first dimensions differ.</exception>
            public static TensorDataset TensorDataset(params Tensor[] tensors) => new(tensors);
        }
    }
}
