[Update("x_<k+1> = x_k - b_k*T(x_k) + c*B(u)", Inputs = "x, u")]
public partial class MemberOperator
{
    static readonly double[] b = { 0.5, 0.25, 0.125 };
    readonly double[,] unused = new double[1, 1];
    const double c = 0.1;
    readonly Linear T = Linear(3, 3);
    Linear B { get; } = Linear(3, 3);
}
