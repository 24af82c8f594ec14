using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.PersonalData;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Points;

/// <summary>A person wants to collect points (ポイントへの参加).</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="By">The person.</param>
[MessageIdentity("senior-engagement.join-points.v1")]
[NewEntries(Features.Points)]
public sealed record JoinPoints(Guid RuleId, Doer By);

/// <summary>Enters it.</summary>
public static class JoinPointsHandler
{
    /// <summary>Residents of the municipality, of the age that the rule asks for, within the fiscal year.</summary>
    public static async Task<(CommandAnswer, TellPoints?)> Handle(JoinPoints command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        // The rule is held, so that it does not change in the same moment.
        if (await session.LockAsync<PointRule>(command.RuleId, cancellationToken) is not { } rule) return (CommandAnswer.Unknown, null);
        var (id, today) = (PointMember.IdOf(rule.Id, command.By.AccountId), JapanTime.Today(clock));
        await session.TakeTurnsAsync(PointLedger.TurnOf(id), cancellationToken);
        if (await session.MemberAsync(rule.Id, command.By.AccountId, cancellationToken) is not null) return (CommandAnswer.Done, null);
        if (!await gates.IsOnAsync(Features.Points, rule.FiscalYear, rule.InitiativeId)) return (CommandAnswer.Off, null);
        if (!rule.FiscalYear.Contains(today)) return (CommandAnswer.Refused("other-year", "この年度の参加の受付は終わったか、まだ始まっていません。", "This fiscal year is over, or has not begun."), null);
        if (await session.GuardianStopsAsync(command.By.AccountId, cancellationToken)) return (GuardianRule.Refusal, null);
        if (await session.OfAccountAsync(command.By.AccountId, cancellationToken) is not { } holder)
            return (CommandAnswer.Refused("card-missing", "先に、興味・活動カードにお名前とお住まいの市町を入力してください。", "First enter your name and municipality on the interest card."), null);
        if (holder.MunicipalityCode != rule.MunicipalityCode) return (CommandAnswer.Refused("elsewhere", "お住まいの市町のポイントではありません。", "These are not the points of your municipality."), null);
        if (!PointReckoning.IsOfAge(rule.Terms, rule.Year, holder.BirthYear))
            return (holder.BirthYear is null
                ? CommandAnswer.Refused("birth-year-missing", "年齢を確かめるため、興味・活動カードに生まれた年を入力してください。", "Enter your year of birth on the interest card, so that the age can be checked.")
                : CommandAnswer.Refused("too-young", $"{rule.Terms.MinimumAge} 歳になる年から参加できます。", $"You can take part from the year in which you turn {rule.Terms.MinimumAge}."), null);
        session.Insert(new PointMember { Id = id, RuleId = rule.Id, AccountId = command.By.AccountId, Name = holder.Name, BirthYear = rule.Terms.MinimumAge > 0 ? holder.BirthYear : null, JoinedOn = today });
        return (CommandAnswer.Done, new(id));
    }
}
