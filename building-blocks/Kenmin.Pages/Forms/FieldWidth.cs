namespace Kenmin.Pages;

/// <summary>How wide an input is. It tells people how much is expected.</summary>
public enum FieldWidth
{
    /// <summary>A few digits.</summary>
    Narrow,

    /// <summary>A date, a phone number, one part of a name.</summary>
    Medium,

    /// <summary>A line.</summary>
    Wide,
}

internal static class FieldWidthCss
{
    internal static string ToCss(this FieldWidth width) => width switch
    {
        FieldWidth.Narrow => "input--narrow",
        FieldWidth.Medium => "input--medium",
        _ => "input--wide",
    };
}
