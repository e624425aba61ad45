using OptGen.Lowering;
using OptGen.Notation;
using OptGen.Wiring;
using OptGen.Generators.Tests.Wiring;

namespace OptGen.Generators.Tests.Lowering;

/// <summary>Programs, run on numbers, against the meaning of their recurrences.</summary>
public class LoweringTests
{
    private const double Tolerance = 1e-10;

    /// <summary>
    /// Every program has the value of its plan, reads nothing released, writes into nothing that is needed, and releases nothing twice. Those without stages
    /// and solves have the value of their tree too, which knows nothing of plans.
    /// </summary>
    [Fact]
    public void Lower_RandomRecurrences_HaveTheValuesOfPlanAndTree()
    {
        var random = new Random(20240510);
        int count = RandomCases.Long ? 100_000 : 1_000;
        (int planned, int compared, int numbered) = (0, 0, 0);
        for (int i = 0; i < count; i++)
        {
            RandomRecurrence recurrence = RandomRecurrence.Make(random, isStaged: i % 3 == 0, isSolved: i % 4 == 0);
            if (Wirer.Wire(recurrence.Text, recurrence.Wiring).Plan is not { } plan)
                continue;
            planned++;
            numbered += plan.Scalars.Count > 0 ? 1 : 0;
            try
            {
                Check(recurrence, plan, ref compared);
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{recurrence}\n{e}");
            }
        }
        Assert.True(planned > count / 2 && compared > count / 5 && numbered > count / 10, $"Of {count} recurrences {planned} were planned, {numbered} with lines of numbers, and {compared} compared with their trees.");
    }

    /// <summary>A state computed at k that reads itself at k-1 is one computed at k+1 that reads itself at k, with the same modules.</summary>
    [Theory]
    [InlineData("x_k = x_<k-1> - b*T(x_<k-1>)", "x_<k+1> = x_k - b*T(x_k)")]
    [InlineData("x_<-1> = stem(u); x_k = x_<k-1> - b*T(x_<k-1>); out = head(x_<L-1>)", "x_0 = stem(u); x_<k+1> = x_k - b*T(x_k); out = head(x_L)")]
    [InlineData("x_<-1> = u; x_k = x_<k-1> - b*T(x_<k-1> + R(x_<k-1>))", "x_0 = u; x_<k+1> = x_k - b*T(x_k + R(x_k))")]
    [InlineData("x_<-1> = u; x_k = x_<k-1> - S(T(x_<k-1>)) + a*tanh(S(x_<k-1>))", "x_0 = u; x_<k+1> = x_k - S(T(x_k)) + a*tanh(S(x_k))")]
    public void Lower_StateComputedAtItsOwnIndex_EqualsOneComputedAtTheNext(string local, string carried)
    {
        for (int layers = 1; layers < 6; layers++)
        {
            (double expected, List<string> expectedApplications) = Run(carried, layers);
            (double found, List<string> applications) = Run(local, layers);

            Assert.Equal(expected, found, Tolerance);
            Assert.Equal(expectedApplications, applications);
        }
    }

    /// <summary>Each as a loop, written by hand.</summary>
    [Fact]
    public void Lower_GivenIterateBeforeTheFirst_AppliesOperatorsToIt()
    {
        // x_<-1> = 0.5*u, so T(x_<-1>) is T_0 of it; S(x_<-1>) inside T too.
        (double x, double before) = (0.7, 0.35);
        for (int k = 0; k < 4; k++)
        {
            double next = x - Apply("T", Math.Max(k - 1, 0), before) + Apply("T", k, x + Apply("S", Math.Max(k - 1, 0), before));
            (before, x) = (x, next);
        }

        Assert.Equal(x, Run("x_0 = u; x_<-1> = 0.5*u; x_<k+1> = x_k - T(x_<k-1>) + T(x_k + S(x_<k-1>))", 4).Value, Tolerance);
    }

