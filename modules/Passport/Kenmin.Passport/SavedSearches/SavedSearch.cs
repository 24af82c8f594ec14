using Kenmin.Passport.Search;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.AspNetCore.Http;

namespace Kenmin.Passport.SavedSearches;

/// <summary>How often a person is told of what is new.</summary>
public enum DigestEvery
{
    /// <summary>Never (知らせない).</summary>
    Never,

    /// <summary>In the morning of every day on which there is something new (毎日).</summary>
    Day,

    /// <summary>In the morning of Mondays (毎週月曜日).</summary>
    Week,
}

/// <summary>A search that a person saved (保存した条件).</summary>
public sealed class SavedSearch
{
    /// <summary>Its id.</summary>
    public Guid Id { get; set; }

    /// <summary>Whose it is.</summary>
    public Guid AccountId { get; set; }

    /// <summary>What its owner calls it.</summary>
    public string Name { get; set; } = "";

    /// <summary>The conditions, as in the search's address, without the question mark.</summary>
    public string Conditions { get; set; } = "";

    /// <summary>How often its owner is told of what is new.</summary>
    public DigestEvery Every { get; set; }

    /// <summary>The day in Japan on which its owner is told the next time; null when never.</summary>
    public DateOnly? NextOn { get; set; }

    /// <summary>What was told until then is not new.</summary>
    public DateTimeOffset SeenUntil { get; set; }

    /// <summary>The search's page.</summary>
    internal string Href => Conditions.Length == 0 ? "/search" : $"/search?{Conditions}";

    /// <summary>What it looks for.</summary>
    internal SearchInput Input() => InputOf(Conditions);

    internal static SearchInput InputOf(string conditions) => SearchInput.Of(new QueryCollection(QueryHelpers.ParseQuery(conditions)));

    /// <summary>The next day to tell on, from the day after a given one.</summary>
    internal static DateOnly? Next(DigestEvery every, DateOnly after) => every switch
    {
        DigestEvery.Day => after.AddDays(1),
        DigestEvery.Week => after.AddDays(((int)DayOfWeek.Monday - (int)after.DayOfWeek + 6) % 7 + 1),
        _ => null,
    };
}

/// <summary>Saved searches in words.</summary>
internal static class SavedSearchWords
{
    public static LocalizedText NameOf(DigestEvery every) => every switch
    {
        DigestEvery.Day => new("新しいものがあった日の朝", "In the morning, when there is something new"), DigestEvery.Week => new("毎週月曜日の朝", "On Monday mornings"), _ => new("知らせない", "Never"),
    };
}
