using OptGen.Blocks;
using OptGen.Training;
using static TorchSharp.torch.nn;

namespace OptGen.Search.Tests;

// The code of docs/search.md, line by line.
internal static class SearchPageExamples
{
    public static SearchReport First(TensorSet training, TensorSet validation, string path)
    {
        SearchReport report = new RecurrenceSearch(new RecurrenceGrammar { States = 2, History = 2 })
            .Stem(() => Linear(2, 16))
            .Operator("T", k => new TwoLayer(16, 32))
            .Head(() => Linear(16, 3))
            .Known("gradient descent", "x_<k+1> = x_k - T(x_k)")
            .Run(new SearchOptions { Candidates = 10, Applications = 6 }, training, validation);
        Console.WriteLine(report.ToMarkdown());
        File.WriteAllText(path, report.Best.ToCSharp("Found", "Networks"));
        return report;
    }
}
