using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.PersonalData;
using Kenmin.CleanUp.Sites;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Care;

/// <summary>A group's leader asks to care for a site, or changes what was asked as long as the city has not agreed (アダプトを申し込む).</summary>
/// <param name="Id">The adoption's id; a new one asks.</param>
/// <param name="SiteId">The site; stays as it is once asked.</param>
/// <param name="GroupId">The group, which the account must lead; stays as it is once asked.</param>
/// <param name="Frequency">How often the group will clean.</param>
/// <param name="From">From when.</param>
/// <param name="Until">Until when.</param>
/// <param name="Plan">What the group means to do.</param>
/// <param name="ShowName">Whether everybody may see the group's name.</param>
/// <param name="Reminders">Whether the leader wants to be reminded.</param>
/// <param name="AccountId">Who asks.</param>
[MessageIdentity("clean-up.ask-adoption.v1")]
[NewEntries(Features.Care)]
public sealed record AskAdoption(
    Guid Id, Guid SiteId, Guid GroupId, CareFrequency Frequency, DateOnly? From, DateOnly? Until, string Plan, bool ShowName, bool Reminders, Guid AccountId)
{
    internal const int LongestYears = 10;

    internal IEnumerable<Flaw> Flaws(DateOnly today)
    {
        foreach (var flaw in Frequency.Flaws()) yield return flaw;
        if (From is not { } from) yield return new(nameof(From), new("始める日を入力してください。", "Enter the first day."));
        else if (from < today) yield return new(nameof(From), new("今日より後の日にしてください。", "Choose today or a later day."));
        else if (from > today.AddYears(1)) yield return new(nameof(From), new("1 年以内の日にしてください。", "Choose a day within a year."));
        else foreach (var flaw in OfLastDay(Until, nameof(Until), from)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Plan, nameof(Plan), 500, required: false, lines: true)) yield return flaw;
    }

    internal static IEnumerable<Flaw> OfLastDay(DateOnly? day, string field, DateOnly from)
    {
        if (day is not { } until) yield return new(field, new("終わりの日を入力してください。", "Enter the last day."));
        else if (until <= from) yield return new(field, new($"{from:yyyy-MM-dd} より後の日にしてください。", $"Choose a day after {from:yyyy-MM-dd}."));
        else if (until > from.AddYears(LongestYears)) yield return new(field, new($"{LongestYears} 年以内にしてください。そのあとは更新できます。", $"Choose a day within {LongestYears} years; it can be renewed then."));
    }
}

/// <summary>Keeps what was asked.</summary>
public static class AskAdoptionHandler
{
    /// <summary>A group cares for a site once at a time; other groups may care for the same site.</summary>
    public static async Task<CommandAnswer> Handle(
        AskAdoption command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var known = await session.LockAsync<Adoption>(command.Id, cancellationToken);
        if (await session.LoadAsync<Group>(known?.GroupId ?? command.GroupId, cancellationToken) is not { } group || group.AccountId != command.AccountId) return CommandAnswer.Unknown;
        if (known is { State: AdoptionState.Agreed or AdoptionState.Ended })
            return CommandAnswer.Refused("decided", "決まったあとの申込は変えられません。変更は市町の窓口にご相談ください。", "What was agreed or ended stays as it is. Please ask the municipality.");
        if (await session.LoadAsync<Site>(known?.SiteId ?? command.SiteId, cancellationToken) is not { Closed: false } site)
            return CommandAnswer.Refused("site-closed", "この場所は、現在、清掃の対象ではありません。", "This site is not offered at present.", nameof(command.SiteId));
        if (!await gates.IsOnNowAsync(Features.Care)) return CareAnswers.Off;
        if (await session.GuardianStopsAsync(command.AccountId, cancellationToken)) return GuardianRule.Refusal;
        foreach (var flaw in command.Flaws(JapanTime.DayOf(now))) return CommandAnswer.Invalid(flaw);
        await session.TakeTurnsAsync($"adoption|{site.Id:N}|{group.Id:N}", cancellationToken);
        if (await session.Query<Adoption>().AnyAsync(a => a.SiteId == site.Id && a.GroupId == group.Id && a.Id != command.Id
                && (a.State == AdoptionState.Asked || a.State == AdoptionState.Agreed), cancellationToken))
            return CommandAnswer.Refused("already-adopted", "このグループは、この場所をもう申し込んでいるか、受け持っています。", "The group has asked for this site, or cares for it already.", nameof(command.SiteId));
        var adoption = new Adoption
        {
            Id = command.Id, SiteId = site.Id, MunicipalityCode = site.MunicipalityCode, GroupId = group.Id, Frequency = command.Frequency, Plan = command.Plan?.Trim() ?? "",
            From = command.From!.Value, Until = command.Until!.Value, ShowName = command.ShowName, Reminders = command.Reminders, State = AdoptionState.Asked, AskedAt = now,
        };
        adoption.Reckon(await session.CareRulesAsync(site.MunicipalityCode, cancellationToken));
        session.Store(adoption);
        return CommandAnswer.Done;
    }
}

