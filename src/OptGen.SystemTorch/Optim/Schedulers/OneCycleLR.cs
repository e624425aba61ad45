namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>
                /// Raises the learning rates once and lowers them far below the start, by a little after each batch (Smith and Topin
                /// 2019).
                /// </summary>
                public class OneCycleLR : LRScheduler
                {
                    private readonly int total;
                    private readonly AnnealStrategy shape;
                    private readonly Phase[] phases;
                    private readonly Dictionary<Level, List<double>> rates;
                    private readonly MomentumCycle? momenta;

                    /// <summary>The same highest rate for all groups.</summary>
                    /// <param name="optimizer">The optimiser.</param>
                    /// <param name="max_lr">The highest rate.</param>
                    /// <param name="total_steps">The number of batches in all; or -1, and epochs and steps_per_epoch say it.</param>
                /// <param name="epochs">The number of epochs.</param>
                /// <param name="steps_per_epoch">The number of batches of an epoch.</param>
                /// <param name="pct_start">The share of the batches while which the rate rises; from 0 to 1.</param>
                /// <param name="anneal_strategy">The shape of rise and fall.</param>
                /// <param name="cycle_momentum">Whether the momentum, or beta1, falls while the rate rises.</param>
                /// <param name="base_momentum">The momentum at the highest rate.</param>
                /// <param name="max_momentum">The momentum at the lowest rate.</param>
                /// <param name="div_factor">How many times smaller than the highest the first rate is.</param>
                /// <param name="final_div_factor">How many times smaller than the first the last rate is.</param>
                /// <param name="three_phase">Whether the fall is as long as the rise and ends at the first rate, from where a third phase leads to the last.</param>
                    /// <param name="last_epoch">The last epoch of the training to resume; -1 for a new one.</param>
                /// <param name="verbose">Whether to write each change to the console.</param>
                    public OneCycleLR(
                        Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3,
                        AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true, double base_momentum = 0.85, double max_momentum = 0.95,
                        double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false)
                        : this(
                            optimizer, PerGroup(optimizer, max_lr), total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum,
                            PerGroup(optimizer, base_momentum), PerGroup(optimizer, max_momentum), div_factor, final_div_factor, three_phase, last_epoch, verbose)
                    {
                    }

                    /// <summary>A highest rate for each group.</summary>
                    /// <param name="optimizer">The optimiser.</param>
                    /// <param name="max_lr">The highest rate of each group.</param>
                    /// <param name="total_steps">The number of batches in all; or -1, and epochs and steps_per_epoch say it.</param>
                /// <param name="epochs">The number of epochs.</param>
                /// <param name="steps_per_epoch">The number of batches of an epoch.</param>
                /// <param name="pct_start">The share of the batches while which the rate rises; from 0 to 1.</param>
                /// <param name="anneal_strategy">The shape of rise and fall.</param>
                /// <param name="cycle_momentum">Whether the momentum, or beta1, falls while the rate rises.</param>
                /// <param name="base_momentum">The momentum at the highest rate.</param>
                /// <param name="max_momentum">The momentum at the lowest rate.</param>
                /// <param name="div_factor">How many times smaller than the highest the first rate is.</param>
                /// <param name="final_div_factor">How many times smaller than the first the last rate is.</param>
                /// <param name="three_phase">Whether the fall is as long as the rise and ends at the first rate, from where a third phase leads to the last.</param>
                    /// <param name="last_epoch">The last epoch of the training to resume; -1 for a new one.</param>
                /// <param name="verbose">Whether to write each change to the console.</param>
                    /// <exception cref="ArgumentException">
                    /// The number of batches is not given, a list has not one entry per group, or there is no momentum to cycle.
                    /// </exception>
                    public OneCycleLR(
                        Optimizer optimizer, IEnumerable<double> max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3,
                        AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true, IEnumerable<double>? base_momentum = null,
                        IEnumerable<double>? max_momentum = null, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false,
                        int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        if (!(pct_start is >= 0 and <= 1))
                            throw new ArgumentOutOfRangeException(nameof(pct_start), pct_start, $"pct_start must be from 0 to 1, but is {pct_start}.");
                        total = Total(total_steps, epochs, steps_per_epoch);
                        shape = anneal_strategy;
                        var top = PerGroup(optimizer, max_lr, nameof(max_lr));
                        var first = top.Select(rate => rate / div_factor).ToList();
                        rates = new() { [Level.First] = first, [Level.Top] = top, [Level.Last] = first.Select(rate => rate / final_div_factor).ToList() };
                        phases = three_phase
                            ?
                            [
                                new(pct_start * total - 1, Level.First, Level.Top, MomentumFrom: Level.Top, MomentumTo: Level.First),
                                new(2 * pct_start * total - 2, Level.Top, Level.First, MomentumFrom: Level.First, MomentumTo: Level.Top),
                                new(total - 1, Level.First, Level.Last, MomentumFrom: Level.Top, MomentumTo: Level.Top)
                            ]
                            :
                            [
                                new(pct_start * total - 1, Level.First, Level.Top, MomentumFrom: Level.Top, MomentumTo: Level.First),
                                new(total - 1, Level.Top, Level.Last, MomentumFrom: Level.First, MomentumTo: Level.Top)
                            ];
                        if (cycle_momentum)
                        {
                            momenta = new MomentumCycle(
                                Groups,
                                PerGroup(optimizer, base_momentum ?? PerGroup(optimizer, 0.85), nameof(base_momentum)),
                                PerGroup(optimizer, max_momentum ?? PerGroup(optimizer, 0.95), nameof(max_momentum)));
                        }

                        var groups = Groups;
                        for (var i = 0; i < groups.Count && last_epoch == -1; i++) groups[i].InitialLearningRate = first[i];
                        Begin();
                    }

                    /// <summary>The shape of rise and fall.</summary>
                    public enum AnnealStrategy
                    {
                        /// <summary>Half a cosine.</summary>
                        Cos,

                        /// <summary>A straight line.</summary>
                        Linear
                    }

                    private enum Level
                    {
                        First,
                        Top,
                        Last
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        if (epoch > total)
                            throw new InvalidOperationException($"OneCycleLR was made for {total} steps and cannot take step {epoch + 1}; give the constructor the full number.");
                        double start = 0;
                        var current = 0;
                        while (epoch > phases[current].End && current < phases.Length - 1) start = phases[current++].End;
                        var phase = phases[current];

                        // A phase of a single step is at its end.
                        var share = phase.End == start ? 1 : (epoch - start) / (phase.End - start);
                        for (var i = 0; i < rates[Level.Top].Count && momenta is not null; i++)
                            momenta.Set(i, Between(Momentum(phase.MomentumFrom, i), Momentum(phase.MomentumTo, i), share));
                        return rates[phase.From].Zip(rates[phase.To], (from, to) => Between(from, to, share));
                    }

                    private static int Total(int steps, int epochs, int stepsPerEpoch)
                    {
                        if (steps != -1)
                        {
                            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps, "total_steps");
                            return steps;
                        }

                        if (epochs == -1 || stepsPerEpoch == -1)
                            throw new ArgumentException("OneCycleLR needs the number of batches: give total_steps, or both epochs and steps_per_epoch.");
                        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epochs);
                        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stepsPerEpoch, "steps_per_epoch");
                        return checked(epochs * stepsPerEpoch);
                    }

                    private double Momentum(Level level, int group) => level == Level.Top ? momenta!.Largest[group] : momenta!.Smallest[group];

                    private double Between(double from, double to, double share) => shape == AnnealStrategy.Cos
                        ? to + (from - to) / 2 * (Math.Cos(Math.PI * share) + 1)
                        : (to - from) * share + from;

                    /// <summary>
                    /// A stretch of batches up to <paramref name="End"/>, with the rates and the momenta it leads from and to.
                    /// </summary>
                    private sealed record Phase(double End, Level From, Level To, Level MomentumFrom, Level MomentumTo);
                }
            }
        }
    }
}
