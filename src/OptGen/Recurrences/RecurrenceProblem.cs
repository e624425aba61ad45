namespace OptGen;

/// <summary>Something wrong with the text of a recurrence, or worth knowing about it.</summary>
/// <param name="Id">The id it has as a compiler's diagnostic, such as <c>OPTG006</c>.</param>
/// <param name="Start">Where it begins in the text, in UTF-16 units from 0.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Message">One sentence: what is wrong and what to do.</param>
/// <param name="IsError">Whether the recurrence cannot be used.</param>
public sealed record RecurrenceProblem(string Id, int Start, int Length, string Message, bool IsError);
