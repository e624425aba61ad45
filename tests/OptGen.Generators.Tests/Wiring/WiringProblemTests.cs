using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Generators.Tests.Wiring;

public class WiringProblemTests
{
    [Theory]
    [InlineData("x_<k+1> = [|x_<k+2>|]", ProblemKind.ReadsFuture, "x_<k+2> reads the future: in layer k the newest iterate of x is x_<k+1>.", null)]
    [InlineData("y_k = x_k; x_<k+1> = y_k + [|y_<k+1>|]", ProblemKind.ReadsFuture, "y_<k+1> reads the future: in layer k the newest iterate of y is y_k.", null)]
    [InlineData("x_<k+1> = x_k + [|x_L|]", ProblemKind.ReadsFuture, "x_L is known only after the last layer; out = … may read it.", null)]
    [InlineData("x_<k+1> = x_k - T([|y_k|]); y_k = x_k", ProblemKind.ReadBeforeDefinition, "y_k is computed by a later line; move that line above this one.", null)]
    [InlineData("x_<k+1> = x_k; [|x_<k+1>|] = T(x_k)", ProblemKind.DuplicateEquation, "x is already defined by another line; a state has one equation.", null)]
    [InlineData("x_<k+1> = x_k; [|x_k|] = T(x_k)", ProblemKind.DuplicateEquation, "x is already defined by another line; a state has one equation.", null)]
    [InlineData("x_0 = a(u); x_<k+1> = x_k; [|x_0|] = b(u)", ProblemKind.DuplicateEquation, "x_0 is given twice; keep one of the lines.", null)]
    [InlineData("x_<k+1> = x_k; out = x_L; [|out|] = h(x_L)", ProblemKind.DuplicateEquation, "out is defined twice; keep one of the lines.", null)]
    [InlineData("x_<k+1> = x_k - T(x_k); [|v_<k+1>|] = v_k + T(x_k)", ProblemKind.UnusedState, "v is computed, but what forward returns does not depend on it; read it or remove it.", null)]
    [InlineData("x_<k+1> = a*x_k - [|a|](x_k)", ProblemKind.ConflictingUse, "a is used as an operator here and as a coefficient before; give one of them another name.", null)]
    [InlineData("x_<k+1> = [|x(k+1)|]", ProblemKind.ConflictingUse, "x is a state and cannot be applied; an iterate is x_<k+1>, a product needs *.", null)]
    [InlineData("x_<k+1> = T(x_k) + [|T(x_k, u)|]", ProblemKind.OperatorArity, "T is applied to 2 tensors here and to 1 tensor before; an operator is always applied to as many.", null)]
    [InlineData("x_<k+1> = p[s](x_k) + [|p(x_k)|]", ProblemKind.OperatorArity, "p is applied to 1 tensor here and to 1 tensor and 1 parameter before; an operator is always applied to as many.", null)]
    [InlineData("x_<-1> = s(u); x_<k+1> = x_k - T([|x_<k-2>|])", ProblemKind.HistoryDeeperThanInitialValues, "This reads x_<-2> in layer 0, but x is given down to x_<-1> only; give x_<-2> too.", null)]
    [InlineData("x_<k+1> = x_k - T([|x|])", ProblemKind.MissingIndex, "x is a state and needs an index: write x_k.", "x_<k+1> = x_k - T(x_k)")]
    [InlineData("[|x|] = x_k - T(x_k)", ProblemKind.MissingIndex, "x is a state and needs an index: write x_<k+1>.", "x_<k+1> = x_k - T(x_k)")]
    [InlineData("x_<k+1> = x_k; out = h([|x|])", ProblemKind.MissingIndex, "x is a state and needs an index: write x_L.", "x_<k+1> = x_k; out = h(x_L)")]
    [InlineData("[|x_<-2>|] = s(u); x_<k+1> = x_k", ProblemKind.InitialValueGap, "x_<-2> is given, but x_<-1> is not; first iterates are given without gaps.", null)]
    [InlineData("x_<k+1> = x_k; [|z|] = T(z)", ProblemKind.MixedIndexing, "z has no index, but other states have: a system has layers, with indices, or is an equilibrium, without any.", null)]
    [InlineData("x_<k+1> = x_k + [|a_k|]", ProblemKind.UndefinedState, "a_k is read as an iterate, but no line defines a.", null)]
    [InlineData("vel_<k+1> = vel_k - T(x_k); x_<k+1> = x_k + [|vle_<k+1>|]", ProblemKind.UndefinedState, "vle_<k+1> is read as an iterate, but no line defines vle; did you mean vel?", "vel_<k+1> = vel_k - T(x_k); x_<k+1> = x_k + vel_<k+1>")]
    [InlineData("x_<k+1> = x_k + [|0.5|]", ProblemKind.ScalarWhereTensorExpected, "0.5 is a scalar, but a tensor is needed here.", null)]
    [InlineData("x_<k+1> = x_k/[|T(x_k)|]", ProblemKind.TensorWhereScalarExpected, "T(x_k) is a tensor, but a scalar is needed here.", null)]
    [InlineData("x_<k+1> = [|x_k^2|]*T(x_k)", ProblemKind.TensorWhereScalarExpected, "x_k^2 is a power of a tensor; write it as a product, x_k*x_k.", "x_<k+1> = (x_k*x_k)*T(x_k)")]
    [InlineData("x_<k+1> = S([|(x_k - T(x_k))^2|])", ProblemKind.TensorWhereScalarExpected, "(x_k - T(x_k))^2 is a power of a tensor; write it as a product, (x_k - T(x_k))*(x_k - T(x_k)).", "x_<k+1> = S(((x_k - T(x_k))*(x_k - T(x_k))))")]
    [InlineData("x_<k+1> = x_k - [|T(x_k)^3|]", ProblemKind.TensorWhereScalarExpected, "T(x_k)^3 is a power of a tensor; write it as a product.", null)]
    [InlineData("x_<k+1> = x_k*([|x_k - x_k|])", ProblemKind.AlwaysZero, "x_k - x_k is always zero; what it is made of cancels.", null)]
    [InlineData("x_<k+1> = x_k - sum[j=0..k]([|x_k*T(x_j)|])", ProblemKind.InvalidSumBody, "x_k*T(x_j) would be evaluated anew for each pair of layers; inside a sum an operator's application depends on the sum's variable or on the layer, not on both.", null)]
    [InlineData("x_<k+1> = x_k - T([|2|])", ProblemKind.ScalarWhereTensorExpected, "2 is a scalar, but a tensor is needed here.", null)]
    [InlineData("x_<k+1> = x_k*T(x_k) + [|a_k|]", ProblemKind.UndefinedState, "a_k is read as an iterate, but no line defines a.", null)]
    [InlineData("[|x_<k+2>|] = x_<k+1>", ProblemKind.InvalidTargetIndex, "A line defines a state at k or k+1; shift this one so that it begins with x_<k+1>.", null)]
    [InlineData("[|x_3|] = s(u); x_<k+1> = x_k", ProblemKind.InvalidTargetIndex, "Only the first iterates are given by number, at 0 or below; x_3 is computed by layer 2.", null)]
    [InlineData("x_<k+1> = x_k; [|x_L|] = x_0", ProblemKind.InvalidTargetIndex, "What the last layer computes cannot be set; define what forward returns with out = ….", null)]
    [InlineData("[|y_0|] = s(u); y_k = x_k; x_<k+1> = y_k", ProblemKind.InvalidTargetIndex, "y_0 is computed by layer 0; give y_<-1> instead.", null)]
    [InlineData("[|z_0|] = s(u); z = T(y, u); y = S(z)", ProblemKind.InvalidTargetIndex, "z is computed from other states and not solved for, so z_0 would have no effect; remove it.", null)]
    [InlineData("z_0 = [|z|]; z = T(z, u)", ProblemKind.UndefinedIterate, "z is not known where the solve begins; begin it from an input, such as z_0 = stem(u), or from 0.", null)]
    [InlineData("z_0 = s(u); [|z|] = T(z)", ProblemKind.NoInitialValue, "An equilibrium depends on an input; read one on the right, such as u in z = T(z, u).", null)]
    [InlineData("z_0 = s(u); z = T(z, u); [|z_0|] = u", ProblemKind.DuplicateEquation, "z_0 is given twice; keep one of the lines.", null)]
    [InlineData("x_<k+1> = x_k - sum[j=2..k+1](0.1*T([|x_j|]))", ProblemKind.InvalidSumRange, "This layer is solved for x_<k+1>, which the sum does not reach in layer 0; let the sum begin at 0, or write the term with x_<k+1> on its own.", null)]
    [InlineData("x_<k+1> = x_k - sum[j=0..k-1](0.1*T([|x_<j+2>|]))", ProblemKind.InvalidSumRange, "This layer is solved for x_<k+1>, which the sum does not reach in layer 0; let the sum begin at 0, or write the term with x_<k+1> on its own.", null)]
    [InlineData("x_<k+1> = x_k + [|x_2|]", ProblemKind.UndefinedIterate, "Only the first iterates, at 0 or below, are read by number; x_2 is computed by layer 1.", null)]
    [InlineData("y_k = x_k; x_<k+1> = y_k; out = [|y_L|]", ProblemKind.UndefinedIterate, "y_L is never computed: the last iterate of y is y_<L-1>.", "y_k = x_k; x_<k+1> = y_k; out = y_<L-1>")]
    [InlineData("z_0 = e(u); x_<k+1> = x_k + [|z_k|]", ProblemKind.UndefinedIterate, "z_k is read, but z is only given at the start and no line computes z_<k+1>; read z_0 or add that line.", null)]
    [InlineData("x_<k+1> = x_k - sum[j=[|k..0|]](T(x_j))", ProblemKind.InvalidSumRange, "A sum cannot run over k..0: its upper bound is k plus a number.", null)]
    [InlineData("x_<k+1> = x_k - sum[j=[|-1..k|]](T(x_j))", ProblemKind.InvalidSumRange, "A sum cannot run over -1..k: there is no layer before 0, so it begins at 0 or later.", null)]
    [InlineData("x_<k+1> = x_k - sum[j=[|k..k-1|]](T(x_j))", ProblemKind.InvalidSumRange, "A sum cannot run over k..k-1: this range is empty.", null)]
    [InlineData("x_<k+1> = x_k - sum[j=[|L-2..k|]](T(x_j))", ProblemKind.InvalidSumRange, "A sum cannot run over L-2..k: its lower bound is a number or counts from the same end as its upper one.", null)]
    [InlineData("x_<k+1> = x_k - [|sum[j=0..k](j)|]*T(x_k)", ProblemKind.InvalidSumRange, "A sum of scalars runs between two numbers; compute a longer one as a coefficient.", null)]
    [InlineData("x_<k+1> = x_k - sum[j=0..k](T([|x_<k+j>|]))", ProblemKind.InvalidSumBody, "In this sum an iterate's index is j, k-j or L-j plus a number, or has no j; x_<k+j> has another.", null)]
    [InlineData("t_<k+1> = 1/(k+1); x_<k+1> = x_k - [|t_0|]*T(x_k) - t_<k+1>*S(x_k)", ProblemKind.NoInitialValue, "This needs t_0, which no line gives, and a number has no zeros to begin with; write t_0 = 1 or another number.", null)]
    [InlineData("z_0 = e(u); x_<k+1> = x_k + z_0 + [|z_<-1>|]", ProblemKind.UndefinedIterate, "z_<-1> is read, but no line gives it.", null)]
    [InlineData("x_0 = [|x_L|]; x_<k+1> = x_k - T(x_k)", ProblemKind.UndefinedIterate, "x_L is not known before the first layer; a first iterate reads others at 0 or below.", null)]
    [InlineData("x_<k+1> = x_k - sum[j=0..k]([|T_k(x_j)|])", ProblemKind.InvalidSumBody, "T_k(x_j) would be evaluated anew for each pair of layers; inside a sum an operator's application depends on the sum's variable or on the layer, not on both.", null)]
    [InlineData("x_<k+1> = x_k - sum[j=[|0..900|]](j*T(x_k))", ProblemKind.TooLarge, "A sum between numbers has at most 256 terms; this one has 901.", null)]
    [InlineData("x_<k+1> = x_k/([|1 - 1|])", ProblemKind.DivisionByZero, "1 - 1 is zero, and something is divided by it.", null)]
    [InlineData("[|x_0|] = s(u)", ProblemKind.NoUpdate, "No equation computes a state from layer to layer; add one such as x_<k+1> = x_k - T(x_k).", null)]
    [InlineData("x_<k+1> = x_k + [|b*u|]", ProblemKind.AmbiguousName, "b*u stands where a tensor is needed, but nothing says which name in it is an input; declare the inputs.", null)]
    [InlineData("x_<k+1> = T(x_k, u) + [|u_k|]", ProblemKind.InvalidInput, "u is an input, which is one tensor and has no index.", "x_<k+1> = T(x_k, u) + u")]
    [InlineData("x_<k+1> = a*x_k + [|a_k|]*T(x_k)", ProblemKind.CoefficientIndices, "a has 1 index here and no index before; a coefficient always has as many.", null)]
    [InlineData("x_0 = [|x_k|]; x_<k+1> = x_k", ProblemKind.LayerNumberOutsideLayers, "k is the number of a layer and has no value before the first one; use a number.", null)]
    [InlineData("x_<k+1> = x_k; out = h([|x_k|])", ProblemKind.LayerNumberOutsideLayers, "k is the number of a layer and has no value after the last one; use L.", "x_<k+1> = x_k; out = h(x_L)")]
    [InlineData("v_0 = 0*([|K(x_0) + x_0|]); v_<k+1> = v_k + K(x_k); x_<k+1> = x_k - S(v_k)", ProblemKind.ZerosOfSeveral, "The zeros take their shape from one tensor, and K(x_0) + x_0 is made of several or of none; keep the one that has the shape, as in 0*K(x_0).", null)]
    [InlineData("v_0 = 0*([|x_0 - x_0|]); v_<k+1> = v_k + K(x_k); x_<k+1> = x_k - S(v_k)", ProblemKind.ZerosOfSeveral, "The zeros take their shape from one tensor, and x_0 - x_0 is made of several or of none; keep the one that has the shape, as in 0*K(x_0).", null)]
    [InlineData("v_0 = [|0*K(x_0)/2|]; v_<k+1> = v_k + K(x_k); x_<k+1> = x_k - S(v_k)", ProblemKind.AlwaysZero, "0*K(x_0)/2 is always zero; what it is made of cancels. Zeros to begin with are 0, or 0*K(x_0) for those of the shape of K(x_0).", null)]
    [InlineData("x_<k+1> = [|x^k|]", ProblemKind.MissingIndex, "x is a state, whose iterates have an index: write x_k.", "x_<k+1> = x_k")]
    [InlineData("x_<k+1> = x_k - T(x_k) + [|x^(k-1)|]", ProblemKind.MissingIndex, "x is a state, whose iterates have an index: write x_<k-1>.", "x_<k+1> = x_k - T(x_k) + x_<k-1>")]
    [InlineData("t_<k+1> = (1 + sqrt(1 + 4*[|t_k|]^2))/2; x_<k+1> = x_k - t_<k+1>*T(x_k)", ProblemKind.NoInitialValue, "This needs t_0, which no line gives, and a number has no zeros to begin with; write t_0 = 1 or another number.", null)]
    [InlineData("c_k = 0.5*[|c_<k-1>|] + 1; x_<k+1> = x_k - c_k*T(x_k)", ProblemKind.NoInitialValue, "This needs c_<-1>, which no line gives, and a number has no zeros to begin with; write c_<-1> = 1 or another number.", null)]
    [InlineData("c_k = k/(k+3); x_<k+1> = x_k - [|c_0|]*T(x_k) - c_k*x_k", ProblemKind.UndefinedIterate, "c_0 is computed by layer 0 and cannot be read by number; only iterates below 0 can.", null)]
    [InlineData("x_<k+1> = x_k - [|c_k|]*T(x_k); c_k = k/(k+3)", ProblemKind.ReadBeforeDefinition, "c_k is computed by a later line; move that line above this one.", null)]
    [InlineData("t_0 = 1; c_k = t_k/[|t_<k+1>|]; t_<k+1> = 2*t_k^2; x_<k+1> = x_k - c_k*T(x_k)", ProblemKind.ReadBeforeDefinition, "t_<k+1> is computed by a later line; move that line above this one.", null)]
    [InlineData("t_0 = 1; t_<k+1> = t_k + sqrt([|t_<k+1>|]); x_<k+1> = x_k - t_k*T(x_k)", ProblemKind.ReadBeforeDefinition, "t_<k+1> stands on both sides, and numbers are computed, not solved for; read an earlier value here.", null)]
    [InlineData("c_k = 1/[|d_k|]; d_k = 1/c_k; x_<k+1> = x_k - c_k*T(x_k)", ProblemKind.ReadBeforeDefinition, "d_k is computed by a later line; move that line above this one.", null)]
    [InlineData("t_0 = 1; [|t_<k+1>|] = t_k^2/2; x_<k+1> = x_k - T(x_k)", ProblemKind.UnusedState, "t is computed, but no line of tensors depends on it; read it or remove it.", null)]
    [InlineData("[|t_0|] = 2*t_<-1>; t_<-1> = t_0/2; t_<k+1> = sqrt(t_k); x_<k+1> = x_k - t_k*T(x_k)", ProblemKind.ReadBeforeDefinition, "t_0 is given in terms of itself; begin it with a number.", null)]
    [InlineData("[|c_0|] = 1; c_k = 1/(k+1); x_<k+1> = x_k - c_k*T(x_k)", ProblemKind.InvalidTargetIndex, "c_0 is computed by layer 0; give c_<-1> instead.", null)]
    [InlineData("t_0 = 1; [|t_<-2>|] = 1; t_<k+1> = t_k/2; x_<k+1> = x_k - t_k*T(x_k)", ProblemKind.InitialValueGap, "t_<-2> is given, but t_<-1> is not; first numbers are given without gaps.", null)]
    [InlineData("t_0 = 1; t_<-1> = 1; t_<k+1> = t_k + [|t_<k-2>|]; x_<k+1> = x_k - t_k*T(x_k)", ProblemKind.HistoryDeeperThanInitialValues, "This reads t_<-2> in layer 0, but t is given down to t_<-1> only; give t_<-2> too.", null)]
    [InlineData("t_0 = 1; t_<k+1> = t_k/2; x_<k+1> = x_k - t_k*T(x_k); out = [|t_L|]", ProblemKind.ScalarWhereTensorExpected, "t_L is a number, for the lines of t read no tensor, but a tensor is needed here; multiply one with it.", null)]
    [InlineData("t_0 = 1; t_<k+1> = t_k/2; x_<k+1> = x_k - T([|t_k|])", ProblemKind.ScalarWhereTensorExpected, "t_k is a number, for the lines of t read no tensor, but a tensor is needed here; multiply one with it.", null)]
    [InlineData("t_0 = 1; t_<k+1> = t_k/2; x_<k+1> = x_k - [|t(x_k)|]", ProblemKind.ConflictingUse, "t is a number and cannot be applied; a product needs *.", null)]
    [InlineData("t_0 = 1; t_<k+1> = t_k/2; x_<k+1> = x_k - [|t|]*T(x_k)", ProblemKind.MissingIndex, "t is a state and needs an index: write t_k.", "t_0 = 1; t_<k+1> = t_k/2; x_<k+1> = x_k - t_k*T(x_k)")]
    [InlineData("[|c|] = k/(k+3); x_<k+1> = x_k - c_k*T(x_k)", ProblemKind.MissingIndex, "c is a number that layers compute and needs an index: write c_k, here and where it is read.", "c_k = k/(k+3); x_<k+1> = x_k - c_k*T(x_k)")]
    [InlineData("t_0 = [|1|]; t_<k+1> = t_k + T(x_k); x_<k+1> = x_k - S(t_k)", ProblemKind.ScalarWhereTensorExpected, "1 is a scalar, but a tensor is needed here: t is a tensor, for another line of it reads one.", null)]
    [InlineData("[|t_0|] = 1; t_<k+1> = t_k^2", ProblemKind.NoUpdate, "No equation computes a tensor, for t is a number; add one such as x_<k+1> = x_k - T(x_k).", null)]
    [InlineData("[|t_<k+2>|] = 1 + t_k; x_<k+1> = x_k - t_k*T(x_k)", ProblemKind.InvalidTargetIndex, "A line defines a state at k or k+1; shift this one so that it begins with t_<k+1>.", null)]
    [InlineData("t_0 = 1; t_<k+1> = 2*t_k; x_<k+1> = x_k - T(x_k)/t_k; [|t_<k+1>|] = 3", ProblemKind.DuplicateEquation, "t is already defined by another line; a state has one equation.", null)]
    [InlineData("c = 2/(1 + s); z = c*T(z, u) + [|d|]*u; d = 1/c; out = z", ProblemKind.ReadBeforeDefinition, "d is computed by a later line; move that line above this one.", null)]
    [InlineData("[|c_0|] = 1; c = 2/(1 + s); z = c*T(z, u)", ProblemKind.InvalidTargetIndex, "c is a number and not solved for, so c_0 would have no effect; remove it.", null)]
    [InlineData("z = [|k|]*T(z, u)", ProblemKind.LayerNumberOutsideLayers, "k is the number of a layer, and an equilibrium has no layers.", null)]
    [InlineData("x_<k+1> = [|x_<k+1>|] - T(x_k)", ProblemKind.Undetermined, "x_<k+1> stands on both sides and cancels, so the equation does not determine it; write an earlier iterate here, or an operator of x_<k+1>.", null)]
    [InlineData("z = 2*[|z|] - z + T(u)", ProblemKind.Undetermined, "z stands on both sides and cancels, so the equation does not determine it; write an earlier iterate here, or an operator of z.", null)]
    [InlineData("x_<k+1> = [|x_k - x_k|]", ProblemKind.AlwaysZero, "x_k - x_k is always zero; what it is made of cancels.", null)]
    [InlineData("x_<k+1> = x_k + [|T(x_k - x_k)|]", ProblemKind.AlwaysZero, "T(x_k - x_k) is applied to what is always zero; what its argument is made of cancels.", null)]
    [InlineData("[|z|] = T(z)", ProblemKind.NoInitialValue, "An equilibrium depends on an input; read one on the right, such as u in z = T(z, u).", null)]
    [InlineData("[|y_k|] = x_k; x_<k+1> = T_<k+1>(y_k) + T_k(y_<k-1>)", ProblemKind.NoInitialValue, "y_0 is needed before layer 0 computes it; give y_<-1> a value, such as y_<-1> = 0.", null)]
    [InlineData("[|y_0|] = T(v_0); v_0 = y_0; x_<k+1> = x_k + v_k; y_<k+1> = y_k; v_<k+1> = v_k + y_k", ProblemKind.ReadBeforeDefinition, "y_0 is given in terms of itself; begin it from an input.", null)]
    public void Wire_OneMistake_IsReportedAtItsPlace(string marked, object kind, string message, string? repaired)
    {
        (string text, SourceSpan span) = Marked.Read(marked);

        Problem problem = Assert.Single(Wirer.Wire(text, WiringOptions.Default).Problems);

        Assert.Equal((ProblemKind)kind, problem.Kind);
        Assert.Equal(message, problem.Message);
        Assert.Equal(span.In(text), problem.Span.In(text));
        Assert.Equal(span, problem.Span);
        Assert.Equal(repaired, problem.Correction?.ApplyTo(text));
        if (repaired is not null)
            Assert.Empty(Wirer.Wire(repaired, WiringOptions.Default).Problems);
    }

