using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Mentoring;

/// <summary>One of the two writes down a goal, or says where it stands (目標).</summary>
/// <param name="PairId">The pair.</param>
/// <param name="Id">The goal's id.</param>
/// <param name="Text">What it is; null leaves it as it is.</param>
/// <param name="State">Where it stands.</param>
/// <param name="AccountId">Who writes.</param>
[MessageIdentity("rural-leaders.save-pair-goal.v1")]
[NoNewEntries("goes on with what exists")]
public sealed record SavePairGoal(Guid PairId, Guid Id, string? Text, GoalState State, Guid AccountId);

/// <summary>Keeps it.</summary>
public static class SavePairGoalHandler
{
    /// <summary>As long as both agree.</summary>
    public static async Task<CommandAnswer> Handle(SavePairGoal command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<MentorPair>(command.PairId, cancellationToken) is not { } pair || !pair.IsOf(command.AccountId) || !Enum.IsDefined(command.State)) return CommandAnswer.Unknown;
        if (pair.State != PairState.Agreed) return PairRules.NotAgreed;
        var at = pair.Goals.FindIndex(g => g.Id == command.Id);
        if (at < 0 || command.Text is not null)
            foreach (var flaw in Flaw.OfText(command.Text, nameof(command.Text), 200)) return CommandAnswer.Invalid(flaw);
        var today = JapanTime.Today(clock);
        if (at < 0)
        {
            if (pair.Goals.Count >= 20) return CommandAnswer.Refused("too-many", "目標は 20 件までです。", "Up to 20 goals.");
            pair.Goals.Add(new(command.Id, command.Text!.Trim(), command.State, today));
        }
        else
        {
            var goal = pair.Goals[at];
            pair.Goals[at] = goal with { Text = command.Text?.Trim() ?? goal.Text, State = command.State, On = goal.State == command.State ? goal.On : today };
        }

        session.Store(pair);
        return CommandAnswer.Done;
    }
}

/// <summary>One of the two writes down a meeting (面談の記録).</summary>
/// <param name="PairId">The pair.</param>
/// <param name="Id">The report's id: sent again, there is one.</param>
/// <param name="On">The day of the meeting.</param>
/// <param name="Text">What was talked about, and what comes next.</param>
/// <param name="AccountId">Who writes.</param>
[MessageIdentity("rural-leaders.write-pair-report.v1")]
[NoNewEntries("goes on with what exists")]
public sealed record WritePairReport(Guid PairId, Guid Id, DateOnly? On, string? Text, Guid AccountId);

/// <summary>Keeps it.</summary>
public static class WritePairReportHandler
{
    /// <summary>Of a meeting that was, since the mentor was asked.</summary>
    public static async Task<CommandAnswer> Handle(WritePairReport command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<MentorPair>(command.PairId, cancellationToken) is not { } pair || !pair.IsOf(command.AccountId)) return CommandAnswer.Unknown;
        if (pair.Reports.FirstOrDefault(r => r.Id == command.Id) is { } known) return known.By.AccountId == command.AccountId ? CommandAnswer.Done : CommandAnswer.Unknown;
        if (pair.State != PairState.Agreed) return PairRules.NotAgreed;
        if (command.On is not { } on || on > JapanTime.Today(clock) || on < JapanTime.DayOf(pair.AskedAt))
            return CommandAnswer.Invalid(new(nameof(command.On), new("面談の日を、お願いした日から今日までの日で入力してください。", "Enter the day of the meeting, today or before, not before the mentor was asked.")));
        foreach (var flaw in Flaw.OfText(command.Text, nameof(command.Text), 3000, lines: true)) return CommandAnswer.Invalid(flaw);
        if (pair.Reports.Count >= 200) return CommandAnswer.Refused("too-many", "記録は 200 件までです。", "Up to 200 reports.");
        pair.Reports.Add(new(command.Id, on, command.Text!.Trim(), pair.Mentor.AccountId == command.AccountId ? pair.Mentor : pair.Mentee));
        pair.Reports.Sort((a, b) => b.On.CompareTo(a.On));
        session.Store(pair);
        return CommandAnswer.Done;
    }
}

