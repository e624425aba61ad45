namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Moves the learning rates up and down between two bounds, by a little after each batch (Smith 2017).</summary>
                public class CyclicLR : LRScheduler
                {
                    private readonly List<double> lowest;
                    private readonly List<double> highest;
                    private readonly double period;
                    private readonly double rising;
                    private readonly bool scaleByCycle;
                    private readonly Func<double, double> scale;
                    private readonly MomentumCycle? momenta;

                    /// <summary>The same bounds for all groups.</summary>
                    /// <param name="optimizer">The optimiser.</param>
                    /// <param name="base_lr">The lowest rate.</param>
                    /// <param name="max_lr">The highest rate, before scaling.</param>
                    /// <param name="step_size_up">The number of batches of the rising half; at least 1.</param>
                /// <param name="step_size_down">The number of batches of the falling half; -1 for as many as of the rising one.</param>
                /// <param name="mode">How the height of the cycles changes: not at all, halved each time, or by gamma with each batch.</param>
                /// <param name="gamma">The factor of <see cref="Mode.ExpRange"/>.</param>
                /// <param name="scale_fn">The height as a function of the cycle's number (from 1) or of the batch's, in place of the mode's.</param>
                /// <param name="scale_mode">What scale_fn is a function of.</param>
                /// <param name="cycle_momentum">Whether the momentum, or beta1, falls while the rate rises.</param>
                /// <param name="base_momentum">The momentum at the highest rate.</param>
                /// <param name="max_momentum">The momentum at the lowest rate.</param>
                    /// <param name="last_epoch">The last epoch of the training to resume; -1 for a new one.</param>
                /// <param name="verbose">Whether to write each change to the console.</param>
                    public CyclicLR(
                        Optimizer optimizer, double base_lr, double max_lr, int step_size_up = 2000, int step_size_down = -1, Mode mode = Mode.Triangular,
                        double gamma = 1.0, Func<double, double>? scale_fn = null, ScaleMode scale_mode = ScaleMode.Cycle, bool cycle_momentum = true,
                        double base_momentum = 0.8, double max_momentum = 0.9, int last_epoch = -1, bool verbose = false)
                        : this(
                            optimizer, PerGroup(optimizer, base_lr), PerGroup(optimizer, max_lr), step_size_up, step_size_down, mode, gamma, scale_fn, scale_mode,
                            cycle_momentum, PerGroup(optimizer, base_momentum), PerGroup(optimizer, max_momentum), last_epoch, verbose)
                    {
                    }

                    /// <summary>Bounds for each group.</summary>
                    /// <param name="optimizer">The optimiser.</param>
                    /// <param name="base_lr">The lowest rate of each group.</param>
                    /// <param name="max_lr">The highest rate of each group, before scaling.</param>
                    /// <param name="step_size_up">The number of batches of the rising half; at least 1.</param>
                /// <param name="step_size_down">The number of batches of the falling half; -1 for as many as of the rising one.</param>
                /// <param name="mode">How the height of the cycles changes: not at all, halved each time, or by gamma with each batch.</param>
                /// <param name="gamma">The factor of <see cref="Mode.ExpRange"/>.</param>
                /// <param name="scale_fn">The height as a function of the cycle's number (from 1) or of the batch's, in place of the mode's.</param>
                /// <param name="scale_mode">What scale_fn is a function of.</param>
                /// <param name="cycle_momentum">Whether the momentum, or beta1, falls while the rate rises.</param>
                /// <param name="base_momentum">The momentum at the highest rate.</param>
                /// <param name="max_momentum">The momentum at the lowest rate.</param>
                    /// <param name="last_epoch">The last epoch of the training to resume; -1 for a new one.</param>
                /// <param name="verbose">Whether to write each change to the console.</param>
                    /// <exception cref="ArgumentException">A list has not one entry per group, or there is no momentum to cycle.</exception>
                    public CyclicLR(
                        Optimizer optimizer, IEnumerable<double> base_lr, IEnumerable<double> max_lr, int step_size_up = 2000, int step_size_down = -1,
                        Mode mode = Mode.Triangular, double gamma = 1.0, Func<double, double>? scale_fn = null, ScaleMode scale_mode = ScaleMode.Cycle,
                        bool cycle_momentum = true, IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null, int last_epoch = -1,
                        bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        ArgumentOutOfRangeException.ThrowIfLessThan(step_size_up, 1);
                        if (step_size_down < 1 && step_size_down != -1)
                            throw new ArgumentOutOfRangeException(nameof(step_size_down), step_size_down, "step_size_down must be at least 1, or -1 for step_size_up.");
                        lowest = PerGroup(optimizer, base_lr, nameof(base_lr));
                        highest = PerGroup(optimizer, max_lr, nameof(max_lr));
                        period = (double)step_size_up + (step_size_down == -1 ? step_size_up : step_size_down);
                        rising = step_size_up / period;
                        (scale, scaleByCycle) = (scale_fn, mode) switch
                        {
                            (not null, _) => (scale_fn, scale_mode == ScaleMode.Cycle),
                            (null, Mode.Triangular) => (_ => 1.0, true),
                            (null, Mode.Triangular2) => (cycle => 1 / Math.Pow(2, cycle - 1), true),
                            (null, Mode.ExpRange) => (batch => Math.Pow(gamma, batch), false),
                            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, $"There is no mode {mode}.")
                        };
                        if (cycle_momentum)
                        {
                            momenta = new MomentumCycle(
                                Groups,
                                PerGroup(optimizer, base_momentum ?? PerGroup(optimizer, 0.8), nameof(base_momentum)),
                                PerGroup(optimizer, max_momentum ?? PerGroup(optimizer, 0.9), nameof(max_momentum)));
                        }

                        Begin();
                    }

                    /// <summary>How the height of the cycles changes.</summary>
                    public enum Mode
                    {
                        /// <summary>All cycles are alike.</summary>
                        Triangular,

                        /// <summary>Each cycle is half as high as the one before.</summary>
                        Triangular2,

                        /// <summary>The height shrinks by the factor gamma with each batch.</summary>
                        ExpRange
                    }

                    /// <summary>What a scaling function is a function of.</summary>
                    public enum ScaleMode
                    {
                        /// <summary>The number of the cycle, from 1.</summary>
                        Cycle,

                        /// <summary>The number of batches since the start.</summary>
                        Iterations
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        var cycle = Math.Floor(1 + epoch / period);
                        var within = 1 + epoch / period - cycle;
                        var height = within <= rising ? within / rising : (within - 1) / (rising - 1);
                        var factor = scale(scaleByCycle ? cycle : epoch);
                        for (var i = 0; i < lowest.Count && momenta is not null; i++)
                            momenta.Set(i, momenta.Largest[i] - (momenta.Largest[i] - momenta.Smallest[i]) * height * factor);
                        return lowest.Zip(highest, (low, high) => low + (high - low) * height * factor);
                    }
                }
            }
        }
    }
}
