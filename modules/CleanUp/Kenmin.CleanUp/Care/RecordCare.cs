using Kenmin.CleanUp.Outcomes;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Care;

/// <summary>
/// The leader, or staff for the leader, record a clean-up within an adoption, or correct it (日ごろの清掃を記録する). One day has one record:
/// sent five times it counts once.
/// </summary>
/// <param name="AdoptionId">The adoption.</param>
/// <param name="Day">The day.</param>
/// <param name="Figures">What came of it.</param>
/// <param name="Note">What the city should know; may be empty.</param>
/// <param name="LeaderId">The leader's account; null when staff enter it.</param>
/// <param name="Staff">The member of staff; null when the leader does.</param>
[MessageIdentity("clean-up.record-care.v1")]
[NewEntries(Features.Care)]
public sealed record RecordCare(Guid AdoptionId, DateOnly? Day, Figures Figures, string? Note, Guid? LeaderId, Doer? Staff);

/// <summary>Keeps the record.</summary>
public static class RecordCareHandler
{
    /// <summary>The adoption's row is the lock, so that the next due day follows from all records.</summary>
    public static async Task<CommandAnswer> Handle(RecordCare command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await CareRecords.LockAsync(session, command.AdoptionId, command.LeaderId, command.Staff, cancellationToken) is not { } adoption) return CommandAnswer.Unknown;
        if (!await gates.IsOnNowAsync(Features.Care)) return CareAnswers.Off;
        if (adoption.State is not (AdoptionState.Agreed or AdoptionState.Ended) || adoption.DecidedAt is null) return CareAnswers.NotAgreed;
        var now = clock.GetUtcNow();
        if (command.Day is not { } day) return CommandAnswer.Invalid(new(nameof(command.Day), new("清掃した日を入力してください。", "Enter the day.")));
        if (day > JapanTime.DayOf(now)) return CommandAnswer.Invalid(new(nameof(command.Day), new("清掃が終わってから記録してください。", "Record it once it is done.")));
        if (day < adoption.From || day > (adoption.EndedOn ?? DateOnly.MaxValue))
            return CommandAnswer.Invalid(new(nameof(command.Day), new($"アダプトの期間（{adoption.From:yyyy-MM-dd} から）の中の日にしてください。", $"Choose a day of the agreement, which began on {adoption.From:yyyy-MM-dd}.")));
        foreach (var flaw in command.Figures.Flaws(mostPeople: 10_000)) return CommandAnswer.Invalid(flaw);
        foreach (var flaw in Flaw.OfText(command.Note, nameof(command.Note), 500, required: false, lines: true)) return CommandAnswer.Invalid(flaw);
        session.Store(new CareCleanUp
        {
            Id = CareCleanUp.IdOf(adoption.Id, day), AdoptionId = adoption.Id, SiteId = adoption.SiteId, GroupId = adoption.GroupId, MunicipalityCode = adoption.MunicipalityCode, Day = day,
            Figures = command.Figures, Note = command.Note?.Trim() ?? "", At = now, EnteredBy = command.Staff,
        });
        await CareRecords.FollowAsync(session, adoption, with: day, without: null, cancellationToken);
        return CommandAnswer.Done;
    }
}

/// <summary>A record was a mistake (記録を取り消す).</summary>
/// <param name="AdoptionId">The adoption.</param>
/// <param name="Day">The day.</param>
/// <param name="LeaderId">The leader's account; null when staff remove it.</param>
/// <param name="Staff">The member of staff; null when the leader does.</param>
[MessageIdentity("clean-up.remove-care.v1")]
[NoNewEntries("takes back what was recorded")]
public sealed record RemoveCare(Guid AdoptionId, DateOnly Day, Guid? LeaderId, Doer? Staff);

/// <summary>Removes it.</summary>
public static class RemoveCareHandler
{
    /// <summary>Removed twice, nothing more happens.</summary>
    public static async Task<CommandAnswer> Handle(RemoveCare command, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (await CareRecords.LockAsync(session, command.AdoptionId, command.LeaderId, command.Staff, cancellationToken) is not { } adoption) return CommandAnswer.Unknown;
        session.Delete<CareCleanUp>(CareCleanUp.IdOf(adoption.Id, command.Day));
        await CareRecords.FollowAsync(session, adoption, with: null, without: command.Day, cancellationToken);
        return CommandAnswer.Done;
    }
}

/// <summary>Records of an adoption within a transaction.</summary>
internal static class CareRecords
{
    public static async Task<Adoption?> LockAsync(IDocumentSession session, Guid id, Guid? leader, Doer? staff, CancellationToken cancellationToken) =>
        leader is { } account ? await session.OwnAdoptionAsync(id, account, cancellationToken) : staff is null ? null : await session.LockAsync<Adoption>(id, cancellationToken);

    /// <summary>Works out what is due next. What the session has not written yet is said by the caller.</summary>
    public static async Task FollowAsync(IDocumentSession session, Adoption adoption, DateOnly? with, DateOnly? without, CancellationToken cancellationToken)
    {
        var days = await session.DaysOfAsync(adoption, cancellationToken, withoutRecordOf: without);
        if (with is { } day) days.Add(day);
        adoption.Follow(days.Count > 0 ? days.Max : null, await session.CareRulesAsync(adoption.MunicipalityCode, cancellationToken));
        session.Store(adoption);
    }
}
