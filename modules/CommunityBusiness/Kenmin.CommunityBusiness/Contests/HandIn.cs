using Kenmin.CommunityBusiness.Organisations;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Contests;

/// <summary>Hands a venture in to a call, or changes what was handed in (応募する・応募内容を直す). Sent again with the same id, there is one.</summary>
/// <param name="Id">The submission.</param>
/// <param name="CallId">The call.</param>
/// <param name="VentureId">The venture.</param>
/// <param name="Text">What judges read.</param>
/// <param name="BegunOn">When the business was begun; null when it is not.</param>
/// <param name="By">Whose it is.</param>
[MessageIdentity("community-business.hand-in.v1")]
[NewEntries(Features.Contests)]
public sealed record HandIn(Guid Id, Guid CallId, Guid VentureId, BlindText Text, DateOnly? BegunOn, Doer By)
{
    internal const int LongestTitle = 60, LongestText = 1000;

    internal IEnumerable<Flaw> Flaws(DateOnly today)
    {
        foreach (var flaw in Flaw.OfText(Text.Title, nameof(Text.Title), LongestTitle)) yield return flaw;
        foreach (var (field, text) in Text.Fields.Skip(1))
            foreach (var flaw in Flaw.OfText(text, field, LongestText, lines: true)) yield return flaw;
        if (BegunOn is { } begun && (begun > today || begun.Year < 1900))
            yield return new(nameof(BegunOn), new("事業を始めた日は、今日までの日にしてください。まだのときは空けてください。", "The day on which the business was begun is today or before; leave it empty if it is not begun."));
    }

    internal BlindText Trimmed => new(Text.Title.Trim(), Text.Problem.Trim(), Text.Approach.Trim(), Text.Resource.Trim(), Text.Effect.Trim(), Text.Continuation.Trim());
}

/// <summary>Keeps it.</summary>
public static class HandInHandler
{
    /// <summary>
    /// By the owner, until the last day ends; eligibility is looked at on the day. What names whose it is is refused in what judges read. A change
    /// does not make it later, and what was taken back may be handed in again.
    /// </summary>
    public static async Task<CommandAnswer> Handle(HandIn command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        foreach (var flaw in command.Flaws(today)) return CommandAnswer.Invalid(flaw);
        await session.TakeTurnsAsync(Submission.TurnOf(command.CallId), cancellationToken);
        if (await session.LockAsync<Call>(command.CallId, cancellationToken) is not { State: not CallState.Draft } call) return CommandAnswer.Unknown;
        if (await session.LoadAsync<Venture>(command.VentureId, cancellationToken) is not { } venture || venture.OwnerAccountId != command.By.AccountId) return CommandAnswer.Unknown;
        var key = Submission.KeyOf(call.Id, venture.Id);
        var known = await session.Query<Submission>().Where(s => s.Key == key || s.Id == command.Id).FirstOrDefaultAsync(cancellationToken);
        if (known is not null && (known.CallId != call.Id || known.VentureId != venture.Id || known.OwnerAccountId != command.By.AccountId)) return CommandAnswer.Unknown;
        if (known is not null && known.Id != command.Id && known.State == SubmissionState.Submitted)
            return CommandAnswer.Refused("handed-in", "この事業は、もう応募されています。「わたしの応募」から直せます。", "This venture is handed in already. It can be changed at “My submissions”.");
        if (call.PhaseAt(now) != CallPhase.Open)
            return CommandAnswer.Refused("not-open", "受付の期間ではありません。締切の後は、内容を直せません。", "This call does not take submissions now. After the last day nothing can be changed.");
        if (known is not { State: SubmissionState.Submitted } && !await gates.IsOnAsync(Features.Contests, call.FiscalYear, call.InitiativeId)) return CommandAnswer.Off;
        var organisation = venture.OrganisationId is { } id ? await session.LoadAsync<Organisation>(id, cancellationToken) : null;
        var snapshot = Snapshots.Of(venture, organisation, command.BegunOn, now);
        if (venture.State != VentureState.Active) return CommandAnswer.Refused("not-active", "下書きや中止の事業では応募できません。先に、アイデアを窓口に送ってください。", "A draft, or a venture that was stopped, cannot be handed in.");
        if (EligibilityRules.Reasons(call.Eligibility, snapshot, today).ToList() is { Count: > 0 } reasons)
            return CommandAnswer.Refused("not-eligible", $"応募できません。{string.Concat(reasons.Select(r => r.Ja))}", $"It cannot be handed in. {string.Join(' ', reasons.Select(r => r.En))}");
        foreach (var name in Identities(command.By, venture, organisation))
            foreach (var (field, text) in command.Text.Fields)
                if (FoldedText.OfName(text).Contains(FoldedText.OfName(name), StringComparison.Ordinal))
                    return CommandAnswer.Refused("names-somebody", $"審査員に見える文に「{name}」が入っています。だれの応募かがわからないように、名前や団体名を消してください。",
                        $"What judges read holds “{name}”. Take out names of people and organisations, so that nobody knows whose it is.", field);
        var submission = known ?? new() { Id = command.Id, CallId = call.Id, VentureId = venture.Id, Key = key, Case = ++call.Cases, SubmittedAt = now };
        if (known is { State: SubmissionState.Withdrawn }) submission.SubmittedAt = now;
        (submission.State, submission.ChangedAt, submission.Text, submission.Snapshot) = (SubmissionState.Submitted, now, command.Trimmed, snapshot);
        (submission.OwnerAccountId, submission.OwnerName, submission.Team) = (command.By.AccountId, command.By.Name, [.. venture.Team.Select(t => t.AccountId)]);
        session.Store(submission);
        session.Store(call);
        return CommandAnswer.Done;
    }

