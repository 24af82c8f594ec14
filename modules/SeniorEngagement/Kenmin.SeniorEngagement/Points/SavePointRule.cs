using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Points;

/// <summary>Makes a rule for points, or changes it (ポイントの決まりを決める).</summary>
/// <param name="Id">The rule.</param>
/// <param name="InitiativeId">The initiative; stays once the rule is there.</param>
/// <param name="Year">The year in which its fiscal year starts; stays.</param>
/// <param name="Municipality">The municipality; stays.</param>
/// <param name="Terms">The rule.</param>
/// <param name="ExchangeFrom">The first day of the exchange.</param>
/// <param name="ExchangeUntil">Its last day.</param>
[MessageIdentity("senior-engagement.save-point-rule.v1")]
[NewEntries(Features.Points)]
public sealed record SavePointRule(Guid Id, Guid? InitiativeId, int Year, string Municipality, PointTerms Terms, DateOnly? ExchangeFrom, DateOnly? ExchangeUntil);

/// <summary>Keeps it.</summary>
public static class SavePointRuleHandler
{
    /// <summary>One rule for an initiative, year and municipality. What counts is fixed once somebody takes part: points are a promise.</summary>
    public static async Task<CommandAnswer> Handle(SavePointRule command, IDocumentSession session, FeatureGates gates, InitiativeDirectory initiatives, CancellationToken cancellationToken)
    {
        var known = await session.LockAsync<PointRule>(command.Id, cancellationToken);
        if (known is null && command.Year is < 2000 or > FiscalYear.LatestYear) return CommandAnswer.Invalid(new(nameof(command.Year), new("年度を選んでください。", "Choose the fiscal year.")));
        var (initiative, year) = known is null ? (command.InitiativeId, command.Year) : (known.InitiativeId, known.Year);
        if (Municipality.ByCode(known?.MunicipalityCode ?? command.Municipality) is not { } municipality) return CommandAnswer.Invalid(new(nameof(command.Municipality), new("市町を選んでください。", "Choose the municipality.")));
        foreach (var flaw in command.Terms.Flaws()) return CommandAnswer.Invalid(flaw);
        if (command.ExchangeFrom is not { } from) return CommandAnswer.Invalid(new(nameof(command.ExchangeFrom), new("交換の最初の日を入力してください。", "Enter the first day of the exchange.")));
        if (command.ExchangeUntil is not { } until || until < from) return CommandAnswer.Invalid(new(nameof(command.ExchangeUntil), new("交換の最後の日は、最初の日からあとの日にしてください。", "The last day of the exchange comes after the first.")));
        if (!await gates.IsOnAsync(Features.Points, new(year)) || !initiatives.IsBeingPrepared(SeniorEngagementModule.Key, initiative, new(year))) return CommandAnswer.Off;
        var key = PointRule.KeyOf(initiative, year, municipality.Code6);
        await session.TakeTurnsAsync($"rule|{key}", cancellationToken);
        if (await session.Query<PointRule>().AnyAsync(r => r.Key == key && r.Id != command.Id, cancellationToken))
            return CommandAnswer.Refused("rule-there", "この事業・年度・市町の決まりは、もうあります。", "There is a rule for this initiative, year and municipality already.", nameof(command.Municipality));
        if (known is not null && known.Terms.AsText() != command.Terms.AsText() && await session.Query<PointMember>().AnyAsync(m => m.RuleId == known.Id, cancellationToken))
            return CommandAnswer.Refused("rule-in-use", "参加した人がいるので、ポイントの付け方は変えられません。交換の期間は変えられます。", "People take part already: how points are given can no longer be changed. The time of the exchange can.");
        session.Store(new PointRule { Id = command.Id, InitiativeId = initiative, Year = year, MunicipalityCode = municipality.Code6, Terms = command.Terms, ExchangeFrom = from, ExchangeUntil = until, Key = key });
        return CommandAnswer.Done;
    }

    // Lists are compared by what is in them.
    internal static string AsText(this PointTerms terms) => System.Text.Json.JsonSerializer.Serialize(terms with { ExcludedModules = [.. terms.ExcludedModules.Order(StringComparer.Ordinal)] });
}
