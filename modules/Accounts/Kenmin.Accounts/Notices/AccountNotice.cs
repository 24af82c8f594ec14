using System.Globalization;
using Kenmin.SharedKernel;

namespace Kenmin.Accounts.Notices;

/// <summary>A notice (お知らせ) to the holder of an account.</summary>
public sealed class AccountNotice
{
    /// <summary>The id that the module which issued it gave it.</summary>
    public Guid Id { get; set; }

    /// <summary>Whom it is for.</summary>
    public Guid AccountId { get; set; }

    /// <summary>The account that it was addressed to, where that one went into another (統合); else null.</summary>
    public Guid? ForAccount { get; set; }

    /// <summary>What happened, in one line.</summary>
    public LocalizedText Subject { get; set; }

    /// <summary>What it means and what to do.</summary>
    public LocalizedText Body { get; set; }

    /// <summary>Where to read on, on this site; null when there is nothing more to read.</summary>
    public string? Link { get; set; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>When the reader marked it as read.</summary>
    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>The order of the list, and the key of its pages: by time, and by id among those of one moment.</summary>
    public string SortKey { get; set; } = "";

    /// <summary>The sort key of a notice.</summary>
    public static string SortKeyOf(DateTimeOffset at, Guid id) =>
        string.Create(CultureInfo.InvariantCulture, $"{at.UtcTicks:D19}-{id:N}");
}
