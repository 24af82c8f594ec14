using JasperFx;
using Kenmin.Accounts.Contracts;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.Helpers;
using Kenmin.CleanUp.Insurance;
using Kenmin.CleanUp.Opportunities;
using Kenmin.CleanUp.Outcomes;
using Kenmin.CleanUp.Photos;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Marten;
using Wolverine;
using Wolverine.Attributes;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace Kenmin.CleanUp.PersonalData;

/// <summary>What a merging of accounts moved here, so that it can be put back.</summary>
public sealed class AccountMergeSeen
{
    /// <summary>The merging.</summary>
    public Guid Id { get; set; }

    /// <summary>The account that stays.</summary>
    public Guid KeptId { get; set; }

    /// <summary>The account that went.</summary>
    public Guid GoneId { get; set; }

    /// <summary>The groups that changed hands.</summary>
    public List<Guid> Groups { get; set; } = [];

    /// <summary>The activities whose sign-up changed hands.</summary>
    public List<Guid> SignUps { get; set; } = [];

    /// <summary>The activities of which a report changed hands.</summary>
    public List<Guid> Reports { get; set; } = [];

    /// <summary>The photos that changed hands.</summary>
    public List<Guid> Photos { get; set; } = [];

    /// <summary>Registrations of leaders and requests for courses that changed hands.</summary>
    public List<Guid> Education { get; set; } = [];

    /// <summary>Reports of litter that changed hands.</summary>
    public List<Guid> LitterReports { get; set; } = [];

    /// <summary>The activities for whose rain date an answer changed hands.</summary>
    public List<Guid> Answers { get; set; } = [];

    /// <summary>The activities on whose list for the insurance a helper's entry changed hands.</summary>
    public List<Guid> Insured { get; set; } = [];

    /// <summary>Whether it was undone, also before it came.</summary>
    public bool Undone { get; set; }
}

/// <summary>What was led and signed up for by the account that went becomes the other's.</summary>
[WolverineHandler]
[StickyHandler("clean-up-accounts-merged")]
[NoNewEntries("joins what exists")]
public static class OnAccountsMerged
{
    /// <summary>Two deliveries at once: the next attempt sees what the first did.</summary>
    public static void Configure(HandlerChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        chain.OnException<DocumentAlreadyExistsException>().RetryTimes(3);
        chain.RepeatWhileSignUpsAreBusy();
    }

    /// <summary>The sign-ups move in a transaction of their own, first: a repetition finds none left and goes on.</summary>
    public static async Task Handle(
        AccountsMerged message, IDocumentSession session, IParticipation<ICleanUpStore> participation, IMessageContext messages, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<AccountMergeSeen>(message.MergeId, cancellationToken) is not null) return;
        var seen = new AccountMergeSeen { Id = message.MergeId, KeptId = message.KeptId, GoneId = message.GoneId };
        if (await participation.SignUpsOfPersonAsync(message.GoneId, cancellationToken) is { Count: > 0 } signUps)
        {
            seen.SignUps = [.. signUps.Select(s => s.OpeningId)];
            if (await participation.MergePersonsAsync(message.GoneId, message.KeptId, Actor.Platform, cancellationToken) is Result<PersonsMerged>.Busy) throw new SignUpsBusyException();
        }

        foreach (var group in await session.Query<Group>().Where(g => g.AccountId == message.GoneId).ToListAsync(cancellationToken))
        {
            group.AccountId = message.KeptId;
            seen.Groups.Add(group.Id);
            session.Store(group);
        }

        if (await session.LoadAsync<Helper>(message.GoneId, cancellationToken) is { } helper)
        {
            if (await session.LoadAsync<Helper>(message.KeptId, cancellationToken) is null) session.Store(new Helper { Id = message.KeptId, Name = helper.Name });
        }

        // The id says whose a report is; where both reported of the same activity, what the kept account said stands.
        foreach (var report in await session.Query<OwnReport>().Where(r => r.AccountId == message.GoneId).ToListAsync(cancellationToken))
        {
            var id = OwnReport.IdOf(report.ActivityId, message.KeptId);
            if (await session.LoadAsync<OwnReport>(id, cancellationToken) is not null) continue;
            session.Delete(report);
            seen.Reports.Add(report.ActivityId);
            session.Insert(report.For(message.KeptId));
        }

        foreach (var photo in await session.Query<Photo>().Where(p => p.AccountId == message.GoneId).ToListAsync(cancellationToken))
        {
            photo.AccountId = message.KeptId;
            seen.Photos.Add(photo.Id);
            session.Store(photo);
        }

