using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Marten;
using Microsoft.AspNetCore.DataProtection;

namespace Kenmin.SportsVolunteers.Calendars;

/// <summary>The secret address under which a volunteer's calendar program fetches the own shifts.</summary>
public sealed class CalendarFeed
{
    /// <summary>The volunteer.</summary>
    public Guid Id { get; set; }

    /// <summary>SHA-256 of the address's secret part, by which it is found.</summary>
    public string TokenHash { get; set; } = "";

    /// <summary>The secret part, sealed with the data-protection keys, so that its holder can be shown it again.</summary>
    public string SealedToken { get; set; } = "";
}

/// <summary>Makes, finds and resets secret addresses.</summary>
internal sealed class CalendarFeeds(ISportsVolunteersStore store, IDataProtectionProvider protection)
{
    private readonly IDataProtector _seal = protection.CreateProtector("Kenmin.SportsVolunteers.CalendarFeed");

    /// <summary>The path of a feed.</summary>
    public static string Path(string token) => $"/sports/calendar/{token}.ics";

    /// <summary>The secret part of the volunteer's address; null when there is none, or the key that sealed it is gone.</summary>
    public async Task<string?> TokenAsync(Guid volunteer, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<CalendarFeed>(volunteer, cancellationToken) is not { } feed) return null;
        try
        {
            return _seal.Unprotect(feed.SealedToken);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Makes a new address; the one before ends at once.</summary>
    public async Task ResetAsync(Guid volunteer, CancellationToken cancellationToken)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        await using var session = store.LightweightSession();
        session.Store(new CalendarFeed { Id = volunteer, TokenHash = HashOf(token), SealedToken = _seal.Protect(token) });
        await session.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Ends the address.</summary>
    public async Task EndAsync(Guid volunteer, CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession();
        session.Delete<CalendarFeed>(volunteer);
        await session.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Whose address it is; null when it is nobody's.</summary>
    public async Task<Guid?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var hash = HashOf(token);
        await using var session = store.QuerySession();
        return (await session.Query<CalendarFeed>().FirstOrDefaultAsync(f => f.TokenHash == hash, cancellationToken))?.Id;
    }

    private static string HashOf(string token) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