/// <summary>The leader sets whether the group's name is shown and whether reminders come (表示とお知らせの設定).</summary>
/// <param name="Id">The adoption.</param>
/// <param name="ShowName">Whether everybody may see the group's name.</param>
/// <param name="Reminders">Whether reminders come.</param>
/// <param name="AccountId">Who says so.</param>
[MessageIdentity("clean-up.set-care-wishes.v1")]
[NoNewEntries("people rule over what is shown and sent of what exists")]
public sealed record SetCareWishes(Guid Id, bool ShowName, bool Reminders, Guid AccountId);

/// <summary>Keeps it.</summary>
public static class SetCareWishesHandler
{
    /// <summary>Only the leader.</summary>
    public static async Task<CommandAnswer> Handle(SetCareWishes command, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (await session.OwnAdoptionAsync(command.Id, command.AccountId, cancellationToken) is not { } adoption) return CommandAnswer.Unknown;
        (adoption.ShowName, adoption.Reminders) = (command.ShowName, command.Reminders);
        adoption.Reckon(await session.CareRulesAsync(adoption.MunicipalityCode, cancellationToken));
        session.Store(adoption);
        return CommandAnswer.Done;
    }
}

/// <summary>The leader asks to go on after the last day (更新を申し込む).</summary>
/// <param name="Id">The adoption.</param>
/// <param name="Until">The new last day.</param>
/// <param name="AccountId">Who asks.</param>
[MessageIdentity("clean-up.ask-renewal.v1")]
[NewEntries(Features.Care)]
public sealed record AskRenewal(Guid Id, DateOnly? Until, Guid AccountId);

/// <summary>Keeps the wish; the agreement does not run out before staff have decided.</summary>
public static class AskRenewalHandler
{
    /// <summary>Asked again, the later wish stands.</summary>
    public static async Task<CommandAnswer> Handle(AskRenewal command, IDocumentSession session, FeatureGates gates, CancellationToken cancellationToken)
    {
        if (await session.OwnAdoptionAsync(command.Id, command.AccountId, cancellationToken) is not { } adoption) return CommandAnswer.Unknown;
        if (!await gates.IsOnNowAsync(Features.Care)) return CareAnswers.Off;
        if (!adoption.IsAgreed) return CareAnswers.NotAgreed;
        foreach (var flaw in AskAdoption.OfLastDay(command.Until, nameof(command.Until), adoption.Until)) return CommandAnswer.Invalid(flaw);
        adoption.RenewalAsked = command.Until;
        adoption.Reckon(await session.CareRulesAsync(adoption.MunicipalityCode, cancellationToken));
        session.Store(adoption);
        return CommandAnswer.Done;
    }
}

/// <summary>What is common to the handlers of care.</summary>
internal static class CareAnswers
{
    public static CommandAnswer Off { get; } = new(CommandAnswer.Closed, new("アダプト（里親）の新しい申込は、現在受け付けていません。", "Nothing new is taken for adopted places at present."));

    public static CommandAnswer NotAgreed { get; } = CommandAnswer.Refused("not-agreed", "合意しているアダプトだけに使えます。", "This is possible while the adoption is agreed.");

    /// <summary>The adoption, locked, if the account leads its group.</summary>
    public static async Task<Adoption?> OwnAdoptionAsync(this IDocumentSession session, Guid id, Guid account, CancellationToken cancellationToken) =>
        await session.LockAsync<Adoption>(id, cancellationToken) is { } adoption
        && await session.LoadAsync<Group>(adoption.GroupId, cancellationToken) is { } group && group.AccountId == account ? adoption : null;
}
