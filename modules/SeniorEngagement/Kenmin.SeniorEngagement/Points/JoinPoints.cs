using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Circles;
using Kenmin.SeniorEngagement.PersonalData;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Points;

/// <summary>A person wants to collect points (ポイントへの参加).</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="By">The person, or the member of staff at the counter.</param>
/// <param name="HolderId">For whom staff enter it; null where the person does.</param>
[MessageIdentity("senior-engagement.join-points.v1")]
[NewEntries(Features.Points)]
public sealed record JoinPoints(Guid RuleId, Doer By, Guid? HolderId = null);

/// <summary>Enters it.</summary>
public static class JoinPointsHandler
{
    /// <summary>Residents of the municipality, of the age that the rule asks for, within the fiscal year.</summary>
    public static async Task<(CommandAnswer, TellPoints?)> Handle(JoinPoints command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        // The rule is held, so that it does not change in the same moment.
        if (await session.LockAsync<PointRule>(command.RuleId, cancellationToken) is not { } rule) return (CommandAnswer.Unknown, null);
        var today = JapanTime.Today(clock);
        var (collector, refusal) = await session.CollectorAsync(command.HolderId, command.By, today, cancellationToken);
        if (collector is not { } who) return (refusal, null);
        var id = PointMember.IdOf(rule.Id, who);
        await session.TakeTurnsAsync(PointLedger.TurnOf(id), cancellationToken);
        if (await session.MemberAsync(rule.Id, who, cancellationToken) is not null) return (CommandAnswer.Done, null);
        if (!await gates.IsOnAsync(Features.Points, rule.FiscalYear, rule.InitiativeId)) return (CommandAnswer.Off, null);
        if (!rule.FiscalYear.Contains(today)) return (CommandAnswer.Refused("other-year", "この年度の参加の受付は終わったか、まだ始まっていません。", "This fiscal year is over, or has not begun."), null);
        if (await session.GuardianStopsAsync(who, cancellationToken)) return (GuardianRule.Refusal, null);
        if ((command.HolderId is { } on ? await session.LoadAsync<CardHolder>(on, cancellationToken) : await session.OfAccountAsync(who, cancellationToken)) is not { } holder)
            return (CommandAnswer.Refused("card-missing", "先に、興味・活動カードにお名前とお住まいの市町を入力してください。", "First enter your name and municipality on the interest card."), null);
        if (holder.MunicipalityCode != rule.MunicipalityCode) return (CommandAnswer.Refused("elsewhere", "お住まいの市町のポイントではありません。", "These are not the points of your municipality."), null);
        if (!PointReckoning.IsOfAge(rule.Terms, rule.Year, holder.BirthYear))
            return (holder.BirthYear is null
                ? CommandAnswer.Refused("birth-year-missing", "年齢を確かめるため、興味・活動カードに生まれた年を入力してください。", "Enter your year of birth on the interest card, so that the age can be checked.")
                : CommandAnswer.Refused("too-young", $"{rule.Terms.MinimumAge} 歳になる年から参加できます。", $"You can take part from the year in which you turn {rule.Terms.MinimumAge}."), null);
        session.Insert(new PointMember { Id = id, RuleId = rule.Id, AccountId = who, OnPaper = holder.AccountId is null, Name = holder.Name, BirthYear = rule.Terms.MinimumAge > 0 ? holder.BirthYear : null, JoinedOn = today });
        return (CommandAnswer.Done, new(id));
    }
}

/// <summary>By what somebody collects points.</summary>
internal static class Collectors
{
    /// <summary>The account of who acts; for whom staff act at the counter the person's account, or without one the person's own id. Otherwise why not.</summary>
    public static async Task<(Guid? Collector, CommandAnswer Answer)> CollectorAsync(this IDocumentSession session, Guid? holder, Doer by, DateOnly day, CancellationToken cancellationToken)
    {
        if (holder is not { } id)
        {
            await session.TakeTurnsAsync(SaveCardHandler.TurnOfAccount(by.AccountId), cancellationToken);
            return (by.AccountId, CommandAnswer.Done);
        }

        var (person, answer) = await session.ActAsync(id, by, ActingAs.Staff, day, cancellationToken);
        return (person is null ? null : CollectorOf(person), answer);
    }

    /// <summary>By what a person collects.</summary>
    public static Guid CollectorOf(CardHolder holder) => holder.AccountId ?? holder.Id;
}
