using Kenmin.CleanUp.PersonalData;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Education;

/// <summary>A school, club or company asks for a leader of a course on a day (講師の派遣を依頼する). Sent again with the same id, nothing more happens.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="CourseId">The course.</param>
/// <param name="Kind">What kind of body asks.</param>
/// <param name="Organization">Its name.</param>
/// <param name="Contact">Who answers for it.</param>
/// <param name="Phone">The telephone.</param>
/// <param name="Municipality">The municipality.</param>
/// <param name="Place">Where it is held.</param>
/// <param name="Day">The day.</param>
/// <param name="Start">When it starts.</param>
/// <param name="End">When it ends.</param>
/// <param name="People">How many people are expected.</param>
/// <param name="Note">What else to know.</param>
/// <param name="AccountId">Who asks.</param>
[MessageIdentity("clean-up.request-course.v1")]
[NewEntries(Features.Education)]
public sealed record RequestCourse(
    Guid Id, Guid CourseId, AskerKind Kind, string? Organization, string? Contact, string? Phone, string? Municipality, string? Place, DateOnly? Day, TimeOnly? Start, TimeOnly? End, int? People, string? Note, Guid AccountId)
{
    internal IEnumerable<Flaw> Flaws(DateOnly today)
    {
        foreach (var flaw in Flaw.OfText(Organization, nameof(Organization), 80)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Contact, nameof(Contact), 60)) yield return flaw;
        if (!PhoneNumber.Parse(Phone).IsOk) yield return new(nameof(Phone), new("連絡のとれる電話番号を入力してください。例：083-933-0000", "Enter a telephone where you can be reached, such as 083-933-0000."));
        if (SharedKernel.Municipality.ByCode(Municipality) is null) yield return new(nameof(Municipality), new("市町を選んでください。", "Choose the municipality."));
        foreach (var flaw in Flaw.OfText(Place, nameof(Place), 100)) yield return flaw;
        if (Day is not { } day) yield return new(nameof(Day), new("希望する日を入力してください。", "Enter the day."));
        else if (day <= today || day > today.AddYears(1)) yield return new(nameof(Day), new("明日から 1 年以内の日にしてください。", "Choose a day from tomorrow on, within a year."));
        if (Start is not { } start) yield return new(nameof(Start), new("始める時刻を入力してください。例：9:00", "Enter when it starts, such as 9:00."));
        else if (End is not { } end) yield return new(nameof(End), new("終わる時刻を入力してください。例：11:00", "Enter when it ends, such as 11:00."));
        else if (end <= start) yield return new(nameof(End), new("終わる時刻は、始める時刻より後にしてください。", "It must end after it starts."));
        if (People is null) yield return new(nameof(People), new("参加する人数を入力してください。", "Enter how many people take part."));
        foreach (var flaw in Flaw.OfNumber(People, nameof(People), 1, 1_000)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Note, nameof(Note), 500, required: false, lines: true)) yield return flaw;
    }
}

/// <summary>Keeps the request.</summary>
public static class RequestCourseHandler
{
    /// <summary>A course that is not offered takes no requests.</summary>
    public static async Task<CommandAnswer> Handle(RequestCourse command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync($"course-request|{command.Id:N}", cancellationToken);
        if (await session.LoadAsync<CourseRequest>(command.Id, cancellationToken) is { } known) return known.AccountId == command.AccountId ? CommandAnswer.Done : CommandAnswer.Unknown;
        if (await session.LoadAsync<Course>(command.CourseId, cancellationToken) is not { } course) return CommandAnswer.Unknown;
        if (!await gates.IsOnNowAsync(Features.Education)) return EducationAnswers.Off;
        if (!course.Offered) return CommandAnswer.Refused("not-offered", "この講座は、現在受け付けていません。", "This course is not offered at present.", nameof(command.CourseId));
        if (await session.GuardianStopsAsync(command.AccountId, cancellationToken)) return GuardianRule.Refusal;
        foreach (var flaw in command.Flaws(JapanTime.Today(clock))) return CommandAnswer.Invalid(flaw);
        session.Insert(new CourseRequest
        {
            Id = command.Id, CourseId = course.Id, AccountId = command.AccountId, Kind = command.Kind, Organization = command.Organization!.Trim(), Contact = command.Contact!.Trim(),
            Phone = PhoneNumber.Parse(command.Phone).Value.ToString()!, MunicipalityCode = Municipality.ByCode(command.Municipality)!.Code6, Place = command.Place!.Trim(), Day = command.Day!.Value,
            Start = command.Start!.Value, End = command.End!.Value, People = command.People!.Value, Note = command.Note?.Trim() ?? "", State = CourseRequestState.Asked, AskedAt = clock.GetUtcNow(),
        });
        return CommandAnswer.Done;
    }
}

/// <summary>Who asked calls it off (依頼を取りやめる), or staff decline it (見送る).</summary>
/// <param name="Id">The request.</param>
/// <param name="Reason">Why; the other side reads it.</param>
/// <param name="AccountId">Who asked; null when staff decline.</param>
/// <param name="Staff">The member of staff; null when who asked calls it off.</param>
[MessageIdentity("clean-up.close-course-request.v1")]
[NoNewEntries("what exists can always be called off")]
public sealed record CloseCourseRequest(Guid Id, string? Reason, Guid? AccountId, Doer? Staff);

/// <summary>Closes it, and tells the other side and the leader.</summary>
public static class CloseCourseRequestHandler
{
    /// <summary>Possible until it begins; closed twice, nothing more happens.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(CloseCourseRequest command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<CourseRequest>(command.Id, cancellationToken) is not { } request) return (CommandAnswer.Unknown, []);
        if (command.Staff is null && (command.AccountId is null || request.AccountId != command.AccountId)) return (CommandAnswer.Unknown, []);
        if (request.State is CourseRequestState.Cancelled or CourseRequestState.Declined) return (CommandAnswer.Done, []);
        var now = clock.GetUtcNow();
        if (!request.IsOpen || request.Starts <= now) return (CommandAnswer.Refused("begun", "始まったものは取りやめられません。", "It has begun and cannot be called off."), []);
        foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), 300, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        OutgoingMessages outgoing = [];
        if (request.LeaderId is { } id && (await session.LoadAsync<CourseLeader>(id, cancellationToken))?.AccountId is { } leader)
            outgoing.Add(EducationNotice.Of($"closed|{request.Id:N}|leader", leader, now, $"/clean-up/me/education/lessons/{request.Id}",
                (new("環境学習の講座が取りやめになりました", "A course that you were to lead is called off"), new($"{request.Day:yyyy-MM-dd}。理由：{command.Reason}", $"{request.Day:yyyy-MM-dd}. Reason: {command.Reason}"))));
        if (command.Staff is not null && request.AccountId is { } asker)
            outgoing.Add(EducationNotice.Of($"closed|{request.Id:N}", asker, now, $"/clean-up/me/education/requests/{request.Id}",
                (new("環境学習の依頼が見送られました", "Your request for a course was declined"), new($"{request.Day:yyyy-MM-dd}。理由：{command.Reason}", $"{request.Day:yyyy-MM-dd}. Reason: {command.Reason}"))));
        (request.State, request.Reason) = (command.Staff is null ? CourseRequestState.Cancelled : CourseRequestState.Declined, command.Reason!.Trim());
        if (command.Staff is not null) request.DecidedBy = command.Staff;
        session.Store(request);
        return (CommandAnswer.Done, outgoing);
    }
}
