using JasperFx;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.RuralLeaders.Curriculum;
using Kenmin.RuralLeaders.Help;
using Kenmin.RuralLeaders.Leaders;
using Marten;
using Wolverine;
using Wolverine.Attributes;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace Kenmin.RuralLeaders.PersonalData;

/// <summary>What a merging of accounts moved here, so that it can be put back.</summary>
public sealed class AccountMergeSeen
{
    /// <summary>The merging.</summary>
    public Guid Id { get; set; }

    /// <summary>The account that stays.</summary>
    public Guid KeptId { get; set; }

    /// <summary>The account that went.</summary>
    public Guid GoneId { get; set; }

    /// <summary>The sessions whose sign-up changed hands.</summary>
    public List<Guid> SignUps { get; set; } = [];

    /// <summary>The record of the account that went, as it was; null when there was none.</summary>
    public Learner? Gone { get; set; }

    /// <summary>Whether the account that stays had a record of its own.</summary>
    public bool KeptHadOne { get; set; }

    /// <summary>Where in networks the account that went stood, so that only this goes back.</summary>
    public NetworksMoved Networks { get; set; } = new();

    /// <summary>What of help changed hands.</summary>
    public HelpMoved Help { get; set; } = new();

    /// <summary>Whether it was undone, also before it came.</summary>
    public bool Undone { get; set; }
}

/// <summary>What the account that went learned and was registered for becomes the other's.</summary>
[WolverineHandler]
[StickyHandler("rural-leaders-accounts-merged")]
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

    /// <summary>
    /// The sign-ups move in a transaction of their own, first: a repetition finds none left and goes on. Where both are registered, the
    /// registration of the account that stays stands. Who was at a session is told once the record is there.
    /// </summary>
    public static async Task<OutgoingMessages> Handle(AccountsMerged message, IDocumentSession session, IParticipation<IRuralLeadersStore> participation, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<AccountMergeSeen>(message.MergeId, cancellationToken) is not null) return [];
        var seen = new AccountMergeSeen { Id = message.MergeId, KeptId = message.KeptId, GoneId = message.GoneId };
        if (await participation.SignUpsOfPersonAsync(message.GoneId, cancellationToken) is { Count: > 0 } signUps)
        {
            seen.SignUps = [.. signUps.Select(s => s.OpeningId)];
            if (await participation.MergePersonsAsync(message.GoneId, message.KeptId, Actor.Platform, cancellationToken) is Result<PersonsMerged>.Busy) throw new SignUpsBusyException();
        }

        if (await session.LoadAsync<Learner>(message.GoneId, cancellationToken) is { } gone)
        {
            var kept = await session.LoadAsync<Learner>(message.KeptId, cancellationToken);
            (seen.Gone, seen.KeptHadOne) = (gone, kept is not null);
            session.Delete<Learner>(message.GoneId);
            if (kept is null) session.Store(Copy(gone, message.KeptId, gone.Registration, gone.Number));
            else if (kept.Registration is null && gone.Registration is not null) session.Store(Copy(kept, message.KeptId, gone.Registration, gone.Number));
        }

        seen.Networks = await NetworksOfPerson.MoveAsync(session, message.GoneId, message.KeptId, null, cancellationToken);
        seen.Help = await HelpOfPerson.MoveAsync(session, message.GoneId, message.KeptId, message.KeptId, null, cancellationToken);
        session.Insert(seen);
        return [new TellLearner(message.GoneId), new TellLearner(message.KeptId), .. seen.SignUps.Select(s => new TellSession(s))];
    }

    internal static Learner Copy(Learner of, Guid id, LeaderRegistration? registration, string? number) => new()
    {
        Id = id, AccountId = id, Name = of.Name, Phone = of.Phone, MunicipalityCode = of.MunicipalityCode, AreaId = of.AreaId, BirthYear = of.BirthYear, EnteredBy = of.EnteredBy, Paper = of.Paper,
        Registration = registration, Number = number,
    };
}

/// <summary>Puts back what <see cref="OnAccountsMerged"/> moved.</summary>
[WolverineHandler]
[StickyHandler("rural-leaders-accounts-unmerged")]
[NoNewEntries("takes apart what was joined by mistake")]
public static class OnAccountsUnmerged
{
    /// <inheritdoc cref="OnAccountsMerged.Configure"/>
    public static void Configure(HandlerChain chain) => OnAccountsMerged.Configure(chain);

    /// <summary>Where the merging has not come yet, it is noted that it need not be done any more. What the person renewed since goes back too.</summary>
    public static async Task<OutgoingMessages> Handle(AccountsUnmerged message, IDocumentSession session, IParticipation<IRuralLeadersStore> participation, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<AccountMergeSeen>(message.MergeId, cancellationToken) is not { } seen)
        {
            session.Insert(new AccountMergeSeen { Id = message.MergeId, KeptId = message.KeptId, GoneId = message.GoneId, Undone = true });
            return [];
        }

        if (seen.Undone) return [];
        if (seen.SignUps.Count > 0
            && await participation.HandOverAsync(message.KeptId, message.GoneId, seen.SignUps, Actor.Platform, cancellationToken) is Result<PersonsMerged>.Busy) throw new SignUpsBusyException();
        if (seen.Gone is { } gone)
        {
            var kept = await session.LoadAsync<Learner>(message.KeptId, cancellationToken);
            var moved = kept is not null && gone.Number is not null && kept.Number == gone.Number;
            if (kept is not null && !seen.KeptHadOne) session.Delete<Learner>(message.KeptId);
            else if (moved) session.Store(OnAccountsMerged.Copy(kept!, kept!.Id, null, null));
            session.Store(OnAccountsMerged.Copy(gone, gone.Id, moved ? kept!.Registration : gone.Registration, gone.Number));
        }

        await NetworksOfPerson.MoveAsync(session, message.KeptId, message.GoneId, seen.Networks, cancellationToken);
        await HelpOfPerson.MoveAsync(session, message.KeptId, message.GoneId, message.GoneId, seen.Help, cancellationToken);
        seen.Undone = true;
        session.Store(seen);
        return [new TellLearner(message.GoneId), new TellLearner(message.KeptId), .. seen.SignUps.Select(s => new TellSession(s))];
    }
}
