using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.RuralLeaders.Areas;
using Kenmin.RuralLeaders.Help.Matching;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.RuralLeaders.PersonalData;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Help;

/// <summary>A person, a group or the owner of a thing offers help (応援を申し出る).</summary>
/// <param name="Id">The offer's id: sent again, there is one.</param>
/// <param name="PersonId">Who offers.</param>
/// <param name="Kind">A person, a group or a thing.</param>
/// <param name="Group">The group's name.</param>
/// <param name="People">How many people come at most.</param>
/// <param name="Jobs">For which jobs.</param>
/// <param name="Skills">What they can do.</param>
/// <param name="Tool">The thing.</param>
/// <param name="AreaId">From which settlement or district.</param>
/// <param name="Days">On which days of the week.</param>
/// <param name="Minutes">How far, in minutes by car.</param>
/// <param name="TimesAYear">How often in a fiscal year.</param>
/// <param name="Until">The last day.</param>
/// <param name="By">Staff who enter it for somebody on paper; null where the person does.</param>
[MessageIdentity("rural-leaders.offer-help.v1")]
[NewEntries(Features.Help)]
public sealed record OfferHelp(
    Guid Id, Guid PersonId, HelpOfferKind? Kind, string? Group, int? People, IReadOnlyList<HelpKind> Jobs, IReadOnlyList<HelpSkill> Skills, HelpTool? Tool, Guid? AreaId,
    IReadOnlyList<DayOfWeek> Days, int? Minutes, int? TimesAYear, DateOnly? Until, Doer? By)
{
    internal const int LongestDays = 366, MostPeople = 50;

    internal IEnumerable<Flaw> Flaws(DateOnly today)
    {
        if (Kind is not { } kind || !Enum.IsDefined(kind)) yield return new(nameof(Kind), new("個人、グループ、道具のどれかを選んでください。", "Choose a person, a group or a tool."));
        if (Kind == HelpOfferKind.Group)
        {
            foreach (var flaw in Flaw.OfText(Group, nameof(Group), 60)) yield return flaw;
            if (People is null) yield return new(nameof(People), new("何人まで来られるかを入力してください。", "Enter how many can come at most."));
            foreach (var flaw in Flaw.OfNumber(People, nameof(People), 2, MostPeople)) yield return flaw;
        }

        if (Kind == HelpOfferKind.Tool && Tool is null) yield return new(nameof(Tool), new("貸せるものを選んでください。", "Choose what you lend."));
        if (Kind is HelpOfferKind.Person or HelpOfferKind.Group && Jobs.Count == 0) yield return new(nameof(Jobs), new("手伝える仕事を 1 つ以上選んでください。", "Choose at least one job."));
        if (AreaId is null) yield return new(nameof(AreaId), new("どの集落・地区から来るかを選んでください。", "Choose where you come from."));
        if (Days.Count == 0) yield return new(nameof(Days), new("曜日を 1 つ以上選んでください。", "Choose at least one day of the week."));
        if (Minutes is null) yield return new(nameof(Minutes), new("どこまで行けるかを選んでください。", "Choose how far you go."));
        foreach (var flaw in Flaw.OfNumber(Minutes, nameof(Minutes), 5, HelpWorth.FarthestMinutes)) yield return flaw;
        if (TimesAYear is null) yield return new(nameof(TimesAYear), new("年に何回までかを入力してください。", "Enter how often in a year."));
        foreach (var flaw in Flaw.OfNumber(TimesAYear, nameof(TimesAYear), 1, 100)) yield return flaw;
        if (Until is not { } until || until <= today || until > today.AddDays(LongestDays))
            yield return new(nameof(Until), new("明日から 1 年先までの日を入力してください。", "Enter a day from tomorrow to a year ahead."));
    }
}

