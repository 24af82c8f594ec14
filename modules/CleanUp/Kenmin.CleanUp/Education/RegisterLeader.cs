using Kenmin.CleanUp.PersonalData;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Education;

/// <summary>A resident asks to be registered as a leader, or changes it (環境学習指導者の登録を申請する).</summary>
/// <param name="Id">The registration's id; a new one asks.</param>
/// <param name="Name">The name.</param>
/// <param name="Phone">The telephone.</param>
/// <param name="Experience">What makes the person fit.</param>
/// <param name="Municipalities">Where the person comes to.</param>
/// <param name="Courses">The courses that the person wants to lead.</param>
/// <param name="ShowName">Whether the name may be shown.</param>
/// <param name="AccountId">Who asks.</param>
[MessageIdentity("clean-up.ask-leader.v1")]
[NewEntries(Features.Education)]
public sealed record AskLeader(
    Guid Id, string? Name, string? Phone, string? Experience, IReadOnlyList<string> Municipalities, IReadOnlyList<Guid> Courses, bool ShowName, Guid AccountId)
{
    internal IEnumerable<Flaw> Flaws()
    {
        foreach (var flaw in Flaw.OfText(Name, nameof(Name), 60)) yield return flaw;
        if (!PhoneNumber.Parse(Phone).IsOk) yield return new(nameof(Phone), new("連絡のとれる電話番号を入力してください。例：083-933-0000", "Enter a telephone where you can be reached, such as 083-933-0000."));
        foreach (var flaw in Flaw.OfText(Experience, nameof(Experience), 1_000, lines: true)) yield return flaw;
        if (Municipalities.Count == 0 || Municipalities.Any(m => Municipality.ByCode(m) is null)) yield return new(nameof(Municipalities), new("行ける市町を選んでください。", "Choose where you can come to."));
        if (Courses.Count == 0) yield return new(nameof(Courses), new("指導できる講座を選んでください。", "Choose the courses that you can lead."));
    }
}

/// <summary>Keeps what was asked.</summary>
public static class AskLeaderHandler
{
    /// <summary>
    /// A person has one registration that is not over. Who is registered corrects name, telephone, places and the wish to be named at once;
    /// another course waits for staff, and a place that is left out no longer binds.
    /// </summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(AskLeader command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await session.TakeTurnsAsync(LeaderLocks.Of(command.AccountId), cancellationToken);
        var known = await session.LockAsync<CourseLeader>(command.Id, cancellationToken);
        if (known is not null && known.AccountId != command.AccountId) return (CommandAnswer.Unknown, []);
        foreach (var flaw in command.Flaws()) return (CommandAnswer.Invalid(flaw), []);
        if (!await gates.IsOnNowAsync(Features.Education)) return (EducationAnswers.Off, []);
        if (await session.GuardianStopsAsync(command.AccountId, cancellationToken)) return (GuardianRule.Refusal, []);
        if (await session.Query<CourseLeader>().AnyAsync(l => l.AccountId == command.AccountId && l.Id != command.Id && (l.State == CourseLeaderState.Asked || l.State == CourseLeaderState.Registered), cancellationToken))
            return (CommandAnswer.Refused("already-registered", "もう申請しているか、登録されています。", "You have asked or are registered already."), []);
        Guid[] courses = [.. command.Courses.Distinct()];
        if ((await session.LoadManyAsync<Course>(cancellationToken, courses)).Count != courses.Length)
            return (CommandAnswer.Invalid(new(nameof(command.Courses), new("講座を一覧から選び直してください。", "Choose the courses from the list again."))), []);
        var leader = known ?? new CourseLeader { Id = command.Id, AccountId = command.AccountId };
        (leader.Name, leader.Phone, leader.Experience) = (command.Name!.Trim(), PhoneNumber.Parse(command.Phone).Value.ToString()!, command.Experience!.Trim());
        (leader.Municipalities, leader.Wanted, leader.ShowName) = ([.. command.Municipalities.Select(m => Municipality.ByCode(m)!.Code6).Distinct().Order()], [.. courses], command.ShowName);
        if (leader.State != CourseLeaderState.Registered) (leader.State, leader.Reason, leader.AskedAt, leader.Courses) = (CourseLeaderState.Asked, "", now, []);
        else leader.Courses = [.. leader.Courses.Where(courses.Contains)];
        session.Store(leader);
        return (CommandAnswer.Done, await LeaderLocks.ReleaseUnfitAsync(session, leader, now, cancellationToken));
    }
}

