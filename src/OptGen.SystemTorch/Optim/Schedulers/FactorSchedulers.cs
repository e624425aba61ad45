namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>The classes of the schedulers.</summary>
            public static partial class impl
            {
                /// <summary>Multiplies each group's initial learning rate by a function of the epoch.</summary>
                public class LambdaLR : LRScheduler
                {
                    private readonly List<Func<int, double>> factors;

                    /// <summary>One function for all groups.</summary>
                    /// <param name="optimizer">The optimiser.</param>
                    /// <param name="lr_lambda">The factor of an epoch, counted from 0.</param>
                    /// <param name="last_epoch">The last epoch of the training to resume; -1 for a new one.</param>
                /// <param name="verbose">Whether to write each change to the console.</param>
                    public LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false)
                        : this(optimizer, PerGroup(optimizer, NotNull(lr_lambda)), last_epoch, verbose)
                    {
                    }

                    /// <summary>A function for each group.</summary>
                    /// <param name="optimizer">The optimiser.</param>
                    /// <param name="lr_lambdas">For each group, the factor of an epoch, counted from 0.</param>
                    /// <param name="last_epoch">The last epoch of the training to resume; -1 for a new one.</param>
                /// <param name="verbose">Whether to write each change to the console.</param>
                    /// <exception cref="ArgumentException">There are not as many functions as groups.</exception>
                    public LambdaLR(Optimizer optimizer, IEnumerable<Func<int, double>> lr_lambdas, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        factors = PerGroup(optimizer, lr_lambdas, nameof(lr_lambdas));
                        Begin();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() => baseRates.Select((rate, group) => rate * factors[group](epoch));
                }

                /// <summary>Multiplies each group's current learning rate by a function of the epoch; from epoch 1 on.</summary>
                public class MultiplicativeLR : LRScheduler
                {
                    private readonly List<Func<int, double>> factors;

                    /// <summary>One function for all groups.</summary>
                    /// <param name="optimizer">The optimiser.</param>
                    /// <param name="lr_lambda">The factor of an epoch, counted from 0.</param>
                    /// <param name="last_epoch">The last epoch of the training to resume; -1 for a new one.</param>
                /// <param name="verbose">Whether to write each change to the console.</param>
                    public MultiplicativeLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false)
                        : this(optimizer, PerGroup(optimizer, NotNull(lr_lambda)), last_epoch, verbose)
                    {
                    }

                    /// <summary>A function for each group.</summary>
                    /// <param name="optimizer">The optimiser.</param>
                    /// <param name="lr_lambdas">For each group, the factor of an epoch, counted from 0.</param>
                    /// <param name="last_epoch">The last epoch of the training to resume; -1 for a new one.</param>
                /// <param name="verbose">Whether to write each change to the console.</param>
                    /// <exception cref="ArgumentException">There are not as many functions as groups.</exception>
                    public MultiplicativeLR(Optimizer optimizer, IEnumerable<Func<int, double>> lr_lambdas, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        factors = PerGroup(optimizer, lr_lambdas, nameof(lr_lambdas));
                        Begin();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() =>
                        epoch == 0 ? Rates() : Rates().Take(factors.Count).Select((rate, group) => rate * factors[group](epoch));
                }

                private static Func<int, double> NotNull(Func<int, double> lr_lambda)
                {
                    ArgumentNullException.ThrowIfNull(lr_lambda);
                    return lr_lambda;
                }
            }
        }
    }
}
