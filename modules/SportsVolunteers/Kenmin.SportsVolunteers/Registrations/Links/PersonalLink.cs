using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.SportsVolunteers.Registrations.Links;

/// <summary>What the holder of a link can do with it.</summary>
public enum LinkPurpose
{
    /// <summary>Answer whether they stay registered (回答用リンク); the answer can be changed until the last day.</summary>
    Answer,

    /// <summary>Connect their account with their record (本人確認リンク); works once.</summary>
    Account,
}

/// <summary>Why a link ended before its last day.</summary>
public enum LinkEnd
{
    /// <summary>It was used.</summary>
    Used,

    /// <summary>A later one was made for the same person.</summary>
    Replaced,
}

/// <summary>A person's own link. Found by the hash of its token.</summary>
public sealed class PersonalLink
{
    /// <summary>SHA-256 of the token, base64url. Who reads the database cannot use the link.</summary>
    public string Id { get; set; } = "";

    /// <summary>The person.</summary>
    public Guid VolunteerId { get; set; }

    /// <summary>What it is for.</summary>
    public LinkPurpose Purpose { get; set; }

    /// <summary>The festival whose roster it is about: its name; empty when the person was on none.</summary>
    public string Festival { get; set; } = "";

    /// <summary>The fiscal year that an answer renews for; null when it is about staying after a festival.</summary>
    public int? RenewalYear { get; set; }

    /// <summary>The last day it can be used, in Japan.</summary>
    public DateOnly LastDay { get; set; }

    /// <summary>
    /// The number on the slip of the letter (整理番号), by which staff find whose answer came back; null where no letter is printed.
    /// It opens nothing by itself.
    /// </summary>
    public string? SlipNumber { get; set; }

    /// <summary>Why it ended before; null while it has not.</summary>
    public LinkEnd? Ended { get; set; }

    /// <summary>
    /// The token, sealed with the platform's data-protection keys, so that letters can be printed again; null when the link was
    /// handed over at a counter, has ended, or its last day has passed.
    /// </summary>
    public string? SealedToken { get; set; }

    /// <summary>Whether it can be used on <paramref name="day"/>.</summary>
    public bool IsOpenOn(DateOnly day) => Ended is null && day <= LastDay;

    /// <summary>Ends it.</summary>
    public void End(LinkEnd why) => (Ended, SealedToken) = (why, null);
}

/// <summary>Finding links.</summary>
internal static class LinkSessions
{
    /// <summary>The link with this token and purpose; null when there is none.</summary>
    public static async Task<PersonalLink?> FindLinkAsync(this IQuerySession session, string token, LinkPurpose purpose, CancellationToken cancellationToken) =>
        await session.LoadAsync<PersonalLink>(LinkTokens.HashOf(token), cancellationToken) is { } link && link.Purpose == purpose ? link : null;

    /// <summary>Links of these persons to connect an account that can be used today.</summary>
    public static async Task<IReadOnlyList<PersonalLink>> OpenAccountLinksAsync(
        this IQuerySession session, IReadOnlyCollection<Guid> volunteers, TimeProvider clock, CancellationToken cancellationToken)
    {
        var ids = volunteers.ToArray();
        var links = await session.Query<PersonalLink>().Where(l => l.VolunteerId.IsOneOf(ids) && l.Purpose == LinkPurpose.Account).ToListAsync(cancellationToken);
        var today = JapanTime.Today(clock);
        return [.. links.Where(l => l.IsOpenOn(today))];
    }
}
