using System.Security.Cryptography;
using System.Text;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Circles;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Requests;

/// <summary>The side that asks: an account, who has the secret of a request without one, or staff for them.</summary>
/// <param name="By">The account; null without one.</param>
/// <param name="Secret">The secret; null with an account.</param>
/// <param name="Staff">Whether staff do it for them. Whether it is for this staff to do is decided before it is sent.</param>
public sealed record RequestSide(Doer? By, string? Secret = null, bool Staff = false)
{
    /// <summary>Secrets of requests: long enough that nobody guesses one.</summary>
    internal static PrintedCode Secrets { get; } = new(24);

    internal bool Is(LeaderRequest request) => Staff || (HashOf(Secret) is { } hash && request.SecretHash == hash) || (By is { } by && request.AccountId == by.AccountId);

    internal static string? HashOf(string? secret) => Secrets.Read(secret) is { } code ? Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(code))) : null;
}

/// <summary>A time as it is typed.</summary>
/// <param name="Day">The day.</param>
/// <param name="Start">When it starts.</param>
/// <param name="End">When it ends.</param>
public sealed record TypedTime(DateOnly? Day, TimeOnly? Start, TimeOnly? End);

/// <summary>Somebody asks for a leader (活動リーダーの派遣を頼む). Sent again with the same id, it is asked once.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What kind of side asks.</param>
/// <param name="Organisation">The school, facility or circle.</param>
/// <param name="Contact">Whom to speak to.</param>
/// <param name="Phone">The telephone.</param>
/// <param name="Interests">What is to be led.</param>
/// <param name="Municipality">The municipality.</param>
/// <param name="Place">Where.</param>
/// <param name="At">A known place there, by its position; may be empty.</param>
/// <param name="Times">When it could be: one to three times.</param>
/// <param name="People">How many people.</param>
/// <param name="Indoors">Whether it is indoors.</param>
/// <param name="Wheelchair">Whether the place can be reached in a wheelchair.</param>
/// <param name="Note">What else; may be empty.</param>
/// <param name="Understood">Who asks read what becomes of names and telephones.</param>
/// <param name="CircleId">The circle for which its leader, or staff, ask.</param>
/// <param name="Side">Who asks.</param>
[MessageIdentity("senior-engagement.ask-for-leader.v1")]
[NewEntries(Features.Requests)]
public sealed record AskForLeader(
    Guid Id, RequesterKind? Kind, string? Organisation, string? Contact, string? Phone, IReadOnlyList<string>? Interests, string? Municipality, string? Place, string? At, IReadOnlyList<TypedTime>? Times, int? People, bool Indoors,
    bool Wheelchair, string? Note, bool Understood, Guid? CircleId, RequestSide Side)
{
    internal const int MostTimes = 3;

    internal IEnumerable<Flaw> Flaws(DateTimeOffset now)
    {
        if (Kind is not { } kind || !Enum.IsDefined(kind)) yield return new(nameof(Kind), new("どこからの依頼か選んでください。", "Choose who asks."));
        foreach (var flaw in Flaw.OfText(Organisation, nameof(Organisation), 80)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Contact, nameof(Contact), 60)) yield return flaw;
        if (!PhoneNumber.Parse(Phone).IsOk) yield return new(nameof(Phone), new("連絡のとれる電話番号を入力してください。例：083-933-0000", "Enter a telephone number, such as 083-933-0000."));
        if (Interests is not { Count: > 0 } || Interests.Any(k => CardQuestions.Interests.All(o => o.Key != k))) yield return new(nameof(Interests), new("内容を 1 つ以上選んでください。", "Choose at least one thing to be led."));
        if (SharedKernel.Municipality.ByCode(Municipality) is null) yield return new(nameof(Municipality), new("市町を選んでください。", "Choose the municipality."));
        foreach (var flaw in Flaw.OfText(Place, nameof(Place), 80)) yield return flaw;
        // A program may send anything.
        var times = (Times ?? []).Select(t => t ?? new(null, null, null)).ToList();
        if (times.Count is 0 or > MostTimes) yield return new("Day1", new($"希望の日時を 1 つから {MostTimes} つまで入力してください。", $"Enter one to {MostTimes} times at which it could be."));
        foreach (var (time, number) in times.Select((t, i) => (t, i + 1)))
        {
            if (time.Day is null) yield return new($"Day{number}", new("日を入力してください。例：2026-11-10", "Enter the day, such as 2026-11-10."));
            if (time.Start is null) yield return new($"Start{number}", new("開始の時刻を入力してください。例：10:00", "Enter when it starts, such as 10:00."));
            if (time.End is null) yield return new($"End{number}", new("終了の時刻を入力してください。例：11:30", "Enter when it ends, such as 11:30."));
            else if (time.Start >= time.End) yield return new($"End{number}", new("終了は開始より後にしてください。", "The end must be after the start."));
            if (time is { Day: { } day, Start: { } start } && (JapanTime.At(day, start) <= now || day > JapanTime.DayOf(now).AddYears(1))) yield return new($"Day{number}", new("これから 1 年までの日時にしてください。", "Choose a time within a year from now."));
        }

        if (People is null) yield return new(nameof(People), new("参加する人数を数字で入力してください。", "Enter how many people take part."));
        foreach (var flaw in Flaw.OfNumber(People, nameof(People), 1, 500)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Note, nameof(Note), 300, required: false, lines: true)) yield return flaw;
        if (!Understood) yield return new(nameof(Understood), new("お名前と電話番号の扱いを読んで、しるしを付けてください。", "Read what becomes of names and telephones, and tick the box."));
    }
}

