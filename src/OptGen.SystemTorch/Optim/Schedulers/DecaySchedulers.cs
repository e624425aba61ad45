namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Multiplies the learning rates by gamma every step_size epochs.</summary>
                public class StepLR : LRScheduler
                {
                    private readonly int period;
                    private readonly double factor;

                    /// <summary>Makes the scheduler and sets the rates of the first epoch.</summary>
                    /// <param name="optimizer">The optimiser.</param>
                    /// <param name="step_size">The number of epochs between two changes; at least 1.</param>
                    /// <param name="gamma">The factor.</param>
                    /// <param name="last_epoch">The last epoch of the training to resume; -1 for a new one.</param>
                /// <param name="verbose">Whether to write each change to the console.</param>
                    public StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        ArgumentOutOfRangeException.ThrowIfLessThan(step_size, 1);
                        period = step_size;
                        factor = gamma;
                        Begin();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() => epoch == 0 || epoch % period != 0 ? Rates() : RatesTimes(factor);

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_closed_form_lr() => baseRates.Select(rate => rate * Math.Pow(factor, epoch / period));
                }

                /// <summary>Multiplies the learning rates by gamma at given epochs.</summary>
                public class MultiStepLR : LRScheduler
                {
                    private readonly int[] milestones;
                    private readonly double factor;

                    /// <summary>Makes the scheduler and sets the rates of the first epoch.</summary>
                    /// <param name="optimizer">The optimiser.</param>
                    /// <param name="milestones">The epochs, in any order; one that is there twice counts twice.</param>
                    /// <param name="gamma">The factor.</param>
                    /// <param name="last_epoch">The last epoch of the training to resume; -1 for a new one.</param>
                /// <param name="verbose">Whether to write each change to the console.</param>
                    public MultiStepLR(Optimizer optimizer, IList<int> milestones, double gamma = 0.1, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        ArgumentNullException.ThrowIfNull(milestones);
                        this.milestones = milestones.ToArray();
                        factor = gamma;
                        Begin();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        var times = milestones.Count(milestone => milestone == epoch);
                        return times == 0 ? Rates() : RatesTimes(Math.Pow(factor, times));
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_closed_form_lr()
                    {
                        var times = milestones.Count(milestone => milestone <= epoch);
                        return baseRates.Select(rate => rate * Math.Pow(factor, times));
                    }
                }

                /// <summary>Multiplies the learning rates by gamma every epoch.</summary>
                public class ExponentialLR : LRScheduler
                {
                    private readonly double factor;

                    /// <summary>Makes the scheduler and sets the rates of the first epoch.</summary>
                    /// <param name="optimizer">The optimiser.</param>
                    /// <param name="gamma">The factor.</param>
                    /// <param name="last_epoch">The last epoch of the training to resume; -1 for a new one.</param>
                /// <param name="verbose">Whether to write each change to the console.</param>
                    public ExponentialLR(Optimizer optimizer, double gamma = 0.1, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        factor = gamma;
                        Begin();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() => epoch == 0 ? Rates() : RatesTimes(factor);

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_closed_form_lr() => baseRates.Select(rate => rate * Math.Pow(factor, epoch));
                }
            }
        }
    }
}
