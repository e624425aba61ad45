namespace OptGen;

/// <summary>A text is no recurrence. The message shows each mistake under its place in the text.</summary>
public sealed class RecurrenceException : FormatException
{
    /// <summary>A text that is no recurrence.</summary>
    public RecurrenceException()
        : this("The text is no recurrence.")
    {
    }

    /// <summary>A text that is no recurrence, with a message.</summary>
    public RecurrenceException(string message)
        : base(message) => Problems = [];

    /// <summary>A text that is no recurrence, with a message and a cause.</summary>
    public RecurrenceException(string message, Exception innerException)
        : base(message, innerException) => Problems = [];

    internal RecurrenceException(string text, IReadOnlyList<RecurrenceProblem> problems)
        : base(Describe(text, problems)) => Problems = problems;

    /// <summary>The mistakes in the order of their places.</summary>
    public IReadOnlyList<RecurrenceProblem> Problems { get; }

    private static string Describe(string text, IReadOnlyList<RecurrenceProblem> problems) =>
        string.Join(Environment.NewLine, problems.Where(p => p.IsError).Select(p => Describe(text, p)));

    private static string Describe(string text, RecurrenceProblem problem)
    {
        int begin = problem.Start == 0 ? 0 : text.LastIndexOf('\n', problem.Start - 1) + 1;
        int end = text.IndexOf('\n', problem.Start);
        string line = text[begin..(end < 0 ? text.Length : end)];
        int length = Math.Clamp(problem.Length, 1, Math.Max(1, line.Length - (problem.Start - begin)));
        string mark = new string(' ', problem.Start - begin) + new string('^', length);
        return $"{problem.Id}: {problem.Message}{Environment.NewLine}  {line}{Environment.NewLine}  {mark}";
    }
}