    [Fact]
    public void Lower_LocalReadBeforeItsFirstLayer_BeginsWithZeros()
    {
        (double y, double before, double m) = (0.7, 0.7, 0.0);
        for (int k = 0; k < 4; k++)
        {
            m = (m / 2) - Apply("T", k, before + m);
            (before, y) = (y, y + m);
        }

        Assert.Equal(y, Run("y_0 = u; m_k = m_<k-1>/2 - T(y_<k-1> + m_<k-1>); y_<k+1> = y_k + m_k", 4).Value, Tolerance);
    }

    [Theory]
    [InlineData("x_0 = u; x_<k+1> = x_k - sum[j=0..k](h_<k,j>*x_j); out = S(x_L)")]
    [InlineData("x_0 = u; x_<k+1> = x_k - sum[j=0..k](h_<k,j>*S(x_j)); out = x_L - S(x_L)")]
    [InlineData("x_0 = u; x_<k+1> = x_k - T(x_k); out = sum[j=0..L](x_j) + S(x_<L-2>)")]
    [InlineData("x_0 = u; x_<k+1> = x_k - sum[j=0..k](0.1*T(x_j)); out = T(x_L) + sum[j=0..L](T(x_j))")]
    [InlineData("x_0 = u; x_<k+1> = x_k - T(x_<k-1>); out = T(x_L) + T(x_<L-1>) - x_<L-2>")]
    [InlineData("x_0 = u; x_<k+1> = x_k - T(x_<k-6>); out = T(x_<L-5>) - x_<L-7> + sum[j=L-8..L](0.1*x_j)")]
    [InlineData("x_0 = u; x_<k+1> = x_k - T(x_k); out = x_<L-2>")]
    public void Lower_ReadsAtTheEnd_HaveTheValueOfTheTree(string text)
    {
        for (int layers = 1; layers < 12; layers++)
        {
            foreach (bool knowsLayers in new[] { false, true })
            {
                var recurrence = new RandomRecurrence(text, layers, knowsLayers, [], HasTransition: false);
                int compared = 0;
                Check(recurrence, Wirer.Wire(text, recurrence.Wiring).Plan!, ref compared);
                Assert.Equal(1, compared);
            }
        }
    }

    /// <summary>What k, a layer's own number or a sum up to a layer takes part in is computed for each layer, also where all its iterates are still the first.</summary>
    [Theory]
    [InlineData("x_<k+1> = 0.5*x_k + (x_<k-2> + k*x_<k-2>)*(R(x_<k-2>) + k*x_<k-3>)")]
    [InlineData("y_0 = x_0; x_<k+1> = 0.5*x_k + tanh(y_<k-1>); y_<k+1> = 1.5*y_k - 0.5*y_<k-1> + (k/(k+2))*(x_<k-2> - 0.5*x_<k-3>)*(R(x_<k-2>) + c_k)")]
    [InlineData("x_<k+1> = 0.5*x_k + T(k*x_<k-2>) + 0.1*T(x_k*k)")]
    [InlineData("x_<k+1> = 0.5*x_k + 0.1*tanh((k-3)*x_<k-2>)*x_<k-1>")]
    [InlineData("x_<k+1> = 0.5*x_k + prox[1/(k+1)](x_<k-3>)")]
    [InlineData("x_<k+1> = 0.5*x_k + 0.1*sum[j=0..k-2](0.5*x_j)*x_<k-2>")]
    [InlineData("x_<k+1> = 0.5*x_k + T(sum[j=0..k](0.5*x_j)) + T(sum[j=0..k-2](0.5*x_j))")]
    [InlineData("x_<k+1> = 0.5*x_k + T(sum[j=k-3..k-2](0.5*x_j) + x_<k-3>)")]
    [InlineData("x_<k+1> = 0.5*x_k + T(w*x_<k-2>)")]
    [InlineData("x_<k+1> = 0.5*x_k + T(w*x_<k-1>) - R(w*x_k)*R(w*x_<k-1>) + w*x_<k-2>; out = w*x_L")]
    [InlineData("x_<k+1> = 0.5*x_k + (w*x_<k-2> + x_<k-3>)*x_<k-3> - T(tanh(c*x_<k-1>))")]
    [InlineData("y_k = 0.5*x_k - T(x_k); x_<k+1> = 0.5*y_k + T(x_k + k*y_k)*y_<k-1>*(k*y_<k-2> + x_<k-1>)")]
    [InlineData("x_<k+1> = 0.5*x_k + tanh(x_<k-2> + T(c_k*x_<k-1>)) - T(R(k*x_<k-3>) + x_<k-2>)")]
    [InlineData("z_k = 0.5*x_k; x_<k+1> = 0.5*z_k + tanh(z_<k-2> + x_<k-1>)")]
    [InlineData("z_k = 0.5*x_k; x_<k+1> = 0.5*z_k + tanh(z_<k-1> + T(c_k*x_<k-1>))")]
    [InlineData("z_k = 0.5*x_k; x_<k+1> = 0.5*z_k + tanh(k*z_<k-1>)")]
    [InlineData("z_k = 0.5*x_k; x_<k+1> = 0.5*z_k + tanh(z_<k-1> - T(sum[j=0..k-1](0.1*x_j)))")]
    public void Lower_DependsOnTheLayer_IsComputedForEachLayer(string text)
    {
        for (int layers = 1; layers < 10; layers++)
        {
            foreach (bool knowsLayers in new[] { false, true })
            {
                var recurrence = new RandomRecurrence(text, layers, knowsLayers, [], HasTransition: false);
                int compared = 0;
                Check(recurrence, Wirer.Wire(text, recurrence.Wiring).Plan!, ref compared);
                Assert.Equal(1, compared);
            }
        }
    }

