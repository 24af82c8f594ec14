using System.Net;
using System.Text.Json.Serialization;
using Kenmin.Outside;
using Kenmin.SharedKernel;
using Marten;
using Refit;

namespace Kenmin.CommunityBusiness.Organisations;

/// <summary>gBizINFO, version 2: what the state knows of corporations.</summary>
internal interface IGBizInfo
{
    /// <summary>The corporation of a number.</summary>
    [Get("/hojin/{number}")]
    Task<GBizAnswer> OfAsync(string number, [Header("X-hojinInfo-api-token")] string token, CancellationToken cancellationToken);
}

/// <summary>An answer of it.</summary>
internal sealed record GBizAnswer([property: JsonPropertyName("hojin-infos")] List<GBizCorporation>? Corporations);

/// <summary>A corporation in it.</summary>
internal sealed record GBizCorporation(
    [property: JsonPropertyName("corporate_number")] string? Number,
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("kana")] string? Kana,
    [property: JsonPropertyName("postal_code")] string? PostalCode,
    [property: JsonPropertyName("location")] string? Location,
    [property: JsonPropertyName("close_date")] string? CloseDate);

/// <summary>How gBizINFO is asked: section <c>Modules:community-business:GBizInfo</c>.</summary>
internal sealed class GBizSettings : OutsideSettings
{
    public GBizSettings()
    {
        Address = "https://api.info.gbiz.go.jp/hojin/v2";
        // Somebody waits for it.
        (AttemptTimeout, TotalTimeout, Retries) = (TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(8), 2);
    }

    /// <summary>The token that the office was given; without one nobody is asked.</summary>
    public string Token { get; set; } = "";

    /// <summary>For how many days an answer is taken from the database.</summary>
    public int DaysKept { get; set; } = 30;

    /// <summary>For how many days it is believed that there is no such number: a new corporation comes into the register any day.</summary>
    public int DaysUnknown { get; set; } = 1;
}

/// <summary>What a look into the register gave.</summary>
/// <param name="Answer">What it said now or the last time; null when nothing is known.</param>
/// <param name="Silence">Why it said nothing now; null when it did, or need not be asked.</param>
internal sealed record RegisterLook(RegisterAnswer? Answer, OutsideSilence? Silence);

/// <summary>Looks numbers up in gBizINFO, or in what it said before. Whatever it does, entering by hand goes on.</summary>
internal sealed class CorporateRegister(ICommunityBusinessStore store, OutsideService<IGBizInfo> service, GBizSettings settings, TimeProvider clock)
{
    /// <summary>Whether it can be asked at all.</summary>
    public bool IsUsed => service.IsUsed && settings.Token.Length > 0;

    /// <summary>Looks up a number that is well formed.</summary>
    public async Task<RegisterLook> LookAsync(string number, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var session = store.LightweightSession();
        var known = await session.LoadAsync<RegisterAnswer>(number, cancellationToken);
        if (known is not null && known.AskedAt > now.AddDays(known.Found ? -settings.DaysKept : -settings.DaysUnknown)) return new(known, null);
        if (!IsUsed) return new(known, OutsideSilence.SwitchedOff);
        var asked = await service.AskAsync((api, stop) => AskAsync(api, number, stop), cancellationToken);
        if (asked.Value is not { } said) return new(known, asked.Silence);
        var answer = Read(number, said, now);
        // Another number in the answer would be another's name at this one.
        if (answer is null) return new(known, OutsideSilence.Unreadable);
        session.Store(answer);
        await session.SaveChangesAsync(cancellationToken);
        return new(answer, null);
    }

    // That there is no such number is an answer, and no failure.
    private async Task<GBizAnswer> AskAsync(IGBizInfo api, string number, CancellationToken cancellationToken)
    {
        try
        {
            return await api.OfAsync(number, settings.Token, cancellationToken);
        }
        catch (ApiException answer) when (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return new([]);
        }
    }

    // Null where the answer is of no use.
    private static RegisterAnswer? Read(string number, GBizAnswer said, DateTimeOffset now)
    {
        if (said.Corporations is null) return null;
        if (said.Corporations.Count == 0) return new() { Id = number, AskedAt = now };
        if (said.Corporations.FirstOrDefault(c => c.Number == number && !string.IsNullOrWhiteSpace(c.Name)) is not { } found) return null;
        return new()
        {
            Id = number, Found = true, Name = Cut(found.Name, SaveOrganisation.LongestName), Kana = Cut(found.Kana, SaveOrganisation.LongestName), Address = Cut(found.Location, SaveOrganisation.LongestAddress),
            PostalCode = SharedKernel.PostalCode.Parse(found.PostalCode ?? "").TryGet(out var code) ? code.Digits : "", Closed = !string.IsNullOrWhiteSpace(found.CloseDate), AskedAt = now,
        };
    }

    private static string Cut(string? text, int longest)
    {
        var clean = new string([.. (text ?? "").Trim().Where(c => !char.IsControl(c))]);
        return clean.Length > longest ? clean[..longest] : clean;
    }
}
