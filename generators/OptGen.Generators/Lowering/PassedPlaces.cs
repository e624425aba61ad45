namespace OptGen.Lowering;

/// <summary>What the methods beside forward are handed: a place of forward is one parameter, however often it is read.</summary>
internal static class PassedPlaces
{
    /// <summary>The parameter of a place, which is added where it is not there yet.</summary>
    public static Variable Pass(this List<(Place Argument, Variable Parameter)> passed, NameTable names, Place argument)
    {
        int known = passed.FindIndex(p => p.Argument == argument);
        if (known >= 0)
            return passed[known].Parameter;
        string wish = argument switch
        {
            VariablePlace variable => variable.Variable.Name,
            ElementPlace element => element.Variable.Name,
            ParameterPlace parameter => parameter.Coefficient + "Value",
            _ => "value"
        };
        var made = new Variable(names.Take(wish), VariableKind.Tensor);
        passed.Add((argument, made));
        return made;
    }
}
