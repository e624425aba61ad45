namespace OptGen.Export;

/// <summary>Writes the names of a recurrence as LaTeX: a letter as it is, λ as \lambda, T1 as T with the index 1, and longer names upright.</summary>
internal static class LatexNames
{
    /// <summary>A name, with the subscripts that stand at it.</summary>
    public static string Write(string name, params IEnumerable<string> subscripts)
    {
        string stem = name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        var marks = subscripts.ToList();
        if (stem.Length == 0)
            stem = name;
        else if (stem.Length < name.Length)
            marks.Insert(0, name[stem.Length..]);
        string text = stem.Length == 1 ? Letter(stem[0]) : $"\\mathrm{{{string.Concat(stem.Select(c => char.IsAscii(c) ? c.ToString() : $"{{{Letter(c)}}}"))}}}";
        return marks.Count == 0 ? text : $"{text}_{{{string.Join(", ", marks)}}}";
    }

    private static string Letter(char letter) => char.IsAscii(letter) ? letter.ToString() : GreekName(letter) ?? $"\\text{{{letter}}}";

    private static string? GreekName(char letter) => letter switch
    {
        'α' => @"\alpha",
        'β' => @"\beta",
        'γ' => @"\gamma",
        'δ' => @"\delta",
        'ε' => @"\varepsilon",
        'ζ' => @"\zeta",
        'η' => @"\eta",
        'θ' => @"\theta",
        'ι' => @"\iota",
        'κ' => @"\kappa",
        'λ' => @"\lambda",
        'μ' or 'µ' => @"\mu",
        'ν' => @"\nu",
        'ξ' => @"\xi",
        'π' => @"\pi",
        'ρ' => @"\rho",
        'σ' => @"\sigma",
        'ς' => @"\varsigma",
        'τ' => @"\tau",
        'υ' => @"\upsilon",
        'φ' => @"\varphi",
        'χ' => @"\chi",
        'ψ' => @"\psi",
        'ω' => @"\omega",
        'Γ' => @"\Gamma",
        'Δ' => @"\Delta",
        'Θ' => @"\Theta",
        'Λ' => @"\Lambda",
        'Ξ' => @"\Xi",
        'Π' => @"\Pi",
        'Σ' => @"\Sigma",
        'Φ' => @"\Phi",
        'Ψ' => @"\Psi",
        'Ω' => @"\Omega",
        _ => null
    };
}