/// <summary>Takes the offer in.</summary>
public static class OfferHelpHandler
{
    /// <summary>A person has one offer of their own at a time, so that nobody is asked twice for the same hours.</summary>
    public static async Task<CommandAnswer> Handle(OfferHelp command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var known = await session.LockAsync<HelpOffer>(command.Id, cancellationToken);
        if (known is not null) return known.PersonId == command.PersonId ? CommandAnswer.Done : CommandAnswer.Unknown;
        foreach (var flaw in command.Flaws(JapanTime.DayOf(now))) return CommandAnswer.Invalid(flaw);
        if (!await gates.IsOnNowAsync(Features.Help)) return CommandAnswer.Off;
        var person = await session.LoadAsync<Learner>(command.PersonId, cancellationToken);
        if (HelpPeople.Refusal(person, command.By) is { } refusal) return refusal;
        if (person!.AccountId is { } account && await session.GuardianStopsAsync(account, cancellationToken)) return GuardianRule.Refusal;
        if (await session.LoadAsync<Area>(command.AreaId!.Value, cancellationToken) is not { Level: <= AreaLevel.District, Closed: false } area)
            return CommandAnswer.Invalid(new(nameof(command.AreaId), new("集落か地区を一覧から選んでください。", "Choose a settlement or district from the list.")));
        var kind = command.Kind!.Value;
        if (kind == HelpOfferKind.Person)
        {
            await session.TakeTurnsAsync($"help-offer|{person.Id:N}", cancellationToken);
            if (await session.Query<HelpOffer>().AnyAsync(o => o.PersonId == person.Id && o.Kind == HelpOfferKind.Person && o.State == HelpState.Open && o.OnlyFor == null, cancellationToken))
                return CommandAnswer.Refused("offered", "個人としての申し出は、すでに受付中です。変えるときは、前のものを取り下げてから申し出てください。", "You offer help already. To change it, take the former offer back first.");
        }

        session.Insert(new HelpOffer
        {
            Id = command.Id, PersonId = person.Id, AccountId = person.AccountId, Kind = kind, Group = kind == HelpOfferKind.Group ? command.Group!.Trim() : "", People = kind == HelpOfferKind.Group ? command.People!.Value : 1,
            Jobs = kind == HelpOfferKind.Tool ? [] : [.. command.Jobs.Distinct().Order()], Skills = kind == HelpOfferKind.Tool ? [] : [.. command.Skills.Distinct().Order()],
            Tool = kind == HelpOfferKind.Tool ? command.Tool : null, AreaId = area.Id, MunicipalityCode = area.MunicipalityCode, Days = [.. command.Days.Distinct().Order()], Minutes = command.Minutes!.Value,
            TimesAYear = command.TimesAYear!.Value, Until = command.Until!.Value, At = now, EnteredBy = command.By,
        });
        return CommandAnswer.Done;
    }
}

/// <summary>Takes an offer back (申し出の取下げ).</summary>
/// <param name="OfferId">The offer.</param>
/// <param name="PersonId">Who offered.</param>
/// <param name="By">Staff; null where the person does.</param>
[MessageIdentity("rural-leaders.withdraw-help-offer.v1")]
[NoNewEntries("ends what exists")]
public sealed record WithdrawHelpOffer(Guid OfferId, Guid PersonId, Doer? By);

/// <summary>Takes it back.</summary>
public static class WithdrawHelpOfferHandler
{
    /// <summary>Proposals end, promises are called off, and those who counted on them are told.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(WithdrawHelpOffer command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<HelpOffer>(command.OfferId, cancellationToken) is not { } offer || !HelpPeople.Helps(offer, command.PersonId, command.By)) return (CommandAnswer.Unknown, []);
        if (offer.State != HelpState.Open) return (CommandAnswer.Done, []);
        offer.State = HelpState.Withdrawn;
        session.Store(offer);
        return (CommandAnswer.Done, [.. await session.EndMatchesAsync(null, offer, HelpSide.Helper, clock.GetUtcNow(), cancellationToken)]);
    }
}
