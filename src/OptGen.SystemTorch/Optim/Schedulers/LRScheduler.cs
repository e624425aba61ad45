namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Rules that change an optimiser's learning rates as training goes on. The values are PyTorch's.</summary>
        public static partial class lr_scheduler
        {
            /// <summary>
            /// The base of schedulers: counts the steps and writes a learning rate into each group of the optimiser.
            /// </summary>
            /// <remarks>
            /// Call <see cref="step()"/> after the optimiser's step: once per epoch, or per batch, as the schedule was meant. The constructor of a
            /// scheduler takes the step to epoch 0, which sets the first rates. The rates a schedule starts from are the groups'
            /// <see cref="ILearningRateController.InitialLearningRate"/>.
            /// </remarks>
            public abstract class LRScheduler
            {
                /// <summary>How many steps were taken, the constructor's included.</summary>
                protected int _step_count;

                private protected int epoch = -1;
                private protected IList<double> baseRates = [];
                private protected IList<double> lastRates = [];
                private readonly bool verbose;

                /// <summary>Makes a scheduler without an optimiser of its own, which must override <see cref="step()"/>.</summary>
                protected LRScheduler()
                {
                }

                /// <summary>Makes a scheduler of an optimiser. A derived constructor calls <see cref="step()"/> at its end.</summary>
                /// <param name="optimizer">The optimiser.</param>
                /// <param name="last_epoch">The last epoch of the training to resume; -1 for a new one.</param>
                /// <param name="verbose">Whether to write each change to the console.</param>
                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    ArgumentOutOfRangeException.ThrowIfLessThan(last_epoch, -1);
                    Owner = optimizer;
                    epoch = last_epoch;
                    this.verbose = verbose;
                    baseRates = optimizer.ParamGroups.Select(group => group.InitialLearningRate).ToList();
                    lastRates = Rates();
                }

                internal Optimizer? Owner { get; private protected init; }

                private protected IReadOnlyList<ILearningRateController> Groups => Optimizer.ParamGroups.ToList();

                private protected Optimizer Optimizer => Owner
                    ?? throw new InvalidOperationException($"{GetType().Name} has no optimiser; a scheduler made without one must override step().");

                /// <summary>Goes on to the next epoch.</summary>
                public virtual void step() => Advance(null);

                /// <summary>Goes on to a given epoch, or for null to the next.</summary>
                public virtual void step(int? epoch) => Advance(epoch);

                /// <summary>
                /// Goes on to a given epoch, or for null to the next, after a measurement, which most schedules do not look at.
                /// </summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                /// <summary>The learning rates of all groups as of the last step.</summary>
                public IEnumerable<double> get_last_lr() => lastRates;

                /// <summary>The learning rates of the epoch that has begun, from those of the one before. Called once per step.</summary>
                protected virtual IEnumerable<double> get_lr() => Rates();

                /// <summary>
                /// The learning rates of the epoch that has begun, whatever came before. Called where the epoch was given.
                /// </summary>
                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();

                /// <summary>Takes the step to the first epoch, where a constructor is done.</summary>
                private protected void Begin() => Advance(null);

                private protected virtual void Advance(int? target)
                {
                    _step_count++;
                    epoch = target ?? epoch + 1;
                    var rates = (target is null ? get_lr() : get_closed_form_lr()).ToList();
                    var groups = Groups;
                    for (var i = 0; i < Math.Min(rates.Count, groups.Count); i++)
                    {
                        groups[i].LearningRate = rates[i];
                        if (!(i < lastRates.Count && lastRates[i] == rates[i])) Tell(i, rates[i]);
                    }

                    lastRates = Rates();
                }

                private protected void Tell(int group, double rate)
                {
                    if (verbose) Console.WriteLine($"Epoch {epoch}: learning rate of group {group} set to {rate:g6}.");
                }

                private protected List<double> Rates() => Optimizer.ParamGroups.Select(group => group.LearningRate).ToList();

                /// <summary>The current rates, each times a factor.</summary>
                private protected IEnumerable<double> RatesTimes(double factor) => Rates().Select(rate => rate * factor);

                /// <summary>Steps one epoch back and forgets the steps: what a scheduler that takes over this one needs.</summary>
                internal void Rewind()
                {
                    epoch--;
                    _step_count = 0;
                }

                /// <summary>A setting for each group.</summary>
                /// <exception cref="ArgumentException">There are not as many as groups.</exception>
                private protected static List<T> PerGroup<T>(Optimizer optimizer, IEnumerable<T> values, string name)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    ArgumentNullException.ThrowIfNull(values, name);
                    var list = values.ToList();
                    var groups = optimizer.ParamGroups.Count();
                    if (list.Count != groups)
                        throw new ArgumentException($"{name} has {list.Count} entries, but the optimiser has {groups} groups of parameters.", name);
                    return list;
                }

                private protected static List<T> PerGroup<T>(Optimizer optimizer, T value)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    return Enumerable.Repeat(value, optimizer.ParamGroups.Count()).ToList();
                }
            }
        }
    }
}
