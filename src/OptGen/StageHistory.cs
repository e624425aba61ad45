namespace OptGen;

/// <summary>What happens to the states of a recurrence where one stage ends and the next begins.</summary>
public enum StageHistory
{
    /// <summary>The transition is applied to the newest iterate, and the recurrence starts anew from it.</summary>
    Restart = 0,

    /// <summary>The transition is applied to every iterate that is still read.</summary>
    Project = 1
}