    [Fact]
    public void Lower_HistoryBeginsAnew_ComputesAgainWhatDependsOnTheFirstIterate()
    {
        // At layer 2 the recurrence begins again with D(x_2), and v with R of that.
        static double D(double value) => (value * 0.9) + 0.01;
        (double x, double v) = (0.7, Apply("R", 0, 0.7));
        for (int k = 0; k < 4; k++)
        {
            if (k == 2)
                (x, v) = (D(x), Apply("R", 0, D(x)));
            v = (0.5 * v) - Apply("T", k, x);
            x += v;
        }
        var recurrence = new RandomRecurrence("x_0 = u; v_0 = R(x_0); v_<k+1> = 0.5*v_k - T(x_k); x_<k+1> = x_k + v_<k+1>", 4, true, [new StageStart(2, Projects: false)], true);

        Assert.Equal(x, Run(recurrence).Value, Tolerance);
    }

    /// <summary>An operator that only says what shape zeros have is applied once, and its value is not kept.</summary>
    [Theory]
    [InlineData("v_0 = 0*R(x_0); v_<k+1> = 0.5*v_k - T(x_k); x_<k+1> = x_k + v_<k+1>", "R0 T0 T1 T2 T3", false)]
    [InlineData("v_0 = 0*T(x_0); v_<k+1> = 0.5*v_k - T(x_k); x_<k+1> = x_k + v_<k+1>", "T0 T1 T2 T3", false)]
    [InlineData("v_0 = 0*R(u); v_<k+1> = 0.5*v_k - T(x_k); x_0 = u; x_<k+1> = x_k + v_<k+1>", "R0 T0 T1 T2 T3", true)]
    [InlineData("v_0 = R(x_0)*0; w_0 = 0*R(x_0); v_<k+1> = 0.5*v_k - T(x_k); w_<k+1> = v_<k+1> + w_k; x_<k+1> = x_k + w_<k+1>", "R0 T0 T1 T2 T3", false)]
    public void Lower_ZerosOfAnOperatorsShape_ApplyItOnce(string text, string applications, bool isOfInputs)
    {
        (double value, List<string> applied) = Run(text, 4);

        Assert.Equal(applications, string.Join(" ", applied));
        Assert.Equal(Run(System.Text.RegularExpressions.Regex.Replace(text, "[vw]_0 = [^;]*; ", ""), 4).Value, value, Tolerance);
        // Where a history begins anew the zeros are made again, and of inputs alone the operator's value is still there.
        var recurrence = new RandomRecurrence(text, 6, true, [new StageStart(2, false), new StageStart(4, true)], true);
        int compared = 0;
        Check(recurrence, Wirer.Wire(text, recurrence.Wiring).Plan!, ref compared);
        Program program = Lower(new RandomRecurrence(text, 4, true, [], false));
        Assert.Equal(applied[0] == "R0" && !text.Contains("w_0", StringComparison.Ordinal), program.Body.OfType<ReleaseStatement>().Any());
        Assert.Equal(isOfInputs, program.Inputs[0].Name == "u");
    }

