namespace PSContainer.Terminals;

/// <summary>Why a terminal's relay ended.</summary>
internal enum RelayEnd
{
    /// <summary>What it showed has ended.</summary>
    Ended,

    /// <summary>The detach keys were typed.</summary>
    Detached,

    /// <summary>The caller's terminal is gone.</summary>
    HungUp,
}
