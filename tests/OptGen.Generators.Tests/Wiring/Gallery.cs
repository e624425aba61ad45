namespace OptGen.Generators.Tests.Wiring;

/// <summary>The recurrences that the notation is held against.</summary>
internal static class Gallery
{
    public const string GradientDescent = "x_<k+1> = x_k - b*T(x_k)";
    public const string HeavyBall = "x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)";
    public const string Nesterov = "y_k = x_k + (k/(k+3))*(x_k - x_<k-1>);  x_<k+1> = y_k - b*T(y_k)";
    public const string ConstantNesterov = "y_k = x_k + a*(x_k - x_<k-1>);  x_<k+1> = y_k - b*T(y_k)";
    public const string Apg = "y_<k+1> = (1+a)*(y_k - b*T(y_k)) - a*(y_<k-1> - b*T(y_<k-1>))";
    public const string AgdFull = "y_<k+1> = y_k - sum[j=0..k](h_<k+1,j>*T(y_j))";
    public const string Optimistic = "x_<k+1> = x_k - 2*b*T(x_k) + b*T(x_<k-1>)";
    public const string AdamsBashforth2 = "x_<k+1> = x_k - 3/2*b*T(x_k) + 1/2*b*T(x_<k-1>)";
    public const string AdamsBashforth3 = "x_<k+1> = x_k - b*(23/12*T(x_k) - 16/12*T(x_<k-1>) + 5/12*T(x_<k-2>))";
    public const string Ladmm = "z_<k+1> = (z_k + y_k - T1(z_k) - l_k)/2\ny_<k+1> = (y_k + z_<k+1> - T2(y_k) + l_k)/2\nl_<k+1> = l_k + z_<k+1> - y_<k+1>";
    public const string MomentumNet = "v_<k+1> = g*v_k + (1-g)*T(x_k);  x_<k+1> = x_k + v_<k+1>";
    public const string LmResNet = "x_<k+1> = (1-c_k)*x_k + c_k*x_<k-1> + T(x_k)";
    public const string Extragradient = "u_k = x_k - b*T(x_k);  x_<k+1> = x_k - b*T_k(u_k)";
    public const string Pdhg = "u_<k+1> = proxF[s](u_k + s*K(z_k));  x_<k+1> = proxG[t](x_k - t*K^T(u_<k+1>));  z_<k+1> = x_<k+1> + w*(x_<k+1> - x_k)";
    public const string Lista = "x_<k+1> = soft(x_k - W(A(x_k) - y), s_k)";
    public const string ProximalPoint = "x_<k+1> = x_k - b*T(x_<k+1>)";
    public const string AdamsMoulton2 = "x_<k+1> = x_k - b/2*(T(x_<k+1>) + T(x_k))";
    public const string Bdf2 = "x_<k+1> = 4/3*x_k - 1/3*x_<k-1> - 2/3*b*T(x_<k+1>)";
    public const string Equilibrium = "z = T(z, u)";
    public const string Unstable = "x_<k+1> = -4*x_k + 5*x_<k-1> + b*(4*T(x_k) + 2*T(x_<k-1>))";
    public const string NotConsistent = "x_<k+1> = T(x_k) + x_k - x_<k-1>";
    public const string Leapfrog = "x_<k+1> = x_<k-1> - 2*b*T(x_k)";
    public const string DouglasRachford = "u_k = proxF[b](z_k); v_k = proxG[b](2*u_k - z_k); z_<k+1> = z_k + v_k - u_k";
    public const string DavisYin = "u_k = proxF[b](z_k); v_k = proxG[b](2*u_k - z_k - b*H(u_k)); z_<k+1> = z_k + v_k - u_k";
    public const string ProximalGradient = "x_<k+1> = x_k - b*T1(x_k) - b*T2(x_<k+1>)";
    public const string RungeKutta4 = """
        p_k = T(x_k)
        q_k = T_k(x_k - b/2*p_k)
        r_k = T_k(x_k - b/2*q_k)
        s_k = T_k(x_k - b*r_k)
        x_<k+1> = x_k - b/6*(p_k + 2*q_k + 2*r_k + s_k)
        """;
    public const string Kutta3 = "p_k = T(x_k); q_k = T_k(x_k - b/2*p_k); r_k = T_k(x_k + b*p_k - 2*b*q_k); x_<k+1> = x_k - b/6*(p_k + 4*q_k + r_k)";
    public const string Nested3 = "x_<k+1> = x_k - b*T_k(x_k - b/2*T_k(x_k - b/3*T(x_k)))";
    public const string Midpoint = "u_k = x_k - b/2*T(x_k);  x_<k+1> = x_k - b*T_k(u_k)";
    public const string ImplicitMidpoint = "x_<k+1> = x_k - b*T((x_k + x_<k+1>)/2)";
    public const string ImplicitFista = "y_k = x_k + a_k*(x_k - x_<k-1>); x_<k+1> = y_k - b*T1(y_k) - b*T2(x_<k+1>)";
}
