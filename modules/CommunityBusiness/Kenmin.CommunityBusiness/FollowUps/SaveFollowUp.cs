using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Pages;
using Kenmin.Persistence;
using Kenmin.Persistence.Jobs;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.FollowUps;

/// <summary>The team, or the office for it, says what became of the business (フォローアップの回答).</summary>
/// <param name="VentureId">The venture.</param>
/// <param name="Months">How many months after the launch.</param>
/// <param name="GoesOn">Whether it goes on; null while nothing was chosen.</param>
/// <param name="Jobs">How many people are paid for work in it.</param>
/// <param name="Turnover">What it took in the last twelve months.</param>
/// <param name="Residents">How many residents were served.</param>
/// <param name="Worked">What worked, and why.</param>
/// <param name="Failed">What did not, and why.</param>
/// <param name="By">Somebody of the team; null for the office.</param>
/// <param name="Office">The office; else null.</param>
[MessageIdentity("community-business.save-follow-up.v1")]
[NoNewEntries("says what became of what was launched")]
public sealed record SaveFollowUp(Guid VentureId, int Months, bool? GoesOn, int? Jobs, TurnoverClass? Turnover, int? Residents, string? Worked, string? Failed, Doer? By, OfficePowers? Office);

/// <summary>Keeps it.</summary>
public static class SaveFollowUpHandler
{
    internal const int Longest = 1000, MostJobs = 1_000, MostResidents = 1_000_000;

    /// <summary>From a month before its day on, also of what was stopped; said again, the latest stands.</summary>
    public static async Task<CommandAnswer> Handle(SaveFollowUp command, IDocumentSession session, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await session.TakeTurnsAsync(VentureWork.TurnOf(command.VentureId), cancellationToken);
        if (await session.LoadAsync<Venture>(command.VentureId, cancellationToken) is not { State: not VentureState.Draft } venture || !GoOn.May(venture, command.By, command.Office, initiatives)
            || await session.LockAsync<FollowUp>(FollowUp.IdOf(venture.Id, command.Months), cancellationToken) is not { } asked) return CommandAnswer.Unknown;
        if (JapanTime.DayOf(now) < asked.DueOn.AddDays(-FollowUp.DaysBefore))
            return CommandAnswer.Refused("too-early", $"{Dates.LongText(asked.DueOn.AddDays(-FollowUp.DaysBefore)).Ja}から答えられます。", $"It can be answered from {Dates.LongText(asked.DueOn.AddDays(-FollowUp.DaysBefore)).En} on.");
        foreach (var flaw in Flaws(command)) return CommandAnswer.Invalid(flaw);
        asked.Answer = new(
            command.GoesOn!.Value, command.Jobs!.Value, command.Turnover!.Value, command.Residents!.Value, VentureWork.Tidy(command.Worked), VentureWork.Tidy(command.Failed), now, command.By ?? command.Office!.By);
        session.Store(asked);
        return CommandAnswer.Done;
    }

    private static IEnumerable<Flaw> Flaws(SaveFollowUp c)
    {
        if (c.GoesOn is null) yield return new(nameof(c.GoesOn), new("続いているかどうかを選んでください。", "Choose whether it goes on."));
        if (c.Jobs is null) yield return new(nameof(c.Jobs), new("人数を入力してください。いなければ 0 です。", "Enter a number; 0 for nobody."));
        foreach (var flaw in Flaw.OfNumber(c.Jobs, nameof(c.Jobs), 0, MostJobs)) yield return flaw;
        if (c.Turnover is not { } turnover || !Enum.IsDefined(turnover)) yield return new(nameof(c.Turnover), new("売上の区分を選んでください。", "Choose a class."));
        if (c.Residents is null) yield return new(nameof(c.Residents), new("人数を入力してください。いなければ 0 です。", "Enter a number; 0 for nobody."));
        foreach (var flaw in Flaw.OfNumber(c.Residents, nameof(c.Residents), 0, MostResidents)) yield return flaw;
        foreach (var flaw in Flaw.OfText(c.Worked, nameof(c.Worked), Longest, required: false, lines: true)) yield return flaw;
        foreach (var flaw in Flaw.OfText(c.Failed, nameof(c.Failed), Longest, required: false, lines: true)) yield return flaw;
    }
}

/// <summary>Asks teams what became of their business (フォローアップのお知らせ).</summary>
[MessageIdentity("community-business.remind-of-follow-ups.v1")]
[NoNewEntries("tells of what is due")]
public sealed record RemindOfFollowUps;

/// <summary>Asks those of a batch.</summary>
public static class RemindOfFollowUpsHandler
{
    /// <summary>Once, a month before the day.</summary>
    public static async Task<(BatchDone, OutgoingMessages)> Handle(RemindOfFollowUps command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await session.BeginAsync(cancellationToken);
        var due = await session.QueryAsync<FollowUp>(
            "where d.data ->> 'told' = 'false' and d.data ->> 'answer' is null and (d.data ->> 'dueOn')::date <= ? order by d.id limit ? for update skip locked", cancellationToken,
            JapanTime.DayOf(now).AddDays(FollowUp.DaysBefore), BatchService.BatchSize);
        var of = (await session.LoadManyAsync<Venture>(cancellationToken, [.. due.Select(f => f.VentureId).Distinct()])).ToDictionary(v => v.Id);
        OutgoingMessages outgoing = [];
        foreach (var asked in due)
        {
            asked.Told = true;
            session.Store(asked);
            if (!of.TryGetValue(asked.VentureId, out var venture)) continue;
            outgoing.AddRange(venture.Accounts.Distinct().Select(account => new NoticeIssued(
                FactId.Of($"community-business.follow-up-asked|{asked.Id:N}|{account:N}"), account, new($"事業の {asked.Months} か月後をおたずねします", $"How is your business, {asked.Months} months on?"),
                new($"「{venture.Title}」がどうなったかを、{Dates.LongText(asked.DueOn).Ja}までにお知らせください。", $"Tell how “{venture.Title}” goes, by {Dates.LongText(asked.DueOn).En}."),
                $"/community-business/mine/{venture.Id}/follow-ups/{asked.Months}", now, MailKinds.Ventures)));
        }

        return (new(due.Count), outgoing);
    }
}

/// <summary>Looks every hour.</summary>
[NoNewEntries("tells of what is due")]
internal sealed class FollowUpReminders(IServiceProvider services, TimeProvider clock, ILogger<FollowUpReminders> logger) : BatchService(services, TimeSpan.FromHours(1), clock, logger)
{
    /// <inheritdoc/>
    protected override object Command() => new RemindOfFollowUps();
}
