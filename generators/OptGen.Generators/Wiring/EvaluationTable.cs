namespace OptGen.Wiring;

/// <summary>Numbers the different evaluations in the order first met; those inside an argument come before what they are in.</summary>
internal sealed class EvaluationTable
{
    private readonly Dictionary<Evaluation, int> _numbers = [];
    private readonly List<Evaluation> _evaluations = [];

    public int Count => _evaluations.Count;

    public Evaluation this[int number] => _evaluations[number];

    public int Intern(Evaluation evaluation)
    {
        if (!_numbers.TryGetValue(evaluation, out int number))
        {
            number = _evaluations.Count;
            _numbers.Add(evaluation, number);
            _evaluations.Add(evaluation);
        }
        return number;
    }
}