/// <summary>Keeps it.</summary>
public static class AskForLeaderHandler
{
    /// <summary>Staff confirm it before anybody is asked, but for what they entered themselves and what a circle's leader asks for the circle.</summary>
    public static async Task<CommandAnswer> Handle(AskForLeader command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var flaw in command.Flaws(now)) return CommandAnswer.Invalid(flaw);
        if (!await gates.IsOnNowAsync(Features.Requests)) return CommandAnswer.Off;
        var hash = command.Side.By is null ? RequestSide.HashOf(command.Side.Secret) : null;
        if (command.Side is { By: null, Staff: false } && hash is null) return CommandAnswer.Unknown;
        await session.TakeTurnsAsync($"leader-request|{command.Id:N}", cancellationToken);
        if (await session.LoadAsync<LeaderRequest>(command.Id, cancellationToken) is { } sent) return command.Side.Is(sent) ? CommandAnswer.Done : CommandAnswer.Unknown;
        if (command.CircleId is { } id)
        {
            if (await session.LoadAsync<Circle>(id, cancellationToken) is not { State: CircleState.Active } circle
                || (!command.Side.Staff && (command.Side.By is not { } by || !await session.LeadsAsync(circle, by, ActingAs.Self, JapanTime.DayOf(now), cancellationToken)))) return CommandAnswer.Unknown;
        }

