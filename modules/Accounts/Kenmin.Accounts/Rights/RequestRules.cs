using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.Mail;
using Kenmin.Accounts.Consents;
using Kenmin.Modularity;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.Accounts.Rights;

/// <summary>Enters a request in the register.</summary>
/// <param name="Kind">What is asked for.</param>
/// <param name="AccountId">The person's account.</param>
/// <param name="PersonId">The person by a module's id.</param>
/// <param name="Name">The person's name.</param>
/// <param name="Detail">What exactly is asked for.</param>
/// <param name="Agent">The agent.</param>
/// <param name="Evidence">What was shown, or the paper.</param>
/// <param name="EnteredBy">The member of staff.</param>
/// <param name="ReceivedOn">The day it was received.</param>
[MessageIdentity("accounts.enter-rights-request.v1")]
[NoNewEntries("people rule over their data whatever is switched on")]
public sealed record EnterRightsRequest(
    RightsKind Kind, Guid? AccountId, Guid? PersonId, string Name, string Detail, string? Agent, string? Evidence, Guid? EnteredBy, DateOnly ReceivedOn)
{
    /// <summary>Without what is personal, for logs.</summary>
    public override string ToString() => nameof(EnterRightsRequest);
}

/// <summary>Decides about a request.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Decision">What is decided.</param>
/// <param name="Reason">What was done, or why.</param>
/// <param name="By">The member of staff.</param>
[MessageIdentity("accounts.decide-rights-request.v1")]
[NoNewEntries("people rule over their data whatever is switched on")]
public sealed record DecideRightsRequest(Guid RequestId, RightsDecision Decision, string Reason, Guid By);

/// <summary>What can be decided.</summary>
public enum RightsDecision
{
    /// <summary>The time for the decision is extended (延長).</summary>
    Extend,

    /// <summary>It is carried out.</summary>
    Grant,

    /// <summary>It is refused.</summary>
    Refuse,
}

/// <summary>What became of a command about a request.</summary>
/// <param name="Id">The request.</param>
/// <param name="Refusal">Why nothing was changed.</param>
public sealed record RequestEntered(Guid Id, LocalizedText? Refusal = null);

/// <summary>Enters requests.</summary>
public static class EnterRightsRequestHandler
{
    /// <summary>The last day counts from the day of receipt. The same request twice is one, while it is open.</summary>
    public static async Task<RequestEntered> Handle(EnterRightsRequest command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (command is { EnteredBy: null, AccountId: { } account } && await session.Query<RightsRequest>()
                .FirstOrDefaultAsync(r => r.AccountId == account && r.Kind == command.Kind && r.State == RightsState.Open && r.Detail == command.Detail, cancellationToken) is { } open)
            return new(open.Id);
        var request = new RightsRequest
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()), Kind = command.Kind, AccountId = command.AccountId, PersonId = command.PersonId, Name = command.Name,
            Detail = command.Detail, Agent = command.Agent, Evidence = command.Evidence, EnteredBy = command.EnteredBy, ReceivedOn = command.ReceivedOn,
            DueOn = command.ReceivedOn.AddDays(RightsRequest.DaysToDecide),
        };
        session.Insert(request);
        return new(request.Id);
    }
}

/// <summary>Decides.</summary>
public static class DecideRightsRequestHandler
{
    /// <summary>Of two who decide at once, one waits and finds it decided.</summary>
    public static async Task<(RequestEntered, OutgoingMessages)> Handle(
        DecideRightsRequest command, IDocumentSession session, ModuleCatalog modules, TimeProvider clock, CancellationToken cancellationToken)
    {
        var messages = new OutgoingMessages();
        var request = await session.LockAsync<RightsRequest>(command.RequestId, cancellationToken);
        if (request is null) return No("この請求はありません。", "There is no such request.");
        if (request.State != RightsState.Open) return No("この請求は、すでに決定されています。", "This request was decided already.");
        var now = clock.GetUtcNow();
        switch (command.Decision)
        {
            case RightsDecision.Extend when request.ExtensionReason is not null:
                return No("延長は 1 回、30 日までです。", "The time can be extended once, by 30 days.");
            case RightsDecision.Extend:
                request.ExtensionReason = command.Reason;
                request.DueOn = request.DueOn.AddDays(RightsRequest.DaysOfExtension);
                request.Reminded = [];
                Tell(new("請求の決定までの期間を延長しました", "The time for your request was extended"),
                    new($"{request.DueOn:yyyy年M月d日}までに決定します。理由：{command.Reason}", $"It is decided by {request.DueOn:yyyy-MM-dd}. Reason: {command.Reason}"));
                break;
            case RightsDecision.Refuse:
                Decide(RightsState.Refused);
                Tell(new("請求についての決定をお知らせします", "Your request was decided"),
                    new($"ご希望に沿えませんでした。理由：{command.Reason}", $"It was not granted. Reason: {command.Reason}"));
                break;
            case RightsDecision.Grant when request.Kind == RightsKind.Erasure:
                Decide(RightsState.Erasing);
                request.Modules = [.. modules.Modules.Where(m => m.Manifest.HoldsPersonalData).Select(m => m.Manifest.Key)];
                messages.Add(new ErasureAsked(request.Id, request.AccountId, request.PersonId));
                break;
            case RightsDecision.Grant:
                Decide(RightsState.Done);
                if (request.Kind == RightsKind.Suspension) await WithdrawAllAsync(session, request, command.By, messages, now, cancellationToken);
                Tell(new("請求についての決定をお知らせします", "Your request was decided"), new($"ご請求のとおりにしました。{command.Reason}", $"It was granted. {command.Reason}"));
                break;
        }

        session.Store(request);
        return (new(request.Id), messages);

        void Decide(RightsState state) => (request.State, request.Outcome, request.DecidedBy, request.DecidedAt) = (state, command.Reason, command.By, now);

        void Tell(LocalizedText subject, LocalizedText body)
        {
            if (request.AccountId is { } account) messages.Add(new NoticeIssued(Guid.CreateVersion7(now), account, subject, body, "/me/data", now, MailKinds.Requests));
        }

        (RequestEntered, OutgoingMessages) No(string ja, string en) => (new(command.RequestId, new LocalizedText(ja, en)), messages);
    }

    // To stop using a person's data is to act as if they had withdrawn all they agreed to.
    private static async Task WithdrawAllAsync(
        IDocumentSession session, RightsRequest request, Guid by, OutgoingMessages messages, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<ConsentEntry> entries = [];
        if (request.AccountId is { } account) entries.AddRange(await session.ConsentsOfAccountAsync(account, cancellationToken));
        if (request.PersonId is { } person) entries.AddRange(await session.ConsentsOfPersonAsync(person, cancellationToken));
        foreach (var entry in entries.Where(e => e.InForce).DistinctBy(e => e.Id))
        {
            entry.Finish(ConsentEnd.Withdrawn, now, ConsentChannel.Paper, by);
            session.Store(entry);
            messages.Add(new ConsentWithdrawn(entry.Purpose, entry.PersonId, ConsentChannel.Paper, by, RanOut: false, now));
        }
    }
}