/// <summary>One of the two asks staff to look at the pair (担当者に相談する). The other one is not told and does not see it.</summary>
/// <param name="PairId">The pair.</param>
/// <param name="Id">The concern's id: sent again, there is one.</param>
/// <param name="Text">What it is about.</param>
/// <param name="AccountId">Who asks.</param>
[MessageIdentity("rural-leaders.raise-concern.v1")]
[NoNewEntries("who needs help finds it whatever is switched on")]
public sealed record RaiseConcern(Guid PairId, Guid Id, string? Text, Guid AccountId);

/// <summary>Keeps it.</summary>
public static class RaiseConcernHandler
{
    /// <summary>Also after it ended: it may be why. One at a time for each of the two.</summary>
    public static async Task<CommandAnswer> Handle(RaiseConcern command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<MentorPair>(command.PairId, cancellationToken) is not { } pair || !pair.IsOf(command.AccountId)) return CommandAnswer.Unknown;
        if (pair.Concerns.Any(c => c.Id == command.Id)) return CommandAnswer.Done;
        if (pair.Concerns.Any(c => c.ById == command.AccountId && c.ClosedAt is null))
            return CommandAnswer.Refused("open", "前の相談に担当者が答えるまで、お待ちください。", "Please wait until staff have answered what you asked before.");
        foreach (var flaw in Flaw.OfText(command.Text, nameof(command.Text), 1000, lines: true)) return CommandAnswer.Invalid(flaw);
        pair.Concerns.Add(new(command.Id, command.AccountId, command.Text!.Trim(), clock.GetUtcNow(), "", null, null));
        session.Store(pair);
        return CommandAnswer.Done;
    }
}

/// <summary>Staff answer who asked them to look, and from then on no longer see the pair (相談に答える).</summary>
/// <param name="PairId">The pair.</param>
/// <param name="ConcernId">What was asked.</param>
/// <param name="Answer">The answer.</param>
/// <param name="By">Who answers.</param>
[MessageIdentity("rural-leaders.close-concern.v1")]
[NoNewEntries("answers what was asked")]
public sealed record CloseConcern(Guid PairId, Guid ConcernId, string? Answer, Doer By);

/// <summary>Keeps the answer.</summary>
public static class CloseConcernHandler
{
    /// <summary>The one who asked is told; nothing of the matter stands in the notice.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(CloseConcern command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await session.LockAsync<MentorPair>(command.PairId, cancellationToken) is not { } pair) return (CommandAnswer.Unknown, []);
        var at = pair.Concerns.FindIndex(c => c.Id == command.ConcernId);
        if (at < 0) return (CommandAnswer.Unknown, []);
        if (pair.Concerns[at].ClosedAt is not null) return (CommandAnswer.Done, []);
        foreach (var flaw in Flaw.OfText(command.Answer, nameof(command.Answer), 1000, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        var concern = pair.Concerns[at] = pair.Concerns[at] with { Answer = command.Answer!.Trim(), ClosedAt = now, ClosedBy = command.By };
        session.Store(pair);
        return (CommandAnswer.Done, concern.ById is not { } asker ? [] :
        [
            new NoticeIssued(FactId.Of($"rural-leaders.concern-closed|{concern.Id:N}"), asker, new("担当者から返事があります", "Staff have answered"),
                new("ページを開いて読んでください。", "Please open the page to read it."), $"/rural-leaders/mentoring/pairs/{pair.Id}", now, MailKinds.Mentoring),
        ]);
    }
}

/// <summary>What holds for pairs.</summary>
internal static class PairRules
{
    public static CommandAnswer NotAgreed { get; } = CommandAnswer.Refused("not-agreed", "この組は、いまは続いていません。", "This pair is not under way.");
}
