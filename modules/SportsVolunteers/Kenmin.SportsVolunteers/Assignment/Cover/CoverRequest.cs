using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Shifts.SigningUp;
using Kenmin.SportsVolunteers.Skills;
using Kenmin.SportsVolunteers.Volunteers;
using Kenmin.SportsVolunteers.Volunteers.Guardians;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Assignment.Cover;

/// <summary>People who were asked to step in at a shift (急な欠員の呼びかけ). Its id is the shift's.</summary>
public sealed class CoverRequest
{
    /// <summary>The shift.</summary>
    public Guid Id { get; set; }

    /// <summary>Who was asked, and when last.</summary>
    public Dictionary<Guid, DateTimeOffset> Asked { get; set; } = [];

    /// <summary>The account of the member of staff who asked last.</summary>
    public Guid By { get; set; }

    /// <summary>Whether all places were taken, and the others told.</summary>
    public bool Closed { get; set; }
}

/// <summary>When somebody was asked last to step in anywhere: whoever was asked longest ago is asked first. Its id is the person's.</summary>
public sealed class CoverAsked
{
    /// <summary>The person.</summary>
    public Guid Id { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }
}

/// <summary>Staff ask people to step in.</summary>
/// <param name="ShiftId">The shift.</param>
/// <param name="Volunteers">Whom.</param>
/// <param name="By">The account.</param>
[MessageIdentity("sports-volunteers.ask-for-cover.v1")]
[NoNewEntries("asks; whether a place can be taken is decided when it is")]
public sealed record AskForCover(Guid ShiftId, IReadOnlyList<Guid> Volunteers, Guid By);

/// <summary>Somebody who was asked steps in.</summary>
/// <param name="ShiftId">The shift.</param>
/// <param name="VolunteerId">The person.</param>
/// <param name="CommandId">Sent again with the same id, it changes nothing more.</param>
[MessageIdentity("sports-volunteers.take-cover.v1")]
[NoNewEntries("answers what staff asked while it was open")]
public sealed record TakeCover(Guid ShiftId, Guid VolunteerId, Guid CommandId);

/// <summary>What came of stepping in.</summary>
/// <param name="Refusal">Why not; null when the place is theirs.</param>
public sealed record CoverTaken(LocalizedText? Refusal);

/// <summary>Asks, and gives the places to who comes first.</summary>
public static class CoverHandler
{
    /// <summary>Notes whom it asks and tells them, in one transaction.</summary>
    public static async Task<OutgoingMessages> Handle(AskForCover command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var outgoing = new OutgoingMessages();
        if (await session.LoadAsync<Shift>(command.ShiftId, cancellationToken) is not { } shift || shift.Starts <= clock.GetUtcNow()) return outgoing;
        var now = clock.GetUtcNow();
        // One after another: two who ask at once ask the people of both.
        await session.TakeTurnsAsync($"cover|{shift.Id:N}", cancellationToken);
        var request = await session.LoadAsync<CoverRequest>(shift.Id, cancellationToken) ?? new CoverRequest { Id = shift.Id };
        (request.By, request.Closed) = (command.By, false);
        var when = WhenOf(shift);
        foreach (var volunteer in await session.LoadManyAsync<Volunteer>(cancellationToken, [.. command.Volunteers]))
        {
            if (volunteer is { Erased: true } or { AccountId: null }) continue;
            request.Asked[volunteer.Id] = now;
            session.Store(new CoverAsked { Id = volunteer.Id, At = now });
            outgoing.Add(new NoticeIssued(
                Guid.CreateVersion7(now), volunteer.AccountId!.Value, new("急な欠員が出ました。来ていただけませんか", "Somebody is missing. Could you step in?"),
                new($"{shift.Role}　{when.Ja}。先に引き受けた方で決まります。", $"{shift.Role}, {when.En}. First come, first served."), $"/sports/cover/{shift.Id}", now));
        }

        session.Store(request);
        return outgoing;
    }

    /// <summary>The sign-up engine gives the place, in its own transaction, to whoever is first; once all are taken the others are told.</summary>
    public static async Task<(CoverTaken, OutgoingMessages)> Handle(
        TakeCover command, IDocumentSession session, IParticipation<ISportsVolunteersStore> participation, TimeProvider clock, CancellationToken cancellationToken)
    {
        var outgoing = new OutgoingMessages();
        if (await session.LoadAsync<CoverRequest>(command.ShiftId, cancellationToken) is not { } asked || !asked.Asked.ContainsKey(command.VolunteerId)
            || await session.LoadAsync<Shift>(command.ShiftId, cancellationToken) is not { } shift
            || await session.LoadAsync<Volunteer>(command.VolunteerId, cancellationToken) is not { Erased: false } volunteer)
            return (new(new LocalizedText("この呼びかけは、もうありません。", "This is no longer asked.")), outgoing);
        if (await session.StopsAsync(volunteer, shift.Day, cancellationToken)) return (new(GuardianRule.Stops), outgoing);
        var needing = (await QualificationKinds.AllAsync(session, cancellationToken)).Where(k => k.ProofNeeded).Select(k => k.Id).ToHashSet(StringComparer.Ordinal);
        // In the name of staff: at short notice the time for signing up is over.
        var answer = SignUpDesk.Answer(await participation.SignUpAsync(
            new(command.CommandId, shift.Id, Participants.FactsOf(volunteer, shift.Day, needing), Actor.Staff(asked.By)) { OnlyIfFree = true }, cancellationToken));
        var full = (await participation.OccupancyAsync([shift.Id], cancellationToken))[shift.Id].Free == 0;
        if (full) await TellOthersAsync(session, shift, participation, outgoing, clock.GetUtcNow(), cancellationToken);
        return (new(answer.Code switch
        {
            DeskAnswer.Done => null,
            "full" => new("ありがとうございます。先に引き受けた方がいて、すでに埋まりました。", "Thank you. Others were first, and all places are taken."),
            _ => answer.Text,
        }), outgoing);
    }

    private static async Task TellOthersAsync(
        IDocumentSession session, Shift shift, IParticipation<ISportsVolunteersStore> participation, OutgoingMessages outgoing, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync($"cover|{shift.Id:N}", cancellationToken);
        if (await session.LoadAsync<CoverRequest>(shift.Id, cancellationToken) is not { Closed: false } request) return;
        request.Closed = true;
        session.Store(request);
        var there = (await participation.SignUpsOfOpeningAsync(shift.Id, cancellationToken)).Where(s => s.State == SignUpState.Confirmed).Select(s => s.PersonId).ToHashSet();
        var when = WhenOf(shift);
        foreach (var volunteer in await session.LoadManyAsync<Volunteer>(cancellationToken, [.. request.Asked.Keys.Where(p => !there.Contains(p))]))
            if (volunteer is { Erased: false, AccountId: { } account })
                outgoing.Add(new NoticeIssued(
                    Guid.CreateVersion7(now), account, new("欠員は埋まりました。ありがとうございました", "The place is taken. Thank you"),
                    new($"{shift.Role}　{when.Ja}。ほかの方が引き受けてくださいました。", $"{shift.Role}, {when.En}. Somebody else stepped in."), "/sports/me", now));
    }

    private static LocalizedText WhenOf(Shift shift)
    {
        var start = JapanTime.Local(shift.Starts);
        return new(start.ToString("M月d日 H:mm", System.Globalization.CultureInfo.InvariantCulture), start.ToString("d MMMM H:mm", System.Globalization.CultureInfo.InvariantCulture));
    }
}
