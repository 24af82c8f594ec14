using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Support.Mentors;

/// <summary>A team asks an expert to be its mentor, or the office proposes one to both (伴走のお願い).</summary>
/// <param name="Id">The pair; made by the page.</param>
/// <param name="VentureId">The venture.</param>
/// <param name="ExpertId">The expert.</param>
/// <param name="Message">A word to them.</param>
/// <param name="By">Somebody of the team; null for the office.</param>
/// <param name="Office">The office; else null.</param>
[MessageIdentity("community-business.propose-mentor.v1")]
[NewEntries(Features.Support)]
public sealed record ProposeMentor(Guid Id, Guid VentureId, Guid? ExpertId, string? Message, Doer? By, OfficePowers? Office);

/// <summary>Proposes it.</summary>
public static class ProposeMentorHandler
{
    internal const int MostOfVenture = 2;

    /// <summary>To a team only who agreed to be shown to teams; nobody twice at the same time.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(ProposeMentor command, IDocumentSession session, FeatureGates gates, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        await session.TakeTurnsAsync(VentureWork.TurnOf(command.VentureId), cancellationToken);
        if (await session.LoadAsync<Venture>(command.VentureId, cancellationToken) is not { State: not VentureState.Draft } venture || !GoOn.May(venture, command.By, command.Office, initiatives)) return (CommandAnswer.Unknown, []);
        if (await session.LoadAsync<Mentorship>(command.Id, cancellationToken) is { } there) return (there.VentureId == venture.Id ? CommandAnswer.Done : CommandAnswer.Unknown, []);
        if (!await gates.TakesAsync(Features.Support, venture)) return (CommandAnswer.Off, []);
        if (venture.State == VentureState.Stopped) return (VentureWork.IsStopped, []);
        if (command.ExpertId is not { } id || await session.LoadAsync<Expert>(id, cancellationToken) is not { AccountId: { } account } expert || !expert.Municipalities.Contains(venture.MunicipalityCode) || venture.IsOf(account)
            || !(command.Office is null ? expert.IsListedForTeams(today) : expert.IsListed(today)))
            return (CommandAnswer.Invalid(new(nameof(command.ExpertId), new("お願いする人を選んでください。", "Choose whom to ask."))), []);
        foreach (var flaw in Flaw.OfText(command.Message, nameof(command.Message), 500, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        var ventureId = venture.Id;
        var running = (await session.Query<Mentorship>().Where(m => m.VentureId == ventureId).ToListAsync(cancellationToken)).Where(m => m.IsRunning).ToList();
        if (running.Any(m => m.ExpertId == id)) return (CommandAnswer.Refused("asked", "この人には、もうお願いしています。", "They are asked already.", nameof(command.ExpertId)), []);
        if (running.Count >= MostOfVenture) return (CommandAnswer.Refused("too-many", $"伴走とお願いは、合わせて {MostOfVenture} 人までです。", $"Up to {MostOfVenture} mentors and wishes at a time."), []);
        Mentorship pair = new()
        {
            Id = command.Id, VentureId = venture.Id, MunicipalityCode = venture.MunicipalityCode, ExpertId = id, Message = VentureWork.Tidy(command.Message), At = now, ProposedBy = command.By ?? command.Office!.By, TeamAgreedAt = command.By is null ? null : now,
        };
        session.Insert(pair);
        List<Guid> told = command.By is null ? [account, .. venture.Accounts] : [account];
        return (CommandAnswer.Done, [.. MentorWork.Tell(pair, told, pair.ProposedBy, "proposed", new("伴走のお願いがあります", "A mentor is asked for"), now)]);
    }
}

/// <summary>Team or mentor agrees, or does not (伴走への返事).</summary>
/// <param name="Id">The pair.</param>
/// <param name="Agree">Whether they agree.</param>
/// <param name="By">Who answers.</param>
[MessageIdentity("community-business.answer-mentor.v1")]
[NoNewEntries("answers what was asked")]
public sealed record AnswerMentor(Guid Id, bool Agree, Doer By);

/// <summary>Keeps the answer.</summary>
public static class AnswerMentorHandler
{
    internal const int MostOfMentor = 5;

    /// <summary>It runs once both have agreed; a mentor has a few at most.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(AnswerMentor command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await MentorWork.LockAsync(session, command.Id, command.By, cancellationToken) is not { } found) return (CommandAnswer.Unknown, []);
        var (pair, venture, expert) = found;
        if (pair.State != MentorState.Proposed) return (VentureWork.Changed, []);
        var asMentor = expert?.AccountId == command.By.AccountId;
        if (command.Agree && asMentor)
        {
            var mentorId = pair.ExpertId;
            if (await session.LockAsync<Expert>(mentorId, cancellationToken) is null) return (CommandAnswer.Unknown, []);
            if (await session.Query<Mentorship>().CountAsync(m => m.ExpertId == mentorId && m.State == MentorState.Agreed, cancellationToken) >= MostOfMentor)
                return (CommandAnswer.Refused("full", $"伴走は {MostOfMentor} 件までです。先に、終わったものを終了してください。", $"Up to {MostOfMentor} at a time. End what is over first."), []);
        }

