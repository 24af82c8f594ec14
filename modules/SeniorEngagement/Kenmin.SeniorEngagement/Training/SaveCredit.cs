using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Proxies;
using Kenmin.SeniorEngagement.Training.Courses;
using Marten;
using Kenmin.SharedKernel;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Training;

/// <summary>Staff enter that a person was at a course (受講の記録).</summary>
/// <param name="Id">The entry: sent again, there is one.</param>
/// <param name="HolderId">The person.</param>
/// <param name="Kind">For which kind of licence it counts.</param>
/// <param name="Course">The course.</param>
/// <param name="Day">The day.</param>
/// <param name="Credits">How many credits.</param>
/// <param name="By">Staff.</param>
[MessageIdentity("senior-engagement.save-credit.v1")]
[NewEntries(Features.Training)]
public sealed record SaveCredit(Guid Id, Guid HolderId, string? Kind, string? Course, DateOnly? Day, int? Credits, Doer By);

/// <summary>Keeps it.</summary>
public static class SaveCreditHandler
{
    /// <summary>A person is at a course of a day once, however often it is entered.</summary>
    public static async Task<CommandAnswer> Handle(SaveCredit command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LicenceKindAsync(command.Kind, cancellationToken) is not { } kind) return CommandAnswer.Invalid(new(nameof(command.Kind), new("資格の種類を選んでください。", "Choose the kind of licence.")));
        foreach (var flaw in Flaw.OfText(command.Course, nameof(command.Course), 80)) return CommandAnswer.Invalid(flaw);
        if (command.Day is not { } day || day > JapanTime.Today(clock) || day.Year < 2000)
            return CommandAnswer.Invalid(new(nameof(command.Day), new("受講した日を、今日までの日で入力してください。例：2026-06-10", "Enter the day of the course, today or before, such as 2026-06-10.")));
        if (command.Credits is null) return CommandAnswer.Invalid(new(nameof(command.Credits), new("単位を数字で入力してください。", "Enter how many credits.")));
        foreach (var flaw in Flaw.OfNumber(command.Credits, nameof(command.Credits), 1, 10)) return CommandAnswer.Invalid(flaw);
        if (!await gates.IsOnNowAsync(Features.Training)) return CommandAnswer.Off;
        await session.TakeTurnsAsync(ProxyRules.TurnOf(command.HolderId), cancellationToken);
        if (await session.LoadAsync<CardHolder>(command.HolderId, cancellationToken) is null) return CommandAnswer.Unknown;
        if (await session.LoadAsync<TrainingCredit>(command.Id, cancellationToken) is { } sent) return sent.HolderId == command.HolderId ? CommandAnswer.Done : CommandAnswer.Unknown;
        var key = TrainingCredit.KeyOf(command.HolderId, kind.Id, day, command.Course!.Trim());
        if (await session.Query<TrainingCredit>().AnyAsync(c => c.Key == key, cancellationToken))
            return CommandAnswer.Refused("entered", "この日のこの講座は、もう入力されています。", "This course of this day is entered already.", nameof(command.Course));
        session.Insert(new TrainingCredit { Id = command.Id, HolderId = command.HolderId, Kind = kind.Id, Course = command.Course.Trim(), Day = day, Credits = command.Credits!.Value, Key = key, EnteredBy = command.By });
        return CommandAnswer.Done;
    }
}

/// <summary>Staff take out what was entered by mistake.</summary>
/// <param name="Id">The entry.</param>
/// <param name="HolderId">The person.</param>
[MessageIdentity("senior-engagement.remove-credit.v1")]
[NoNewEntries("takes out what was entered")]
public sealed record RemoveCredit(Guid Id, Guid HolderId);

/// <summary>Takes it out.</summary>
public static class RemoveCreditHandler
{
    /// <summary>A licence that was given stays given; what comes next counts without it. What follows from an attendance goes with that.</summary>
    public static async Task<(CommandAnswer, SettleCourseCredits?)> Handle(RemoveCredit command, IDocumentSession session, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(ProxyRules.TurnOf(command.HolderId), cancellationToken);
        if (await session.LoadAsync<TrainingCredit>(command.Id, cancellationToken) is not { } credit || credit.HolderId != command.HolderId) return (CommandAnswer.Unknown, null);
        if (credit.CourseDateId is not null) return (CommandAnswer.Refused("attended", "出席の記録から付いた単位です。講座の出席を直してください。", "It follows from the attendance of a course: correct it there."), null);
        session.Delete(credit);
        return (CommandAnswer.Done, new(credit.HolderId));
    }
}