    [Fact]
    public void Wire_DeclaredInputs_DecideWhatANameIs()
    {
        const string Text = "x_<k+1> = x_k - T(x_k) + b*u";

        Plan plan = Wirer.Wire(Text, WiringOptions.Default with { Inputs = ["u", "x"] }).Plan!;

        Assert.Equal(["u", "x"], plan.Inputs.Select(i => i.Name));
        Assert.Equal("b", Assert.Single(plan.Coefficients).Name);
        Assert.Equal(new AssignStep(0, AffineIndex.At(0), LinearCombination.Of(new InputValue(1))), Assert.Single(plan.Prologue));
    }

    [Fact]
    public void Wire_KnownCoefficient_LeavesTheOtherNameAsInput()
    {
        WiringResult result = Wirer.Wire("x_<k+1> = x_k + b*u", WiringOptions.Default with { Coefficients = ["b"] });

        Assert.Equal(["x", "u"], result.Plan!.Inputs.Select(i => i.Name));
    }

    [Fact]
    public void Wire_FreeDeclaredInput_StartsTheMainState()
    {
        Plan plan = Wirer.Wire(Gallery.Lista, WiringOptions.Default with { Inputs = ["y", "start"] }).Plan!;

        Assert.Equal(new AssignStep(0, AffineIndex.At(0), LinearCombination.Of(new InputValue(1))), plan.Prologue[0]);
    }

