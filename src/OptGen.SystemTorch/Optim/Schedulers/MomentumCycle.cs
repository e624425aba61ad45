namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>The momenta of an optimiser's groups, be they called momentum or beta1.</summary>
                private sealed class MomentumCycle
                {
                    private readonly IReadOnlyList<ILearningRateController> groups;

                    public MomentumCycle(IReadOnlyList<ILearningRateController> groups, IReadOnlyList<double> smallest, IReadOnlyList<double> largest)
                    {
                        this.groups = groups;
                        Smallest = smallest;
                        Largest = largest;
                        for (var i = 0; i < groups.Count; i++)
                        {
                            if (groups[i] is not (IMomentum or IBetas))
                            {
                                throw new ArgumentException(
                                    $"Group {i} of the optimiser has no momentum to cycle: pass cycle_momentum: false, or use an optimiser with a momentum or betas.");
                            }
                        }
                    }

                    public IReadOnlyList<double> Smallest { get; }

                    public IReadOnlyList<double> Largest { get; }

                    public void Set(int group, double momentum)
                    {
                        if (groups[group] is IBetas betas) betas.Betas = (momentum, betas.Betas.Item2);
                        else ((IMomentum)groups[group]).Momentum = momentum;
                    }
                }
            }
        }
    }
}
