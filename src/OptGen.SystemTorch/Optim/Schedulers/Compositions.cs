namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Steps several schedulers of one optimiser at a time; each changes what the ones before have set.</summary>
                public class ChainedLR : LRScheduler
                {
                    private readonly LRScheduler[] schedulers;

                    /// <summary>Makes the chain. Its schedulers have set the first rates already.</summary>
                    /// <param name="schedulers">The schedulers, in order; at least one.</param>
                    /// <exception cref="ArgumentException">There is none, or they are of different optimisers.</exception>
                    public ChainedLR(IEnumerable<LRScheduler> schedulers)
                    {
                        this.schedulers = All(schedulers);
                        Owner = this.schedulers[0].Owner;
                        if (!this.schedulers.All(scheduler => ReferenceEquals(scheduler.Owner, Owner)))
                            throw new ArgumentException("The schedulers of a chain must all be of one optimiser.", nameof(schedulers));
                        lastRates = Rates();
                    }

                    /// <summary>Steps every scheduler.</summary>
                    public override void step() => Advance(null);

                    private protected override void Advance(int? target)
                    {
                        _step_count++;
                        foreach (var scheduler in schedulers) scheduler.step(target);
                        lastRates = Rates();
                    }
                }

                /// <summary>Uses one scheduler after another: each from its milestone on.</summary>
                public class SequentialLR : LRScheduler
                {
                    private readonly LRScheduler[] schedulers;
                    private readonly int[] milestones;

                    /// <summary>
                    /// Makes the sequence, sets the rates back to the initial ones and takes the first step of the first scheduler.
                    /// </summary>
                    /// <param name="optimizer">The optimiser.</param>
                    /// <param name="schedulers">The schedulers, in order; at least one.</param>
                    /// <param name="milestones">The epochs at which the second and each further one begins, rising.</param>
                    /// <param name="last_epoch">The last epoch of the training to resume; -1 for a new one.</param>
                    /// <exception cref="ArgumentException">There is not one milestone less than schedulers, they do not rise, or a scheduler is of another optimiser.</exception>
                    public SequentialLR(Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones, int last_epoch = -1)
                        : base(optimizer, last_epoch + 1)
                    {
                        ArgumentNullException.ThrowIfNull(milestones);
                        this.schedulers = All(schedulers);
                        this.milestones = milestones.ToArray();
                        if (!this.schedulers.All(scheduler => ReferenceEquals(scheduler.Owner, optimizer)))
                            throw new ArgumentException("The schedulers of a sequence must all be of its own optimiser.", nameof(schedulers));
                        if (this.milestones.Length != this.schedulers.Length - 1)
                        {
                            throw new ArgumentException(
                                $"{this.schedulers.Length} schedulers need {this.schedulers.Length - 1} milestones between them, not {this.milestones.Length}.", nameof(milestones));
                        }

                        for (var i = 1; i < this.milestones.Length; i++)
                        {
                            if (this.milestones[i] <= this.milestones[i - 1])
                                throw new ArgumentException($"The milestones must rise, but {this.milestones[i]} follows {this.milestones[i - 1]}.", nameof(milestones));
                        }

                        foreach (var group in Groups) group.LearningRate = group.InitialLearningRate;
                        foreach (var scheduler in this.schedulers) scheduler.Rewind();
                        this.schedulers[0].step();
                        lastRates = Rates();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        var current = milestones.Count(milestone => milestone <= epoch);
                        if (current > 0 && milestones[current - 1] == epoch) schedulers[current].step(0);
                        else schedulers[current].step();
                        return Rates();
                    }
                }

                private static LRScheduler[] All(IEnumerable<LRScheduler> schedulers)
                {
                    ArgumentNullException.ThrowIfNull(schedulers);
                    var all = schedulers.ToArray();
                    if (all.Length == 0 || all.Contains(null))
                        throw new ArgumentException("At least one scheduler is needed, and none may be null.", nameof(schedulers));
                    return all;
                }
            }
        }
    }
}