        if (!command.Agree) pair.State = MentorState.Declined;
        else if (asMentor) pair.MentorAgreedAt ??= now;
        else pair.TeamAgreedAt ??= now;
        if (pair is { State: MentorState.Proposed, TeamAgreedAt: not null, MentorAgreedAt: not null }) pair.State = MentorState.Agreed;
        session.Store(pair);
        if (pair.State == MentorState.Proposed) return (CommandAnswer.Done, []);
        List<Guid> told = [.. venture.Accounts, .. expert?.AccountId is { } account ? new[] { account } : []];
        return (CommandAnswer.Done, [.. MentorWork.Tell(pair, told, command.By, "answered", pair.State == MentorState.Agreed ? new("伴走が始まりました", "A mentor goes along with you") : new LocalizedText("伴走のお願いは見送られました", "A mentor was not agreed on"), now)]);
    }
}

/// <summary>A pair is ended by one of the two, or by the office (伴走の終了).</summary>
/// <param name="Id">The pair.</param>
/// <param name="By">Of the team, or the mentor; null for the office.</param>
/// <param name="Office">The office; else null.</param>
[MessageIdentity("community-business.end-mentor.v1")]
[NoNewEntries("ends what was agreed")]
public sealed record EndMentor(Guid Id, Doer? By, OfficePowers? Office);

/// <summary>Ends it.</summary>
public static class EndMentorHandler
{
    /// <summary>As often as it is asked; what was written stays for the two to read.</summary>
    public static async Task<CommandAnswer> Handle(EndMentor command, IDocumentSession session, InitiativeDirectory initiatives, CancellationToken cancellationToken)
    {
        var pair = command.Office is { } office
            ? await session.LockAsync<Mentorship>(command.Id, cancellationToken) is { } there && await session.LoadAsync<Venture>(there.VentureId, cancellationToken) is { } venture && office.Covers(venture, initiatives) ? there : null
            : command.By is { } by ? (await MentorWork.LockAsync(session, command.Id, by, cancellationToken))?.Pair : null;
        if (pair is null) return CommandAnswer.Unknown;
        if (!pair.IsRunning) return CommandAnswer.Done;
        pair.State = MentorState.Ended;
        session.Store(pair);
        return CommandAnswer.Done;
    }
}

/// <summary>One of the two writes down what was talked about (伴走の記録).</summary>
/// <param name="Id">The pair.</param>
/// <param name="NoteId">The note; made by the page.</param>
/// <param name="On">The day.</param>
/// <param name="Text">What was talked about.</param>
/// <param name="By">Who writes.</param>
[MessageIdentity("community-business.write-mentor-note.v1")]
[NoNewEntries("goes on with what is under way")]
public sealed record WriteMentorNote(Guid Id, Guid NoteId, DateOnly? On, string? Text, Doer By);

/// <summary>Writes it.</summary>
public static class WriteMentorNoteHandler
{
    /// <summary>While both agree.</summary>
    public static async Task<CommandAnswer> Handle(WriteMentorNote command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await MentorWork.LockAsync(session, command.Id, command.By, cancellationToken) is not { } found) return CommandAnswer.Unknown;
        var pair = found.Pair;
        if (pair.Notes.Any(n => n.Id == command.NoteId)) return CommandAnswer.Done;
        if (pair.State != MentorState.Agreed) return CommandAnswer.Refused("not-agreed", "伴走中のときだけ書けます。", "It can be written on while both agree.");
        if (command.On is not { } day || day > JapanTime.DayOf(now) || day < JapanTime.DayOf(pair.At)) return CommandAnswer.Invalid(new(nameof(command.On), new("お願いの日から今日までの日にしてください。", "Choose a day from the wish until today.")));
        foreach (var flaw in Flaw.OfText(command.Text, nameof(command.Text), 2000, lines: true)) return CommandAnswer.Invalid(flaw);
        pair.Notes.Add(new(command.NoteId, day, VentureWork.Tidy(command.Text), now, command.By));
        session.Store(pair);
        return CommandAnswer.Done;
    }
}

/// <summary>What all commands about a pair have in common.</summary>
internal static class MentorWork
{
    /// <summary>A pair, kept from others, for one of the two sides; null for everybody else.</summary>
    public static async Task<(Mentorship Pair, Venture Venture, Expert? Expert)?> LockAsync(IDocumentSession session, Guid id, Doer by, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Mentorship>(id, cancellationToken) is not { } pair || await session.LoadAsync<Venture>(pair.VentureId, cancellationToken) is not { } venture) return null;
        var expert = await session.LoadAsync<Expert>(pair.ExpertId, cancellationToken);
        return venture.IsOf(by.AccountId) || expert?.AccountId == by.AccountId ? (pair, venture, expert) : null;
    }

    /// <summary>Ends all pairs of a mentor who is registered no more.</summary>
    public static async Task EndAllAsync(IDocumentSession session, Guid expert, CancellationToken cancellationToken)
    {
        foreach (var pair in (await session.Query<Mentorship>().Where(m => m.ExpertId == expert).ToListAsync(cancellationToken)).Where(m => m.IsRunning))
            session.QueueSqlCommand($"update {session.DocumentStore.Options.DatabaseSchemaName}.mt_doc_mentorship set data = jsonb_set(data, '{{state}}', '\"Ended\"') where id = ?", pair.Id);
    }

    public static IEnumerable<NoticeIssued> Tell(Mentorship pair, IEnumerable<Guid> accounts, Doer by, string what, LocalizedText subject, DateTimeOffset now) => accounts.Where(a => a != by.AccountId).Distinct().Select(account => new NoticeIssued(
        FactId.Of($"community-business.mentor-told|{pair.Id:N}|{what}|{account:N}"), account, subject, new("内容をごらんください。", "See what it is about."), $"/community-business/mentors/{pair.Id}", now, MailKinds.Ventures));
}
