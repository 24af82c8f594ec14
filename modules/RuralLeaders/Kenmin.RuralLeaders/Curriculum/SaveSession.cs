using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence;
using Kenmin.RuralLeaders.Scope;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Curriculum;

/// <summary>Adds a session to a course, or changes it (講座の回を決める).</summary>
/// <param name="Id">The session's id; a new one adds it.</param>
/// <param name="CourseId">The course; stays as it is once added.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Day">The day.</param>
/// <param name="Start">When it starts.</param>
/// <param name="End">When it ends.</param>
/// <param name="Place">Where.</param>
/// <param name="Municipality">The municipality.</param>
/// <param name="Capacity">Places.</param>
/// <param name="Credits">Credits for being there.</param>
/// <param name="Compulsory">Whether nobody completes the course without it.</param>
/// <param name="Trainers">Who teaches; may be empty.</param>
/// <param name="Material">Material for those who have a place; may be empty.</param>
[MessageIdentity("rural-leaders.save-session.v1")]
[NewEntries(Features.Courses)]
public sealed record SaveSession(
    Guid Id, Guid CourseId, string Title, DateOnly? Day, TimeOnly? Start, TimeOnly? End, string Place, string Municipality, int? Capacity, int? Credits, bool Compulsory,
    string Trainers, string Material)
{
    internal IEnumerable<Flaw> Flaws()
    {
        foreach (var flaw in Flaw.OfText(Title, nameof(Title), 80)) yield return flaw;
        if (Day is null) yield return new(nameof(Day), new("日を入力してください。", "Enter the day."));
        if (Start is null) yield return new(nameof(Start), new("開始の時刻を入力してください。例：13:30", "Enter when it starts, such as 13:30."));
        if (End is null) yield return new(nameof(End), new("終了の時刻を入力してください。例：15:00", "Enter when it ends, such as 15:00."));
        else if (Start >= End) yield return new(nameof(End), new("終了は開始より後にしてください。", "The end must be after the start."));
        foreach (var flaw in Flaw.OfText(Place, nameof(Place), 120)) yield return flaw;
        if (SharedKernel.Municipality.ByCode(Municipality) is null) yield return new(nameof(Municipality), new("市町を選んでください。", "Choose the municipality."));
        foreach (var (number, field, least, most) in new[] { (Capacity, nameof(Capacity), 1, 1000), (Credits, nameof(Credits), 0, 20) })
        {
            if (number is null) yield return new(field, new("数字を入力してください。", "Enter a number."));
            foreach (var flaw in Flaw.OfNumber(number, field, least, most)) yield return flaw;
        }

        foreach (var flaw in Flaw.OfText(Trainers, nameof(Trainers), 200, required: false)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Material, nameof(Material), 2000, required: false, lines: true)) yield return flaw;
    }
}

/// <summary>Keeps the session.</summary>
public static class SaveSessionHandler
{
    /// <summary>A session lies within the fiscal year of its course. Its places follow in a message of the same transaction.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(
        SaveSession command, IDocumentSession session, FeatureGates gates, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var flaw in command.Flaws()) return (CommandAnswer.Invalid(flaw), []);
        var known = await session.LockAsync<CourseSession>(command.Id, cancellationToken);
        if (await session.LoadAsync<Course>(known?.CourseId ?? command.CourseId, cancellationToken) is not { } course) return (CommandAnswer.Unknown, []);
        if (known is null && !await gates.MayPrepareAsync(initiatives, course)) return (CommandAnswer.Off, []);
        if (known is { Cancelled: true }) return (CommandAnswer.Refused("cancelled", "中止した回は変えられません。", "It was called off and cannot be changed."), []);
        if (!course.FiscalYear.Contains(command.Day!.Value))
            return (CommandAnswer.Invalid(new(nameof(command.Day), new($"講座の年度（{course.FiscalYear.ToJapanese()}）の日にしてください。", $"Use a day of the course's fiscal year ({course.FiscalYear})."))), []);
        var next = new CourseSession
        {
            Id = command.Id, CourseId = course.Id, Title = command.Title.Trim(), Day = command.Day.Value, Start = command.Start!.Value, End = command.End!.Value, Place = command.Place.Trim(),
            MunicipalityCode = Municipality.ByCode(command.Municipality)!.Code6, Capacity = command.Capacity!.Value, Credits = command.Credits!.Value, Compulsory = command.Compulsory,
            Trainers = command.Trainers?.Trim() ?? "", Material = command.Material?.Trim() ?? "", Revision = (known?.Revision ?? 0) + 1,
        };
        // What people were there for stays what it was.
        if (known is not null && known.Starts <= clock.GetUtcNow() && (next.Day, next.Start, next.End, next.Credits, next.Compulsory) != (known.Day, known.Start, known.End, known.Credits, known.Compulsory))
            return (CommandAnswer.Refused("begun", "始まった回の日時、単位、必修は変えられません。", "It has begun: its time, credits and whether it is compulsory stay.", nameof(command.Day)), []);
        session.Store(next);
        return (CommandAnswer.Done, [new ApplySessionPlaces(next.Id)]);
    }
}

/// <summary>Calls a session off (中止); who signed up is told.</summary>
/// <param name="Id">The session.</param>
/// <param name="Reason">Why; people read it.</param>
[MessageIdentity("rural-leaders.cancel-session.v1")]
[NoNewEntries("what exists can always be called off")]
public sealed record CancelSession(Guid Id, string? Reason);

/// <summary>Calls it off.</summary>
public static class CancelSessionHandler
{
    /// <summary>Possible until it begins.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(CancelSession command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<CourseSession>(command.Id, cancellationToken) is not { } held) return (CommandAnswer.Unknown, []);
        if (held.Cancelled) return (CommandAnswer.Done, []);
        foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), 300)) return (CommandAnswer.Invalid(flaw), []);
        if (held.Starts <= clock.GetUtcNow()) return (CommandAnswer.Refused("begun", "始まった回は中止できません。", "It has begun and cannot be called off."), []);
        (held.Cancelled, held.CancelReason, held.Revision) = (true, command.Reason!.Trim(), held.Revision + 1);
        session.Store(held);
        return (CommandAnswer.Done, [new ApplySessionPlaces(held.Id)]);
    }
}
