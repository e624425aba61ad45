using System.Diagnostics; using OptGen.Evolution; using OptGen.Training; using TorchSharp; using static TorchSharp.torch;
set_num_threads(1);
string Arg(string n, string d) { int i = Array.IndexOf(args, n); return i < 0 ? d : args[i+1]; }
var data = ImageData.Load("/usr/share/datasets/fashion-mnist");
Tensor Pool(TensorSet s) { using var sc = NewDisposeScope(); var p = data.Pixels[0]; return nn.functional.avg_pool2d(s.Inputs*p.StandardDeviation+p.Mean, 2).flatten(1).MoveToOuterDisposeScope(); }
var (x, y) = (Pool(data.Training), data.Training.Targets); var (tx, ty) = (Pool(data.Test), data.Test.Targets);
double cs = double.Parse(Arg("--center","0")); if (cs > 0) { using var g0 = no_grad(); var mu = x.mean(new long[]{0}, keepdim:true); var sd = (x-mu).square().mean(new long[]{0}, keepdim:true).sqrt() + 0.05; x = (x-mu)/sd*cs; tx = (tx-mu)/sd*cs; }
int[] widths = [.. Arg("--widths","196,64,10").Split(',').Select(int.Parse)];
var kind = Enum.Parse<HiddenArithmetic>(Arg("--kind","Threshold"));
double Acc(nn.Module<Tensor,Tensor> n, Tensor a, Tensor b) { using var g = no_grad(); using var sc = NewDisposeScope(); return n.call(a).argmax(1).eq(b).to(ScalarType.Float64).mean().item<double>(); }
double seconds = double.Parse(Arg("--seconds","60"));
var net = new UnderflowNetwork(widths, kind, generator: new Generator(1));
if (Arg("--mode","es")=="bp") {
  var net2 = new UnderflowNetwork(widths, kind, Enum.Parse<UnderflowGradient>(Arg("--grad","Linear")), generator: new Generator(1));
  var opt = optim.AdamW(net2.parameters(), double.Parse(Arg("--lr","0.001")), weight_decay: double.Parse(Arg("--wd","0"))); var sw0=Stopwatch.StartNew(); int ep=0;
  while (sw0.Elapsed.TotalSeconds < seconds) { var perm = randperm(60000); for (int i=0;i<60000;i+=256) { using var sc=NewDisposeScope(); var idx=perm.narrow(0,i,Math.Min(256,60000-i)); var loss = nn.functional.cross_entropy(net2.call(x.index_select(0,idx)), y.index_select(0,idx)); opt.zero_grad(); loss.backward(); opt.step(); } if (++ep%5==0) Console.WriteLine($"epoch {ep} {sw0.Elapsed.TotalSeconds:f0}s train {Acc(net2,x,y):f4} test {Acc(net2,tx,ty):f4} zeros {string.Join(" ", net2.ZeroShares(tx).Select(z=>z.ToString("f2")))}"); }
  return;
}
int pop=int.Parse(Arg("--pop","256")), batch=int.Parse(Arg("--batch","500")); double sigma=double.Parse(Arg("--sigma","0.02")), lr=double.Parse(Arg("--lr","0.01")), end=double.Parse(Arg("--end","0.1"));
int rank=int.Parse(Arg("--rank","1"));
var o = new EvolutionOptions{ Population=pop, Sigma=sigma, Noise = rank==0?Noise.FullRank:Noise.LowRank(rank), Seed=1, RangeSize=int.Parse(Arg("--range","16")), Shaping = Enum.Parse<FitnessShaping>(Arg("--shape","CenteredRanks")) };
var sw=Stopwatch.StartNew(); double Frac()=>Math.Min(1, sw.Elapsed.TotalSeconds/seconds);
using var strat = new EvolutionStrategy(net, o, m => optim.AdamW(m.parameters(), lr, weight_decay: double.Parse(Arg("--wd","0"))), g => lr*Math.Pow(end, Frac()));
using var workers = new ThreadWorkers(() => new UnderflowNetwork(widths, kind), SampleFitness.Classification(x,y,batch,1), 1);
var cpu0=Process.GetCurrentProcess().TotalProcessorTime; double next=10;
try { using var cts = new CancellationTokenSource(); new EvolutionRun(strat, workers){ AfterGeneration = r => { if (sw.Elapsed.TotalSeconds>next) { next+=seconds/10; Console.WriteLine($"gen {r.Generation} {sw.Elapsed.TotalSeconds:f0}s cpu {(Process.GetCurrentProcess().TotalProcessorTime-cpu0).TotalSeconds:f0} fit {r.MeanFitness:f4} train {Acc(net,x,y):f4} test {Acc(net,tx,ty):f4} zeros {string.Join(' ', net.ZeroShares(tx).Select(z=>z.ToString("f2")))}"); } if (sw.Elapsed.TotalSeconds>seconds) cts.Cancel(); } }.Run(100000000, cts.Token); } catch (OperationCanceledException) {}
Console.WriteLine($"end gens {strat.Generation} members/cpu-s {strat.Generation*pop/(Process.GetCurrentProcess().TotalProcessorTime-cpu0).TotalSeconds:f0} train {Acc(net,x,y):f4} test {Acc(net,tx,ty):f4}");