    /// <summary>What is returned twice, or is the caller's, has a handle of its own each time; what only one result reads is computed for it.</summary>
    [Theory]
    [InlineData("x_0 = u; x_<k+1> = x_k - T(x_k); out = (x_L, x_L, 0.5*x_L)")]
    [InlineData("x_0 = u; x_<k+1> = x_k - T(x_k); out = (x_0, u, x_0)")]
    [InlineData("x_0 = u; x_<k+1> = x_k - T(x_k); out = (S(x_L), S(x_L) + x_<L-2>, R(S(x_L)))")]
    [InlineData("x_0 = u; x_<k+1> = x_k - T(x_k); v_<k+1> = 0.5*v_k - T(x_k); out = (x_<L-3>, v_L)")]
    [InlineData("x_0 = u; x_<k+1> = x_k - T(x_k); out = (sum[j=0..L](0.1*T(x_j)), T(x_L), sum[j=L-2..L](x_j))")]
    [InlineData("x_0 = u; x_<k+1> = x_k - T(x_k); out = (T(x_<L-2>), T(x_<L-1>), T(x_<L-4>))")]
    [InlineData("x_0 = u; x_<k+1> = x_k - T(x_k); y_k = T(x_k); out = (y_<L-2>, y_<L-1>)")]
    [InlineData("x_0 = u; x_<k+1> = x_k - T(x_k) - T(x_0); out = (T(x_0), T(x_<L-1>), T(x_<L-3>))")]
    [InlineData("x_0 = S(u); v_0 = x_0; x_<k+1> = x_k - T(v_k); v_<k+1> = v_k - T(x_k); out = (x_0, v_<L-2>, x_<L-3>, v_<L-1>)")]
    [InlineData("x_0 = S(u); x_<-1> = x_0; x_<k+1> = x_k - T(x_<k-1>); out = (x_<L-1>, x_<L-2>, x_<L-3>)")]
    public void Lower_SeveralResults_HaveTheValuesOfTheTree(string text)
    {
        for (int layers = 1; layers < 6; layers++)
        {
            foreach (bool knowsLayers in new[] { false, true })
            {
                var recurrence = new RandomRecurrence(text, layers, knowsLayers, [], HasTransition: false);
                int compared = 0;
                Check(recurrence, Wirer.Wire(text, recurrence.Wiring).Plan!, ref compared);
                Assert.Equal(1, compared);
            }
        }
    }

    /// <summary>S(x_0) is asked for by number in every layer, and by the layers' index once x_0 has been passed: it is one evaluation.</summary>
    [Theory]
    [InlineData("x_<-1> = 0; x_<k+1> = 0.5*x_k - S(x_0) + S(x_<k-1>)", 6)]
    [InlineData("x_<-1> = 0; x_<k+1> = 0.5*x_k - S(x_0) + sum[j=0..k-1](0.1*S(x_j))", 6)]
    [InlineData("x_<-2> = 0; x_<-1> = 0; x_<k+1> = 0.5*x_k - S(x_0) + S(x_<k-2>) - S(x_<-1>)", 6)]
    [InlineData("x_<-1> = 0; x_<k+1> = 0.5*x_k - S(0.5*x_0) + S(0.5*x_<k-1>)", 6)]
    public void Lower_OperatorReadByNumberAndByLayer_IsAppliedOnceToEachIterate(string text, int iterates)
    {
        (_, List<string> applications) = Run(text, 6);

        Assert.Equal(iterates, applications.Count);
        StageStart[][] stages = [[new(2, false), new(3, true)], [new(1, true)], [new(2, false), new(3, true), new(6, false)], [new(1, true), new(2, true)]];
        foreach (StageStart[] some in stages)
        {
            var recurrence = new RandomRecurrence(text, 8, true, some.ToEquatableArray(), true);
            int compared = 0;
            Check(recurrence, Wirer.Wire(text, recurrence.Wiring).Plan!, ref compared);
        }
    }