        var municipality = Municipality.ByCode(command.Municipality)!.Code6;
        var at = string.IsNullOrEmpty(command.At) ? null : (await session.PlacesNearAsync(municipality, cancellationToken)).FirstOrDefault(p => p.Key == command.At);
        if (!string.IsNullOrEmpty(command.At) && at is null) return CommandAnswer.Invalid(new(nameof(command.At), new("選んだ市町の場所を、一覧から選んでください。", "Choose a place of that municipality from the list.")));
        LeaderRequest request = new()
        {
            Id = command.Id, Kind = command.CircleId is null ? command.Kind!.Value : RequesterKind.Circle, Organisation = command.Organisation!.Trim(), CircleId = command.CircleId, Contact = command.Contact!.Trim(),
            Phone = PhoneNumber.Parse(command.Phone).Value.ToString()!, Interests = [.. CardQuestions.Interests.Select(i => i.Key).Where(command.Interests!.Contains)], MunicipalityCode = municipality, Place = command.Place!.Trim(), At = at,
            Times = [.. command.Times!.Select(t => new WishedTime(JapanTime.At(t.Day!.Value, t.Start!.Value), JapanTime.At(t.Day.Value, t.End!.Value))).OrderBy(t => t.Starts)], People = command.People!.Value, Indoors = command.Indoors,
            Wheelchair = command.Wheelchair, Note = command.Note?.Trim() ?? "", AccountId = command.Side.Staff ? null : command.Side.By?.AccountId, SecretHash = hash, AskedAt = now,
            State = command.Side.Staff || command.CircleId is not null ? LeaderRequestState.Open : LeaderRequestState.New, ConfirmedBy = command.Side.Staff ? command.Side.By : null,
        };
        request.ShownUntil = JapanTime.DayOf(request.LastEnds).AddDays(1);
        session.Store(request);
        return CommandAnswer.Done;
    }
}

/// <summary>Staff looked at a request: leaders may be asked, or not (依頼の確認).</summary>
/// <param name="Id">The request.</param>
/// <param name="Takes">Whether leaders may be asked.</param>
/// <param name="Reason">Why not; who asked reads it.</param>
/// <param name="By">Who says so.</param>
[MessageIdentity("senior-engagement.confirm-leader-request.v1")]
[NoNewEntries("answers what was asked")]
public sealed record ConfirmLeaderRequest(Guid Id, bool Takes, string? Reason, Doer By);

/// <summary>Keeps it.</summary>
public static class ConfirmLeaderRequestHandler
{
    /// <summary>Once.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(ConfirmLeaderRequest command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await session.LockAsync<LeaderRequest>(command.Id, cancellationToken) is not { } request) return (CommandAnswer.Unknown, []);
        if (request.State != LeaderRequestState.New) return (CommandAnswer.Done, []);
        if (!command.Takes)
            foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), 200)) return (CommandAnswer.Invalid(flaw), []);
        request.ConfirmedBy = command.By;
        if (command.Takes) request.State = LeaderRequestState.Open;
        else (request.State, request.Reason, request.ShownUntil) = (LeaderRequestState.Cancelled, command.Reason!.Trim(), JapanTime.DayOf(now).AddDays(1));
        session.Store(request);
        return (CommandAnswer.Done, [.. LeaderNotices.ToAsker(request, $"confirmed|{command.Takes}", command.Takes ? LeaderNotices.Confirmed(request) : LeaderNotices.NotTaken(request), now)]);
    }
}

/// <summary>The side that asked does not need a leader any more (依頼の取りやめ).</summary>
/// <param name="Id">The request.</param>
/// <param name="Reason">Why; leaders who said yes read it.</param>
/// <param name="Side">Who says so.</param>
[MessageIdentity("senior-engagement.cancel-leader-request.v1")]
[NoNewEntries("ends what exists")]
public sealed record CancelLeaderRequest(Guid Id, string? Reason, RequestSide Side);

/// <summary>Ends it.</summary>
public static class CancelLeaderRequestHandler
{
    /// <summary>Leaders are free again, and those who said yes are told why.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(CancelLeaderRequest command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await session.LockAsync<LeaderRequest>(command.Id, cancellationToken) is not { } request || !command.Side.Is(request)) return (CommandAnswer.Unknown, []);
        if (request.State == LeaderRequestState.Cancelled) return (CommandAnswer.Done, []);
        foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), 200)) return (CommandAnswer.Invalid(flaw), []);
        if (request.State == LeaderRequestState.Done || request.Agreed?.Starts <= now) return (LeaderMatching.Begun, []);
        return (CommandAnswer.Done, [.. await LeaderMatching.EndRequestAsync(session, request, command.Reason!.Trim(), now, cancellationToken)]);
    }
}
