using System.Globalization;
using Kenmin.Accounts.Contracts;
using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Care;
using Kenmin.CleanUp.Photos;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.LitterReports;

/// <summary>Staff looked at a report: it is ours and everybody may see it, or it is not taken (通報を確認する).</summary>
/// <param name="Id">The report.</param>
/// <param name="Verdict">Checked, not ours, reported before, or refused.</param>
/// <param name="PublicPlace">Where it lies, as everybody may read it.</param>
/// <param name="Answer">What the reporter is told; needed where it is not taken.</param>
/// <param name="DuplicateOf">The report that said it before.</param>
/// <param name="Abuse">Whether it was sent to annoy: what it says is deleted, and the sender sends nothing more that day.</param>
/// <param name="By">Who decides.</param>
[MessageIdentity("clean-up.check-litter-report.v1")]
[NoNewEntries("decides about what was sent")]
public sealed record CheckLitterReport(Guid Id, LitterReportState Verdict, string? PublicPlace, string? Answer, Guid? DuplicateOf, bool Abuse, Doer By);

/// <summary>Decides, and tells the reporter.</summary>
public static class CheckLitterReportHandler
{
    /// <summary>From the moment that it was reported, and again as long as it is not settled: what turns out to be another's is handed on.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(CheckLitterReport command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (command.Verdict is not (LitterReportState.Checked or LitterReportState.NotOurs or LitterReportState.Duplicate or LitterReportState.Refused))
            return (CommandAnswer.Invalid(new(nameof(command.Verdict), new("結果を選んでください。", "Choose the outcome."))), []);
        if (await session.LockAsync<LitterReport>(command.Id, cancellationToken) is not { } report) return (CommandAnswer.Unknown, []);
        if (report.State == command.Verdict) return (CommandAnswer.Done, []);
        if (report.IsSettled || (command.Verdict == LitterReportState.Checked && report.State != LitterReportState.Reported)) return (LitterSteps.Settled, []);
        if (command.Verdict == LitterReportState.Checked)
            foreach (var flaw in Flaw.OfText(command.PublicPlace, nameof(command.PublicPlace), 200)) return (CommandAnswer.Invalid(flaw), []);
        foreach (var flaw in Flaw.OfText(command.Answer, nameof(command.Answer), 500, required: command.Verdict is LitterReportState.NotOurs or LitterReportState.Refused, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        if (command.Verdict == LitterReportState.Duplicate
            && (command.DuplicateOf is not { } first || first == report.Id || await session.LoadAsync<LitterReport>(first, cancellationToken) is not { } other || other.MunicipalityCode != report.MunicipalityCode))
            return (CommandAnswer.Invalid(new(nameof(command.DuplicateOf), new("同じ市町の、先に届いた通報を選んでください。", "Choose the report of the same municipality that came first."))), []);
        (report.State, report.Answer, report.DuplicateOf) = (command.Verdict, command.Answer?.Trim() ?? "", command.Verdict == LitterReportState.Duplicate ? command.DuplicateOf : null);
        if (command.Verdict == LitterReportState.Checked) report.PublicPlace = command.PublicPlace!.Trim();
        if (command is { Verdict: LitterReportState.Refused, Abuse: true })
        {
            (report.Abuse, report.Words, report.Place) = (true, "", "");
            foreach (var photo in await session.Query<Photo>().Where(p => p.SubjectId == report.Id).ToListAsync(cancellationToken))
            {
                session.Delete(photo);
                session.DeletePicture(photo.Id);
            }
        }

        return (CommandAnswer.Done, LitterSteps.Take(session, report, command.By, clock.GetUtcNow()));
    }
}

/// <summary>It is known who clears it: a group's activity, a group that cares for the place, or the municipality's crew (対応を決める).</summary>
/// <param name="Id">The report.</param>
/// <param name="ActivityId">The activity.</param>
/// <param name="AdoptionId">The adoption. Neither: the crew.</param>
/// <param name="Answer">What the reporter is told; may be empty.</param>
/// <param name="By">Who decides.</param>
[MessageIdentity("clean-up.plan-litter-report.v1")]
[NoNewEntries("decides about what was sent")]
public sealed record PlanLitterReport(Guid Id, Guid? ActivityId, Guid? AdoptionId, string? Answer, Doer By);

/// <summary>Decides, and tells the reporter.</summary>
public static class PlanLitterReportHandler
{
    /// <summary>Possible once it was checked; another plan takes the place of the first.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(PlanLitterReport command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<LitterReport>(command.Id, cancellationToken) is not { } report) return (CommandAnswer.Unknown, []);
        if (report.State == LitterReportState.Planned && report.ActivityId == command.ActivityId && report.AdoptionId == command.AdoptionId) return (CommandAnswer.Done, []);
        if (report.State is not (LitterReportState.Checked or LitterReportState.Planned)) return (report.IsSettled ? LitterSteps.Settled : LitterSteps.NotChecked, []);
        foreach (var flaw in Flaw.OfText(command.Answer, nameof(command.Answer), 500, required: false, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        var now = clock.GetUtcNow();
        if (command.ActivityId is { } activityId
            && (await session.LoadAsync<Activity>(activityId, cancellationToken) is not { State: ActivityState.Accepted } activity || activity.MunicipalityCode != report.MunicipalityCode || activity.Ends <= now))
            return (CommandAnswer.Invalid(new(nameof(command.ActivityId), new("同じ市町の、これからの活動を選んでください。", "Choose an activity to come of the same municipality."))), []);
        if (command.AdoptionId is { } adoptionId && (await session.LoadAsync<Adoption>(adoptionId, cancellationToken) is not { State: AdoptionState.Agreed } adoption || adoption.MunicipalityCode != report.MunicipalityCode))
            return (CommandAnswer.Invalid(new(nameof(command.AdoptionId), new("同じ市町の、受け持ちのグループを選んでください。", "Choose a group that cares for a place of the same municipality."))), []);
        (report.State, report.ActivityId, report.AdoptionId, report.Answer) = (LitterReportState.Planned, command.ActivityId, command.AdoptionId, command.Answer?.Trim() ?? "");
        return (CommandAnswer.Done, LitterSteps.Take(session, report, command.By, now));
    }
}

/// <summary>It was cleared (対応済みにする). Staff say so; no result of an activity does by itself.</summary>
/// <param name="Id">The report.</param>
/// <param name="Answer">What was done; everybody may read it.</param>
/// <param name="Picture">A photo from after, drawn anew; null when there is none.</param>
/// <param name="By">Who says so.</param>
[MessageIdentity("clean-up.resolve-litter-report.v1")]
[NoNewEntries("decides about what was sent")]
public sealed record ResolveLitterReport(Guid Id, string? Answer, Picture? Picture, Doer By);

/// <summary>Decides, and tells the reporter.</summary>
public static class ResolveLitterReportHandler
{
    /// <summary>Said twice, nothing more happens.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(ResolveLitterReport command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<LitterReport>(command.Id, cancellationToken) is not { } report) return (CommandAnswer.Unknown, []);
        if (report.State == LitterReportState.Resolved) return (CommandAnswer.Done, []);
        if (report.State is not (LitterReportState.Checked or LitterReportState.Planned)) return (report.IsSettled ? LitterSteps.Settled : LitterSteps.NotChecked, []);
        foreach (var flaw in Flaw.OfText(command.Answer, nameof(command.Answer), 500, lines: true)) return (CommandAnswer.Invalid(flaw), []);
        var now = clock.GetUtcNow();
        (report.State, report.Answer) = (LitterReportState.Resolved, command.Answer!.Trim());
        if (command.Picture is { } picture)
            session.StorePhoto(new()
            {
                // Staff took it and chose it: it needs nobody else to look at it.
                Id = FactId.Of($"clean-up.litter-photo|{report.Id:N}|after"), Subject = PhotoSubject.LitterReport, SubjectId = report.Id, MunicipalityCode = report.MunicipalityCode, Moment = PhotoMoment.After,
                State = PhotoState.Approved, Width = picture.Width, Height = picture.Height, At = now, DecidedAt = now, DecidedBy = command.By,
            }, picture);
        return (CommandAnswer.Done, LitterSteps.Take(session, report, command.By, now));
    }
}

/// <summary>What each step does.</summary>
internal static class LitterSteps
{
    public static CommandAnswer Settled { get; } = CommandAnswer.Refused("settled", "この通報は、もう終わっています。", "This report is settled.");

    public static CommandAnswer NotChecked { get; } = CommandAnswer.Refused("not-checked", "先に、通報を確認してください。", "Look at the report first.");

    /// <summary>Keeps the step, and tells the reporter who is known.</summary>
    public static OutgoingMessages Take(IDocumentSession session, LitterReport report, Doer by, DateTimeOffset now)
    {
        (report.DecidedAt, report.DecidedBy) = (now, by);
        session.Store(report);
        if (report.AccountId is not { } reporter || report.Abuse) return [];
        var state = LitterReportWords.StateOf(report.State);
        var words = report.Answer.Length == 0 ? new LocalizedText("通報ありがとうございます。", "Thank you for your report.") : LocalizedText.Same(report.Answer);
        return
        [
            new NoticeIssued(
                FactId.Of(string.Create(CultureInfo.InvariantCulture, $"clean-up.litter-report|{report.Id:N}|{report.State}|{now.UtcTicks}")), reporter,
                new($"ごみの通報：{state.Ja}", $"Your report of litter: {state.En}"), new($"{report.Municipality.Name}への通報です。{words.Ja}", $"Your report to {report.Municipality.English}. {words.En}"),
                "/clean-up/me/litter", now, MailKinds.LitterReport),
        ];
    }
}