    /// <summary>What a state begins anew with may be the caller's own tensor, however many layers ran before.</summary>
    [Theory]
    [InlineData("out = y_<L-1>")]
    [InlineData("out = y_<L-2>")]
    [InlineData("out = y_<L-7>")]
    [InlineData("out = x_<L-1>")]
    [InlineData("out = x_<L-2>")]
    public void Lower_HistoryBeginsAnewBeforeTheResult_ReturnsNoTensorOfTheCallers(string end)
    {
        string text = "x_0 = u; y_0 = u; x_<k+1> = x_k - T(y_k); y_<k+1> = y_k + T(x_k); " + end;
        foreach (bool hasTransition in new[] { false, true })
        {
            foreach (bool knowsLayers in new[] { false, true })
            {
                var recurrence = new RandomRecurrence(text, 4, knowsLayers, [new StageStart(1, true), new StageStart(3, false)], hasTransition);
                int compared = 0;
                Check(recurrence, Wirer.Wire(text, recurrence.Wiring).Plan!, ref compared);
            }
        }
    }

    [Fact]
    public void Lower_DeepHistory_IsOneRing()
    {
        var recurrence = new RandomRecurrence("x_<k+1> = x_k - 0.5*x_<k-40> - T(x_<k-200>)", 5, false, [], false);

        Program program = Lower(recurrence);

        LayersStatement layers = program.Body.OfType<LayersStatement>().Single();
        Assert.Equal(VariableKind.Ring, program.Body.OfType<DeclareBufferStatement>().Single().Variable.Kind);
        Assert.InRange(layers.Body.Count, 1, 12);
    }

    /// <summary>With every past iterate released in time, no layer ends with more tensors than the ones before.</summary>
    [Theory]
    [InlineData("x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)")]
    [InlineData("x_<k+1> = x_k - T(x_<k-7>) + relu(x_k - 0.5*S(x_<k-2>)) - prox[a](x_k + R(x_<k-1>))")]
    [InlineData("y_k = 0.3*x_k - g*T(x_<k-1>); x_<k+1> = y_k - c_k*S(y_k) + sum[j=k-5..k](p_j*T(x_j))")]
    [InlineData("x_<k+1> = 0.5*x_k - 0.2*T(x_<k+1> - g*x_<k-1>)")]
    public void Lower_ManyLayers_HoldsAsManyTensorsAfterEach(string text)
    {
        var recurrence = new RandomRecurrence(text, 40, true, [], false);
        ProgramRunner runner = Runner(Lower(recurrence), 40);

        runner.Run(0.7);

        Assert.Single(runner.LiveAfterLayer.Skip(20).Distinct());
    }

    /// <summary>Names of the class, of the language of the text and of the program never meet.</summary>
    [Theory]
    [InlineData("x_<k+1> = x_k - start*T(x_k) + scope*x_<k-1> - layer*S(x_k)")]
    [InlineData("xNext_<k+1> = xNext_k - Tx*T(xNext_k) + x_k; x_<k+1> = x_k - result*T(x_k); out = xNext_L + x_L")]
    [InlineData("x_<k+1> = x_k + sum[i=0..k](j*T(x_i)) - begun*x_<k-1>")]
    [InlineData("x_<k+1> = 0.5*x_k - 0.1*unknowns*T(x_<k+1> + given*x_k) - solved*S(x_k)")]
    public void Lower_NamesLikeItsOwn_TakesOthers(string text)
    {
        string[] coefficients = ["start", "scope", "layer", "Tx", "result", "j", "begun", "unknowns", "given", "solved"];
        Plan plan = Wirer.Wire(text, new WiringOptions { Coefficients = coefficients.ToEquatableArray() }).Plan!;
        var options = new LoweringOptions { Layers = 4, Stages = [new StageStart(2, false)], HasTransition = true, PerLayer = ["T", "S"] };

        Program program = Lowerer.Lower(plan, options, new NameTable(coefficients.Concat(["T", "S"])));

        var names = program.Inputs.Select(i => i.Name).Concat(Declared(program.Body)).Append(program.Scope).Append(program.Layer!.Name).ToList();
        Assert.Empty(names.Intersect(coefficients));
        Assert.Equal(names.Count, names.Distinct().Count());
        foreach (EquationMethod method in program.Methods)
            Assert.Empty(method.Unknowns.Concat(method.Given).Concat(method.Shared).Select(v => v.Name).Concat(Declared(method.Body)).Append(method.Scope).Intersect(coefficients));
    }

