using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Initiatives;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;

namespace Kenmin.CommunityBusiness.Consents;

/// <summary>What the owner of a business lets others do with what is told of it (公開の目的).</summary>
public enum PublicPurpose
{
    /// <summary>Everybody reads it on the pages of this site.</summary>
    Pages,

    /// <summary>That, and everybody may use it as open data. What others took along does not come back.</summary>
    PagesAndOpenData,
}

/// <summary>The owner's consent that something is shown to everybody: for a purpose, until a day (公開への同意).</summary>
/// <param name="Purpose">For what.</param>
/// <param name="From">Since when.</param>
/// <param name="Until">The last day.</param>
/// <param name="How">How it was given, where staff noted it; empty where the owner gave it here.</param>
/// <param name="By">Who gave or noted it.</param>
public sealed record PublicConsent(PublicPurpose Purpose, DateOnly From, DateOnly Until, string How, Doer By)
{
    /// <summary>Whether it was told that it ends soon.</summary>
    public bool Told { get; init; }

    internal bool IsInForce(DateOnly day) => From <= day && day <= Until;

    internal bool IsForOpenData(DateOnly day) => IsInForce(day) && Purpose == PublicPurpose.PagesAndOpenData;
}

/// <summary>Something that is shown while its owner agrees.</summary>
internal interface IConsented
{
    PublicConsent? Consent { get; set; }
}

/// <summary>Gives a consent, as a command says it.</summary>
internal interface IGivesConsent
{
    PublicPurpose? Purpose { get; }

    DateOnly? Until { get; }

    string? How { get; }

    Doer? By { get; }

    OfficePowers? Office { get; }
}

/// <summary>What commands about consents have in common.</summary>
internal static class ConsentWork
{
    public const int MostYears = 3, LongestHow = 200;

    public static CommandAnswer Own { get; } = CommandAnswer.Refused("own", "ご自分の事業については決められません。ほかの職員に頼んでください。", "You cannot decide on your own business. Ask a colleague.");

    /// <summary>The owner only: others of the team do not agree for the owner. The office notes what the owner said to it.</summary>
    public static bool May(Venture venture, Doer? by, OfficePowers? office, InitiativeDirectory initiatives) =>
        office is not null ? office.Covers(venture, initiatives) : by is not null && venture.OwnerAccountId == by.AccountId;

    private static IEnumerable<Flaw> Flaws(PublicPurpose? purpose, DateOnly? until, string? how, bool office, DateOnly today)
    {
        if (purpose is not { } known || !Enum.IsDefined(known)) yield return new("Purpose", new("何のために公開してよいかを選んでください。", "Choose what it may be shown for."));
        if (until is not { } day || day < today || day > today.AddYears(MostYears))
            yield return new("Until", new($"今日から {MostYears} 年後までの日にしてください。", $"Choose a day within {MostYears} years from today."));
        foreach (var flaw in Flaw.OfText(how, "How", LongestHow, required: office)) yield return flaw;
    }

    /// <summary>Notes a consent, which takes the place of the former one. The owner learns what the office noted.</summary>
    /// <param name="session">Stores it.</param>
    /// <param name="shown">What may be shown then.</param>
    /// <param name="venture">Whose it is.</param>
    /// <param name="given">The consent.</param>
    /// <param name="told">What the owner is told, in a line.</param>
    /// <param name="page">The owner's page about it.</param>
    /// <param name="now">When it is given.</param>
    public static (CommandAnswer, OutgoingMessages) Give<T>(IDocumentSession session, T shown, Venture venture, IGivesConsent given, LocalizedText told, string page, DateTimeOffset now)
        where T : notnull, IConsented
    {
        if (given.Office is { } office && venture.IsOf(office.By.AccountId)) return (Own, []);
        var today = JapanTime.DayOf(now);
        foreach (var flaw in Flaws(given.Purpose, given.Until, given.How, given.Office is not null, today)) return (CommandAnswer.Invalid(flaw), []);
        shown.Consent = new(given.Purpose!.Value, today, given.Until!.Value, given.Office is null ? "" : VentureWork.Tidy(given.How), given.By ?? given.Office!.By);
        session.Store(shown);
        return (CommandAnswer.Done, [.. TellOwner(venture, shown.Consent, told, page, now)]);
    }

    /// <summary>Ends a consent, as often as it is asked: nobody sees what it was for from the next request on.</summary>
    public static CommandAnswer Withdraw<T>(IDocumentSession session, T shown)
        where T : notnull, IConsented
    {
        if (shown.Consent is null) return CommandAnswer.Done;
        shown.Consent = null;
        session.Store(shown);
        return CommandAnswer.Done;
    }

    // The owner can withdraw what the office noted in their name.
    private static IEnumerable<NoticeIssued> TellOwner(Venture venture, PublicConsent consent, LocalizedText subject, string page, DateTimeOffset now)
    {
        if (venture.OwnerAccountId is not { } owner || owner == consent.By.AccountId) yield break;
        yield return new(FactId.Of($"community-business.consent-noted|{venture.Id:N}|{page}|{now:O}"), owner, subject,
            new($"「{venture.Title}」について、窓口が同意を記録しました（{Dates.LongText(consent.Until).Ja}まで）。違うときは、このページで取り消せます。", $"The office noted a consent for “{venture.Title}” (until {Dates.LongText(consent.Until).En}). If that is wrong, withdraw it on this page."),
            $"/community-business/mine/{venture.Id}/{page}", now, MailKinds.Ventures);
    }
}

/// <summary>Consents in words.</summary>
internal static class ConsentWords
{
    public static LocalizedText NameOf(PublicPurpose purpose) => purpose == PublicPurpose.Pages
        ? new("このサイトのページで見せる", "To be read on the pages of this site")
        : new("このサイトのページで見せ、オープンデータとしても使ってよい（CC BY 4.0）", "To be read on this site, and to be used as open data (CC BY 4.0)");

    public static IReadOnlyList<FieldOption> Purposes { get; } = [.. Enum.GetValues<PublicPurpose>().Select(p => new FieldOption(p.ToString(), NameOf(p)))];

    public static PublicPurpose? Read(string? text) => Enum.TryParse<PublicPurpose>(text, out var purpose) && Enum.IsDefined(purpose) ? purpose : null;
}
