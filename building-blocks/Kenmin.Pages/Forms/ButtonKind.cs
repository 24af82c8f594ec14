namespace Kenmin.Pages;

/// <summary>How much a button or a button-like link stands out.</summary>
public enum ButtonKind
{
    /// <summary>The one main action of a page.</summary>
    Primary,

    /// <summary>Other actions.</summary>
    Secondary,

    /// <summary>Quiet actions in rows and beside others.</summary>
    Plain,

    /// <summary>What takes something away.</summary>
    Danger,
}

internal static class ButtonKindCss
{
    internal static string ToCss(this ButtonKind kind) => kind switch
    {
        ButtonKind.Primary => "button button--primary",
        ButtonKind.Plain => "button button--plain",
        ButtonKind.Danger => "button button--danger",
        _ => "button button--secondary",
    };
}