    [Theory]
    [InlineData("x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)", 2)]
    [InlineData("x_<k+1> = 4/3*x_k - 1/3*x_<k-1> - 2/3*T(x_k)", 2)]
    [InlineData("x_<k+1> = 18/11*x_k - 9/11*x_<k-1> + 2/11*x_<k-2>", 2)]
    [InlineData("x_<k+1> = (1-g)*x_k + g*T(x_k)", 1)]
    [InlineData("x_<k+1> = 0.5*x_k + 0.25*T(x_k)", 2)]
    [InlineData("x_<k+1> = x_k - g*T(x_k) - (1-g)*S(x_k)", 2)]
    public void Lower_WeightedSum_TakesFewestOperations(string text, int expected)
    {
        Program program = Lower(new RandomRecurrence(text, 4, true, [], false));

        Assert.Equal(expected, Operations(program.Body.OfType<LayersStatement>().Single().Body.OfType<DeclareStatement>().Last(d => d.Value is not ApplyExpression).Value!));
    }

    private static int Operations(TensorExpression expression) => expression switch
    {
        MultiplyExpression multiply => 1 + Operations(multiply.Value),
        AddExpression add => 1 + Operations(add.Value),
        AddProductExpression product => 1 + Operations(product.Value),
        LerpExpression lerp => 1 + Operations(lerp.Value),
        _ => 0
    };

    private static IEnumerable<string> Declared(IEnumerable<Statement> statements) => statements.SelectMany(s => s switch
    {
        DeclareStatement declare => [declare.Variable.Name],
        DeclareBufferStatement buffer => [buffer.Variable.Name],
        DeclarePartsStatement parts => [parts.Variable.Name],
        DeclareNumberStatement number => [number.Variable.Name],
        SolveStatement solve => solve.Targets.Select(t => t.Name).Concat([solve.Names.Unknowns, solve.Names.Given]),
        LayersStatement layers => Declared(layers.Body),
        CountStatement count => Declared(count.Body).Append(count.Variable.Name),
        IfStatement choice => Declared(choice.Then.Concat(choice.Else)),
        _ => Enumerable.Empty<string>()
    });

    private static double Apply(string name, int module, params double[] arguments) => RandomRecurrence.Apply(name, module, [], arguments);

    private static (double Value, List<string> Applications) Run(string text, int layers) => Run(new RandomRecurrence(text, layers, false, [], false));

    private static (double Value, List<string> Applications) Run(RandomRecurrence recurrence)
    {
        ProgramRunner runner = Runner(Lower(recurrence), recurrence.Layers);
        return (runner.Run(0.7), runner.Applications);
    }

    private static Program Lower(RandomRecurrence recurrence) =>
        Lowerer.Lower(Wirer.Wire(recurrence.Text, recurrence.Wiring).Plan!, recurrence.Options, new NameTable([]));

    private static ProgramRunner Runner(Program program, int layers) =>
        new(program, layers, RandomRecurrence.Apply, RandomRecurrence.Coefficient, RandomRecurrence.IsPerLayer);

