namespace Kenmin.Api;

/// <summary>One page of a list. Pages follow a key, so that rows neither repeat nor go missing while the list changes.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The rows of this page.</param>
/// <param name="Next">What to pass as <c>after</c> for the next page; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>
    /// Cuts a page out of one row more than was asked for, which is how the caller knows that there is a next page.
    /// </summary>
    /// <param name="rows">Up to <paramref name="take"/> + 1 rows in the list's order.</param>
    /// <param name="take">The size of the page.</param>
    /// <param name="key">The key of a row.</param>
    public static Page<T> Of(IReadOnlyList<T> rows, int take, Func<T, string> key) =>
        rows.Count > take ? new(rows.Take(take).ToList(), key(rows[take - 1])) : new(rows, null);
}

/// <summary>Sizes of pages.</summary>
public static class PageSize
{
    /// <summary>Rows on a page when the caller does not say.</summary>
    public const int Default = 50;

    /// <summary>The most rows on a page.</summary>
    public const int Maximum = 200;

    /// <summary>The asked size within 1 to <see cref="Maximum"/>, or the default.</summary>
    public static int Within(int? asked) => Math.Clamp(asked ?? Default, 1, Maximum);
}
