namespace Kenmin.Outside;

/// <summary>Why a service outside gave no answer that can be used.</summary>
public enum OutsideSilence
{
    /// <summary>Calls outward are switched off, or the service has no address.</summary>
    SwitchedOff,

    /// <summary>It could not be reached.</summary>
    NotReached,

    /// <summary>It took too long.</summary>
    TooSlow,

    /// <summary>It has more to do than it can (429).</summary>
    Busy,

    /// <summary>It refused or failed.</summary>
    Failed,

    /// <summary>It said something that is not understood.</summary>
    Unreadable,

    /// <summary>It kept failing and is left alone for a while.</summary>
    Resting,
}

/// <summary>What a service outside said.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
/// <param name="Value">The answer; null when there is none.</param>
/// <param name="Silence">Why there is none; null when there is one.</param>
public sealed record OutsideAnswer<T>(T? Value, OutsideSilence? Silence)
    where T : class;