    private static void Check(RandomRecurrence recurrence, Plan plan, ref int compared)
    {
        Program program = Lowerer.Lower(plan, recurrence.Options, new NameTable(["T"]));
        double[] inputs = [.. Enumerable.Range(0, plan.Inputs.Count).Select(i => 0.7 - (0.4 * i))];
        var reference = new PlanReference(
            plan, recurrence.Layers, recurrence.Stages, recurrence.HasTransition, RandomRecurrence.Apply, RandomRecurrence.Coefficient, RandomRecurrence.IsScheduled, RandomRecurrence.IsPerLayer);

        double expected = reference.Run(inputs);
        ProgramRunner runner = Runner(program, recurrence.Layers);
        double found = runner.Run(inputs);

        AssertClose(expected, found, recurrence);
        AssertClose(reference.Results, runner.Results, recurrence);
        CheckIterates(recurrence, plan, reference, inputs, found);
        if (recurrence.Stages.Count > 0 || plan.IsImplicit || recurrence.LeavesTree(plan))
            return;
        compared++;
        var tree = new TreeRunner(
            Parser.Parse(recurrence.Text).Tree, plan, recurrence.Layers, (name, module, p, a) => RandomRecurrence.Apply(name, ModuleOf(plan, recurrence, name, module), p, a),
            RandomRecurrence.Coefficient, inputs[0], RandomRecurrence.IsScheduled);
        AssertClose(tree.RunAll(), runner.Results, recurrence);
    }

    /// <summary>With iterates asked for, all are handed out in order; without, nothing is computed that would not be computed otherwise.</summary>
    private static void CheckIterates(RandomRecurrence recurrence, Plan plan, PlanReference reference, double[] inputs, double expected)
    {
        Program plain = Lowerer.Lower(plan, recurrence.Options, new NameTable(["T"]));
        Program program = Lowerer.Lower(plan, recurrence.Options with { HandsOutIterates = true }, new NameTable(["T"]));
        var handed = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        var asked = new ProgramRunner(program, recurrence.Layers, RandomRecurrence.Apply, RandomRecurrence.Coefficient, RandomRecurrence.IsPerLayer) { Iterates = handed };
        (ProgramRunner unasked, ProgramRunner before) = (Runner(program, recurrence.Layers), Runner(plain, recurrence.Layers));

        AssertClose(expected, asked.Run(inputs), recurrence);
        AssertClose(expected, unasked.Run(inputs), recurrence);
        before.Run(inputs);
        // Steps that the last layer leaves out may stand in another order.
        Assert.Equal(before.Applications.Order(StringComparer.Ordinal), unasked.Applications.Order(StringComparer.Ordinal));
        Assert.Equal(before.LiveAfterLayer, unasked.LiveAfterLayer);
        Assert.Equal(plan.Layer.SelectMany(s => s is SolveStep solve ? solve.Unknowns.Select(u => u.State) : s is AssignStep a ? [a.State] : []).Except(program.Iterates!.States.Select(s => s.State)), []);
        int layers = plan.Kind == PlanKind.Equilibrium ? 1 : recurrence.Layers;
        foreach (HandedState state in program.Iterates.States)
        {
            List<double> found = handed[state.Name];
            int first = state.First - plan.States[state.State].Newest;
            Assert.True(layers - first == found.Count, $"{recurrence}: {found.Count} iterates of {state.Name} in {layers} layers, the first of index {state.First}");
            for (int i = 0; i < found.Count; i++)
                AssertClose(reference.Iterates[(state.State, first + i)], found[i], recurrence);
        }
    }

    /// <summary>An operator that needs one module, or is made once, is made with 0.</summary>
    private static int ModuleOf(Plan plan, RandomRecurrence recurrence, string name, int module)
    {
        OperatorPlan op = plan.Operators.First(o => o.Name == name);
        return op.IsSingle || !RandomRecurrence.IsPerLayer(name) ? 0 : module;
    }

    private static void AssertClose(IReadOnlyList<double> expected, IReadOnlyList<double> found, RandomRecurrence recurrence)
    {
        Assert.Equal(expected.Count, found.Count);
        for (int i = 0; i < expected.Count; i++)
            AssertClose(expected[i], found[i], recurrence);
    }

    private static void AssertClose(double expected, double found, RandomRecurrence recurrence) =>
        Assert.True(Math.Abs(expected - found) <= Tolerance * Math.Max(1, Math.Abs(expected)), $"{recurrence}: {found} instead of {expected}");
}
