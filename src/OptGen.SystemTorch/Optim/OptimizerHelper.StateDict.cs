namespace TorchSharp.Modules;

public abstract partial class OptimizerHelper
{
    /// <summary>The options and states as they are: live objects, which the next step changes.</summary>
    /// <exception cref="InvalidOperationException">A parameter was replaced after the optimiser was made.</exception>
    public virtual StateDictionary state_dict()
    {
        var dictionary = new StateDictionary();
        foreach (var group in Groups)
        {
            dictionary.Options.Add(group.Options);
            var indices = new List<int>();
            dictionary.StateIndexRef.Add(indices);
            foreach (var parameter in group.Parameters)
            {
                var state = StateOf(group, parameter, indices.Count);
                indices.Add(dictionary.State.Count);
                dictionary.State.Add(state);
            }
        }

        return dictionary;
    }

    /// <summary>
    /// Copies options and states from those of another optimiser of the same kind, with groups and parameters in the same order.
    /// </summary>
    /// <exception cref="ArgumentException">The numbers of groups or parameters differ, or the kinds do.</exception>
    /// <exception cref="InvalidDataException">A parameter has another shape than there.</exception>
    public virtual void load_state_dict(StateDictionary state_dict)
    {
        ArgumentNullException.ThrowIfNull(state_dict);
        var own = this.state_dict();
        CheckCounts(own, state_dict.Options.Count, state_dict.State.Count);
        for (var i = 0; i < own.Options.Count; i++)
        {
            if (!ReferenceEquals(own.Options[i], state_dict.Options[i])) own.Options[i].LoadStateDict(state_dict.Options[i]);
        }

        for (var i = 0; i < own.State.Count; i++)
        {
            if (!ReferenceEquals(own.State[i], state_dict.State[i])) own.State[i].LoadStateDict(state_dict.State[i]);
        }
    }

    /// <summary>Writes options and states to a file, which appears, or changes, only when all is written.</summary>
    public void save_state_dict(string location)
    {
        var unfinished = location + ".partial";
        try
        {
            using (var writer = new BinaryWriter(File.Create(unfinished))) save_state_dict(writer);
            File.Move(unfinished, location, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>
    /// Writes the optimiser's class name, the numbers of groups and parameters (LEB128), the options, the states: TorchSharp's own format.
    /// </summary>
    public void save_state_dict(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var dictionary = state_dict();
        writer.Write(GetType().Name);
        writer.Write7BitEncodedInt(dictionary.Options.Count);
        writer.Write7BitEncodedInt(dictionary.State.Count);
        foreach (var options in dictionary.Options) options.SaveStateDict(writer);
        foreach (var state in dictionary.State) state.SaveStateDict(writer);
    }

    /// <summary>Loads options and states from a file that <see cref="save_state_dict(string)"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The file is of another optimiser, damaged, or of other parameters.</exception>
    public void load_state_dict(string location)
    {
        using var reader = new BinaryReader(File.OpenRead(location));
        try
        {
            load_state_dict(reader);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or ArgumentException)
        {
            throw new InvalidDataException($"The optimiser state in '{location}' cannot be loaded: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// Loads options and states that <see cref="save_state_dict(BinaryWriter)"/> wrote. After an exception part of them may be loaded.
    /// </summary>
    /// <exception cref="InvalidDataException">They are of another optimiser or of parameters of other shapes.</exception>
    /// <exception cref="ArgumentException">They are of another number of groups or parameters.</exception>
    /// <exception cref="EndOfStreamException">The stream ends too early.</exception>
    public void load_state_dict(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var name = reader.ReadString();
        if (name != GetType().Name)
            throw new InvalidDataException($"It was saved by an optimiser of class {name}, not {GetType().Name}.");

        var own = state_dict();
        var groups = reader.Read7BitEncodedInt();
        CheckCounts(own, groups, reader.Read7BitEncodedInt());
        foreach (var options in own.Options) options.LoadStateDict(reader);
        foreach (var state in own.State) state.LoadStateDict(reader);
    }

    private void CheckCounts(StateDictionary own, int groups, int states)
    {
        if (own.Options.Count == groups && own.State.Count == states) return;
        throw new ArgumentException(
            $"The saved state has {groups} groups with {states} parameters in all, but this {GetType().Name} has {own.Options.Count} with {own.State.Count}.");
    }
}