/// <summary>Staff register a leader, change which courses the person can lead, give another term, or do not (登録・見送り・更新・抹消).</summary>
/// <param name="Id">The registration.</param>
/// <param name="Register">Whether the person is registered.</param>
/// <param name="Courses">The courses that the person can lead.</param>
/// <param name="Until">The last day of the term.</param>
/// <param name="Reason">Why not; the person reads it.</param>
/// <param name="By">Who decides.</param>
[MessageIdentity("clean-up.decide-leader.v1")]
[NoNewEntries("decides about who asked")]
public sealed record DecideLeader(Guid Id, bool Register, IReadOnlyList<Guid> Courses, DateOnly? Until, string? Reason, Doer By);

/// <summary>Decides, and tells the person.</summary>
public static class DecideLeaderHandler
{
    /// <summary>Courses to come that the person may no longer lead go back to the office, and who asked is told.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(DecideLeader command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await LeaderLocks.LockAsync(session, command.Id, cancellationToken) is not { AccountId: { } account } leader) return (CommandAnswer.Unknown, []);
        if (leader.State == CourseLeaderState.Ended) return (CommandAnswer.Refused("ended", "終了した登録は変えられません。", "A registration that ended stays as it is."), []);
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        if (command.Register)
        {
            if (command.Courses.Count == 0 || (await session.LoadManyAsync<Course>(cancellationToken, [.. command.Courses.Distinct()])).Count != command.Courses.Distinct().Count())
                return (CommandAnswer.Invalid(new(nameof(command.Courses), new("指導できる講座を選んでください。", "Choose the courses that the person can lead."))), []);
            if (command.Until is not { } until || until < today || until > today.AddYears(5))
                return (CommandAnswer.Invalid(new(nameof(command.Until), new("登録の終わりの日を、5 年以内で入力してください。", "Enter the last day of the term, within five years."))), []);
            (leader.State, leader.Courses, leader.Until, leader.Reason, leader.RenewalAsked) = (CourseLeaderState.Registered, [.. command.Courses.Distinct()], until, "", false);
        }
        else
        {
            foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), 300, lines: true)) return (CommandAnswer.Invalid(flaw), []);
            if (leader.State == CourseLeaderState.Registered) leader.End(command.Reason!.Trim());
            else (leader.State, leader.Reason) = (CourseLeaderState.Declined, command.Reason!.Trim());
        }

        (leader.DecidedAt, leader.DecidedBy) = (now, command.By);
        session.Store(leader);
        OutgoingMessages outgoing =
        [
            EducationNotice.Of($"leader|{leader.Id:N}|{now.UtcTicks}", account, now, "/clean-up/me/education/leader", leader.State == CourseLeaderState.Registered
                ? (new("環境学習指導者として登録されました", "You are registered as a leader of courses"), new($"登録は {leader.Until:yyyy-MM-dd} までです。指導できる講座を確かめてください。", $"Your term runs until {leader.Until:yyyy-MM-dd}. See which courses you can lead."))
                : (new("環境学習指導者の登録について", "About your registration as a leader of courses"), new($"登録されませんでした。理由：{leader.Reason}", $"You are not registered. Reason: {leader.Reason}"))),
        ];
        outgoing.AddRange(await LeaderLocks.ReleaseUnfitAsync(session, leader, now, cancellationToken));
        return (CommandAnswer.Done, outgoing);
    }
}

/// <summary>A leader asks for another term (登録の更新を申し込む), or leaves (登録をやめる).</summary>
/// <param name="Id">The registration.</param>
/// <param name="Leave">Whether the person leaves.</param>
/// <param name="AccountId">Who asks.</param>
[MessageIdentity("clean-up.renew-leader.v1")]
[NoNewEntries("about a registration that exists")]
public sealed record RenewLeader(Guid Id, bool Leave, Guid AccountId);

/// <summary>Keeps the wish.</summary>
public static class RenewLeaderHandler
{
    /// <summary>Who leaves leads nothing to come any more.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(RenewLeader command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await LeaderLocks.LockAsync(session, command.Id, cancellationToken) is not { } leader || leader.AccountId != command.AccountId) return (CommandAnswer.Unknown, []);
        if (leader.State is CourseLeaderState.Ended or CourseLeaderState.Declined) return (command.Leave ? CommandAnswer.Done : CommandAnswer.Refused("ended", "もう一度、登録を申請してください。", "Please ask to be registered anew."), []);
        if (command.Leave) leader.End("本人の希望");
        else if (leader.State == CourseLeaderState.Registered) leader.RenewalAsked = true;
        session.Store(leader);
        return (CommandAnswer.Done, await LeaderLocks.ReleaseUnfitAsync(session, leader, clock.GetUtcNow(), cancellationToken));
    }
}
