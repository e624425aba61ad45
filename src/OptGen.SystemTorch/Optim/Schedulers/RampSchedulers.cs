namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Multiplies the learning rates by a constant until epoch total_iters, and lets them be from then on.</summary>
                public class ConstantLR : LRScheduler
                {
                    private readonly double factor;
                    private readonly int total;

                    /// <summary>Makes the scheduler and sets the rates of the first epoch.</summary>
                    /// <param name="optimizer">The optimiser.</param>
                    /// <param name="factor">The factor; above 0, at most 1.</param>
                    /// <param name="total_iters">The epoch at which it ends.</param>
                    /// <param name="last_epoch">The last epoch of the training to resume; -1 for a new one.</param>
                /// <param name="verbose">Whether to write each change to the console.</param>
                    public ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        this.factor = Share(factor, nameof(factor));
                        total = total_iters;
                        Begin();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        if (epoch == 0) return RatesTimes(factor);
                        return epoch == total ? RatesTimes(1 / factor) : Rates();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_closed_form_lr() => baseRates.Select(rate => rate * (epoch >= total ? 1 : factor));
                }

                /// <summary>
                /// Multiplies the learning rates by a factor that goes evenly from one value to another within total_iters epochs.
                /// </summary>
                public class LinearLR : LRScheduler
                {
                    private readonly double start;
                    private readonly double end;
                    private readonly int total;

                    /// <summary>Makes the scheduler and sets the rates of the first epoch.</summary>
                    /// <param name="optimizer">The optimiser.</param>
                    /// <param name="start_factor">The factor of epoch 0; above 0, at most 1.</param>
                    /// <param name="end_factor">The factor from epoch total_iters on; from 0 to 1.</param>
                    /// <param name="total_iters">The number of epochs between the two; at least 1.</param>
                    /// <param name="last_epoch">The last epoch of the training to resume; -1 for a new one.</param>
                /// <param name="verbose">Whether to write each change to the console.</param>
                    public LinearLR(
                        Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1.0, int total_iters = 5, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        start = Share(start_factor, nameof(start_factor));
                        if (!(end_factor is >= 0 and <= 1))
                            throw new ArgumentOutOfRangeException(nameof(end_factor), end_factor, $"end_factor must be from 0 to 1, but is {end_factor}.");
                        ArgumentOutOfRangeException.ThrowIfLessThan(total_iters, 1);
                        end = end_factor;
                        total = total_iters;
                        Begin();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        if (epoch == 0) return RatesTimes(start);
                        return epoch > total ? Rates() : RatesTimes(1 + (end - start) / (total * start + (epoch - 1) * (end - start)));
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_closed_form_lr() =>
                        baseRates.Select(rate => rate * (start + (end - start) * Math.Min(total, epoch) / total));
                }

                /// <summary>Lowers the learning rates to zero within total_iters epochs: <c>(1 - epoch / total_iters)^power</c>.</summary>
                public class PolynomialLR : LRScheduler
                {
                    private readonly double total;
                    private readonly double power;

                    /// <summary>Makes the scheduler and sets the rates of the first epoch.</summary>
                    /// <param name="optimizer">The optimiser.</param>
                    /// <param name="total_iters">The number of epochs; at least 1.</param>
                    /// <param name="power">The power; 1 is a straight line.</param>
                    /// <param name="last_epoch">The last epoch of the training to resume; -1 for a new one.</param>
                /// <param name="verbose">Whether to write each change to the console.</param>
                    public PolynomialLR(Optimizer optimizer, int total_iters = 5, double power = 1.0, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        ArgumentOutOfRangeException.ThrowIfLessThan(total_iters, 1);
                        total = total_iters;
                        this.power = power;
                        Begin();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() => epoch == 0 || epoch > total
                        ? Rates()
                        : RatesTimes(Math.Pow((1 - epoch / total) / (1 - (epoch - 1) / total), power));

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_closed_form_lr() =>
                        baseRates.Select(rate => rate * Math.Pow(1 - Math.Min(total, epoch) / total, power));
                }

                /// <summary>Lowers the learning rates along half a cosine within T_max epochs, then raises them again, and so on.</summary>
                public class CosineAnnealingLR : LRScheduler
                {
                    private readonly double half;
                    private readonly double lowest;

                    /// <summary>Makes the scheduler and sets the rates of the first epoch.</summary>
                    /// <param name="optimizer">The optimiser.</param>
                    /// <param name="T_max">The number of epochs from the highest rate to the lowest; above 0.</param>
                    /// <param name="eta_min">The lowest rate.</param>
                    /// <param name="last_epoch">The last epoch of the training to resume; -1 for a new one.</param>
                /// <param name="verbose">Whether to write each change to the console.</param>
                    public CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(T_max);
                        half = T_max;
                        lowest = eta_min;
                        Begin();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        if (epoch == 0) return Rates();
                        if (_step_count == 1) return get_closed_form_lr();

                        // At the bottom the recursion would divide by zero; there the rates rise by the first piece of the cosine.
                        if ((epoch - 1 - half) % (2 * half) == 0)
                            return Rates().Zip(baseRates, (rate, highest) => rate + (highest - lowest) * (1 - Math.Cos(Math.PI / half)) / 2);

                        var factor = (1 + Math.Cos(Math.PI * epoch / half)) / (1 + Math.Cos(Math.PI * (epoch - 1) / half));
                        return Rates().Select(rate => factor * (rate - lowest) + lowest);
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_closed_form_lr() =>
                        baseRates.Select(rate => lowest + (rate - lowest) * (1 + Math.Cos(Math.PI * epoch / half)) / 2);
                }

                private static double Share(double value, string name) => value is > 0 and <= 1
                    ? value
                    : throw new ArgumentOutOfRangeException(name, value, $"{name} must be above 0 and at most 1, but is {value}.");
            }
        }
    }
}