    [Fact]
    public void Wire_EveryDeclaredInputIsRead_NothingStartsTheMainState()
    {
        Problem problem = Assert.Single(Wirer.Wire(Gallery.Lista, WiringOptions.Default with { Inputs = ["y"] }).Problems);

        Assert.Equal(ProblemKind.NoInitialValue, problem.Kind);
        Assert.Equal("Nothing starts x: every input is read elsewhere; write x_0 = … or declare an input named x.", problem.Message);
    }

    [Fact]
    public void Wire_DeclaredInputNobodyReads_IsAWarning()
    {
        WiringResult result = Wirer.Wire("x_0 = e(u); x_<k+1> = x_k", WiringOptions.Default with { Inputs = ["u", "v"] });

        Problem problem = Assert.Single(result.Problems);
        Assert.Equal("The input v is declared, but no line reads it and no state starts from it; read it or remove it.", problem.Message);
        Assert.Equal(Severity.Warning, problem.Severity);
        Assert.NotNull(result.Plan);
    }

    [Fact]
    public void Wire_FewerLayersThanHistory_WarnsAtTheDeepestRead()
    {
        const string Text = "x_<k+1> = x_k + a*x_<k-1> + T(x_<k-3>)";

        Problem problem = Assert.Single(Wirer.Wire(Text, WiringOptions.Default with { Layers = 3 }).Problems);

        Assert.Equal(ProblemKind.FewerLayersThanHistory, problem.Kind);
        Assert.Equal("x_<k-3>", problem.Span.In(Text));
        Assert.Equal("With 3 layers this always reads a first iterate of x; it takes 4 layers to read a computed one.", problem.Message);
        Assert.Empty(Wirer.Wire(Text, WiringOptions.Default with { Layers = 4 }).Problems);
    }

    [Fact]
    public void Wire_SeveralMistakes_AreAllReported()
    {
        const string Text = "x_<k+1> = x_<k+2> + w_k - T(y)\ny_k = x_k/0 + 3";

        EquatableArray<Problem> problems = Wirer.Wire(Text, WiringOptions.Default).Problems;

        Assert.Equal(
            [ProblemKind.ReadsFuture, ProblemKind.UndefinedState, ProblemKind.MissingIndex, ProblemKind.DivisionByZero, ProblemKind.ScalarWhereTensorExpected],
            problems.Select(p => p.Kind));
    }

    [Fact]
    public void Wire_DuplicateEquation_PointsAtTheFirst()
    {
        const string Text = "x_<k+1> = x_k\nx_<k+1> = T(x_k)";

        Problem problem = Assert.Single(Wirer.Wire(Text, WiringOptions.Default).Problems);

        Assert.Equal([new SourceSpan(0, 7)], problem.Related);
    }
}