        seen.Education = await CleanUp.Education.EducationPersons.MoveAsync(session, message.GoneId, message.KeptId, null, cancellationToken);
        seen.LitterReports = await CleanUp.LitterReports.LitterReportSetup.MoveAsync(session, message.GoneId, message.KeptId, null, cancellationToken);

        foreach (var answer in await session.Query<RainAnswer>().Where(a => a.AccountId == message.GoneId).ToListAsync(cancellationToken))
        {
            session.Delete(answer);
            if (await session.LoadAsync<RainAnswer>(RainAnswer.IdOf(answer.ActivityId, message.KeptId), cancellationToken) is not null) continue;
            seen.Answers.Add(answer.ActivityId);
            session.Insert(answer.For(message.KeptId));
        }

        foreach (var list in (await session.Query<InsuredList>().ToListAsync(cancellationToken)).Where(l => l.Helpers.Any(h => h.AccountId == message.GoneId)))
        {
            if (list.Helpers.Any(h => h.AccountId == message.KeptId)) continue;
            list.Helpers = [.. list.Helpers.Select(h => h.AccountId == message.GoneId ? h with { AccountId = message.KeptId } : h)];
            seen.Insured.Add(list.Id);
            session.Store(list);
        }

        session.Insert(seen);
        await messages.TellAsync(seen);
    }
}

/// <summary>Puts back what <see cref="OnAccountsMerged"/> moved.</summary>
[WolverineHandler]
[StickyHandler("clean-up-accounts-unmerged")]
[NoNewEntries("takes apart what was joined by mistake")]
public static class OnAccountsUnmerged
{
    /// <inheritdoc cref="OnAccountsMerged.Configure"/>
    public static void Configure(HandlerChain chain) => OnAccountsMerged.Configure(chain);

    /// <summary>Where the merging has not come yet, it is noted that it need not be done any more.</summary>
    public static async Task Handle(
        AccountsUnmerged message, IDocumentSession session, IParticipation<ICleanUpStore> participation, IMessageContext messages, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<AccountMergeSeen>(message.MergeId, cancellationToken) is not { } seen)
        {
            session.Insert(new AccountMergeSeen { Id = message.MergeId, KeptId = message.KeptId, GoneId = message.GoneId, Undone = true });
            return;
        }

        if (seen.Undone) return;
        if (seen.SignUps.Count > 0
            && await participation.HandOverAsync(message.KeptId, message.GoneId, seen.SignUps, Actor.Platform, cancellationToken) is Result<PersonsMerged>.Busy) throw new SignUpsBusyException();
        foreach (var group in await session.LoadManyAsync<Group>(cancellationToken, [.. seen.Groups]))
        {
            if (group.AccountId != message.KeptId) continue;
            group.AccountId = message.GoneId;
            session.Store(group);
        }

        foreach (var activity in seen.Reports)
        {
            if (await session.LoadAsync<OwnReport>(OwnReport.IdOf(activity, message.KeptId), cancellationToken) is not { } report) continue;
            session.Delete(report);
            session.Store(report.For(message.GoneId));
        }

        foreach (var photo in await session.LoadManyAsync<Photo>(cancellationToken, [.. seen.Photos]))
        {
            if (photo.AccountId != message.KeptId) continue;
            photo.AccountId = message.GoneId;
            session.Store(photo);
        }

        await CleanUp.Education.EducationPersons.MoveAsync(session, message.KeptId, message.GoneId, seen.Education, cancellationToken);
        await CleanUp.LitterReports.LitterReportSetup.MoveAsync(session, message.KeptId, message.GoneId, seen.LitterReports, cancellationToken);

        foreach (var activity in seen.Answers)
        {
            if (await session.LoadAsync<RainAnswer>(RainAnswer.IdOf(activity, message.KeptId), cancellationToken) is not { } answer) continue;
            session.Delete(answer);
            session.Store(answer.For(message.GoneId));
        }

        foreach (var list in await session.LoadManyAsync<InsuredList>(cancellationToken, [.. seen.Insured]))
        {
            list.Helpers = [.. list.Helpers.Select(h => h.AccountId == message.KeptId ? h with { AccountId = message.GoneId } : h)];
            session.Store(list);
        }

        seen.Undone = true;
        session.Store(seen);
        await messages.TellAsync(seen);
    }

    /// <summary>What changed hands is another person's participation now.</summary>
    internal static async Task TellAsync(this IMessageContext messages, AccountMergeSeen seen)
    {
        foreach (var group in seen.Groups) await messages.PublishAsync(new TellActivities(GroupId: group));
        foreach (var activity in seen.Reports) await messages.PublishAsync(new TellActivity(activity));
    }
}
