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
                /// Lowers the learning rates when a measurement, such as the validation loss, has not improved for some epochs.
                /// </summary>
                public class ReduceLROnPlateau : LRScheduler
                {
                    private readonly bool smallerIsBetter;
                    private readonly bool relative;
                    private readonly double factor;
                    private readonly double threshold;
                    private readonly double smallestChange;
                    private readonly int patience;
                    private readonly int cooldown;
                    private readonly List<double> lowest;
                    private double best;
                    private int cooling;
                    private int badEpochs;

                    /// <summary>Makes the scheduler; the rates stay as they are.</summary>
                    /// <param name="optimizer">The optimiser.</param>
                    /// <param name="mode">"min" where smaller measurements are better, "max" where larger ones are.</param>
                    /// <param name="factor">What the rates are multiplied by; below 1.</param>
                    /// <param name="patience">How many epochs without improvement are borne; the rates fall at the next.</param>
                    /// <param name="threshold">How much better than the best a measurement must be to count as an improvement.</param>
                    /// <param name="threshold_mode">"rel": the threshold is a share of the best; "abs": it is an amount.</param>
                    /// <param name="cooldown">How many epochs after a change are not counted.</param>
                    /// <param name="min_lr">The lowest rate: one for all groups, or one for each; null for 0.</param>
                    /// <param name="eps">Changes that are not larger than this are not made.</param>
                    /// <param name="verbose">Whether to write each change to the console.</param>
                    public ReduceLROnPlateau(
                        Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4, string threshold_mode = "rel",
                        int cooldown = 0, IList<double>? min_lr = null, double eps = 1e-8, bool verbose = false)
                        : base(optimizer, -1, verbose)
                    {
                        if (!(factor < 1)) throw new ArgumentOutOfRangeException(nameof(factor), factor, $"factor must be below 1, but is {factor}.");
                        smallerIsBetter = mode switch
                        {
                            "min" => true,
                            "max" => false,
                            _ => throw new ArgumentException($"mode must be \"min\" or \"max\", not \"{mode}\".", nameof(mode))
                        };
                        relative = threshold_mode switch
                        {
                            "rel" => true,
                            "abs" => false,
                            _ => throw new ArgumentException($"threshold_mode must be \"rel\" or \"abs\", not \"{threshold_mode}\".", nameof(threshold_mode))
                        };
                        lowest = min_lr switch
                        {
                            null or [] => PerGroup(optimizer, 0.0),
                            [var one] => PerGroup(optimizer, one),
                            _ => PerGroup(optimizer, min_lr, nameof(min_lr))
                        };
                        this.factor = factor;
                        this.patience = patience;
                        this.threshold = threshold;
                        this.cooldown = cooldown;
                        smallestChange = eps;
                        best = smallerIsBetter ? double.PositiveInfinity : double.NegativeInfinity;
                    }

                    /// <summary>Takes in the measurement of an epoch, or for null of the next.</summary>
                    public override void step(double current, int? epoch = null)
                    {
                        _step_count++;
                        base.epoch = epoch ?? base.epoch + 1;
                        if (IsBetter(current))
                        {
                            best = current;
                            badEpochs = 0;
                        }
                        else
                        {
                            badEpochs++;
                        }

                        if (cooling > 0)
                        {
                            cooling--;
                            badEpochs = 0;
                        }

                        if (badEpochs > patience)
                        {
                            Lower();
                            cooling = cooldown;
                            badEpochs = 0;
                        }

                        lastRates = Rates();
                    }

                    /// <summary>Not for this scheduler.</summary>
                    /// <exception cref="InvalidOperationException">Always.</exception>
                    public override void step() => throw NeedsMeasurement();

                    /// <summary>Not for this scheduler.</summary>
                    /// <exception cref="InvalidOperationException">Always.</exception>
                    public override void step(int? epoch) => throw NeedsMeasurement();

                    private static InvalidOperationException NeedsMeasurement() =>
                        new("ReduceLROnPlateau needs the measurement that it watches: call step(double), with a double and not an int.");

                    private bool IsBetter(double current)
                    {
                        if (smallerIsBetter) return current < (relative ? best * (1 - threshold) : best - threshold);
                        return current > (relative ? best * (1 + threshold) : best + threshold);
                    }

                    private void Lower()
                    {
                        var groups = Groups;
                        for (var i = 0; i < Math.Min(groups.Count, lowest.Count); i++)
                        {
                            var rate = Math.Max(groups[i].LearningRate * factor, lowest[i]);
                            if (!(groups[i].LearningRate - rate > smallestChange)) continue;
                            groups[i].LearningRate = rate;
                            Tell(i, rate);
                        }
                    }
                }
            }
        }
    }
}
