namespace Kenmin.Pages;

/// <summary>What a notice or a tag means. It is always said in words as well, never by colour alone.</summary>
public enum Tone
{
    /// <summary>Neither good nor bad.</summary>
    Neutral,

    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Done, open, fine.</summary>
    Success,

    /// <summary>Needs attention.</summary>
    Warning,

    /// <summary>Failed, closed, forbidden.</summary>
    Error,
}
