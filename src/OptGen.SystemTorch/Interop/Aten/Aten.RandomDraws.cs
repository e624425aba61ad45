namespace OptGen.SystemTorch.Interop;

/// <summary>Random draws.</summary>
internal static partial class Aten
{
    public static readonly Operator _sample_dirichlet = new("_sample_dirichlet");

    public static readonly Operator _standard_gamma = new("_standard_gamma");

    public static readonly Operator bernoulli = new("bernoulli");

    public static readonly Operator bernoulli__Tensor = new("bernoulli_", "Tensor");

    public static readonly Operator bernoulli__float = new("bernoulli_", "float");

    public static readonly Operator binomial = new("binomial");

    public static readonly Operator cauchy_ = new("cauchy_");

    public static readonly Operator exponential_ = new("exponential_");

    public static readonly Operator geometric_ = new("geometric_");

    public static readonly Operator log_normal_ = new("log_normal_");

    public static readonly Operator multinomial = new("multinomial");

    public static readonly Operator normal_Tensor_Tensor = new("normal", "Tensor_Tensor");

    public static readonly Operator normal_ = new("normal_");

    public static readonly Operator poisson = new("poisson");

    public static readonly Operator random__from = new("random_", "from");

    public static readonly Operator uniform_ = new("uniform_");
}