    // A name of one character is in every text.
    private static IEnumerable<string> Identities(Doer owner, Venture venture, Organisation? organisation) =>
        new[] { owner.Name, venture.OwnerName, organisation?.Name.Text }.Concat(venture.Team.Select(t => t.Name)).OfType<string>().Select(n => n.Trim()).Where(n => FoldedText.OfName(n).Length >= 2).Distinct();
}

/// <summary>Takes down what a venture is.</summary>
internal static class Snapshots
{
    public static VentureSnapshot Of(Venture venture, Organisation? organisation, DateOnly? begunOn, DateTimeOffset now) => new(
        venture.Title, venture.Stage, venture.MunicipalityCode, organisation?.Name.Text ?? "", organisation?.Kind, organisation?.Number, begunOn, now);
}

/// <summary>Takes a submission back (応募を取り下げる).</summary>
/// <param name="Id">The submission.</param>
/// <param name="By">Whose it is.</param>
[MessageIdentity("community-business.withdraw-submission.v1")]
[NoNewEntries("takes back what was handed in")]
public sealed record WithdrawSubmission(Guid Id, Doer By);

/// <summary>Takes it back.</summary>
public static class WithdrawSubmissionHandler
{
    /// <summary>At any time before the decision; judges see it no more.</summary>
    public static async Task<CommandAnswer> Handle(WithdrawSubmission command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<Submission>(command.Id, cancellationToken) is not { } found || found.OwnerAccountId != command.By.AccountId) return CommandAnswer.Unknown;
        await session.TakeTurnsAsync(Submission.TurnOf(found.CallId), cancellationToken);
        var submission = (await session.LockAsync<Submission>(command.Id, cancellationToken))!;
        if (submission.State == SubmissionState.Withdrawn) return CommandAnswer.Done;
        if (submission.Verdict is not null) return CommandAnswer.Refused("decided", "決定の後は、取り下げられません。窓口にお知らせください。", "It was decided, and cannot be taken back. Please tell the office.");
        (submission.State, submission.ChangedAt) = (SubmissionState.Withdrawn, clock.GetUtcNow());
        session.Store(submission);
        return CommandAnswer.Done;
    }
}

/// <summary>Whose it is says what may be shown of an accepted submission (公表の内容を決める).</summary>
/// <param name="Id">The submission.</param>
/// <param name="ShowName">Whether a name is shown.</param>
/// <param name="Name">The name.</param>
/// <param name="Summary">A summary for everybody; may be empty.</param>
/// <param name="By">Whose it is.</param>
[MessageIdentity("community-business.agree-to-publication.v1")]
[NoNewEntries("says what may be shown of what was handed in")]
public sealed record AgreeToPublication(Guid Id, bool ShowName, string? Name, string? Summary, Doer By);

/// <summary>Keeps it.</summary>
public static class AgreeToPublicationHandler
{
    /// <summary>At any time, also to show less of what was published.</summary>
    public static async Task<CommandAnswer> Handle(AgreeToPublication command, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Submission>(command.Id, cancellationToken) is not { } submission || submission.OwnerAccountId != command.By.AccountId) return CommandAnswer.Unknown;
        foreach (var flaw in Flaw.OfText(command.Name, nameof(command.Name), 100, required: command.ShowName)) return CommandAnswer.Invalid(flaw);
        foreach (var flaw in Flaw.OfText(command.Summary, nameof(command.Summary), 400, required: false, lines: true)) return CommandAnswer.Invalid(flaw);
        submission.Agreement = new(command.ShowName, command.ShowName ? command.Name!.Trim() : "", (command.Summary ?? "").Trim());
        session.Store(submission);
        return CommandAnswer.Done;
    }
}
