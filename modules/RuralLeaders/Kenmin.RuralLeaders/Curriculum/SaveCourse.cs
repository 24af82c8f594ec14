using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.RuralLeaders.Scope;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Curriculum;

/// <summary>Adds a course, or changes it (講座を作る).</summary>
/// <param name="Id">The course's id; a new one adds it.</param>
/// <param name="InitiativeId">The initiative; stays as it is once added.</param>
/// <param name="Year">The fiscal year; stays as it is once added.</param>
/// <param name="Name">Its name.</param>
/// <param name="Summary">What it is; may be empty.</param>
/// <param name="CreditsNeeded">Credits that complete it.</param>
/// <param name="ValidYears">For how many years leaders are registered.</param>
/// <param name="RenewalCredits">Credits that renew a registration.</param>
[MessageIdentity("rural-leaders.save-course.v1")]
[NewEntries(Features.Courses)]
public sealed record SaveCourse(
    Guid Id, Guid? InitiativeId, int? Year, LocalizedText Name, LocalizedText Summary, int? CreditsNeeded, int? ValidYears, int? RenewalCredits)
{
    internal IEnumerable<Flaw> Flaws()
    {
        foreach (var flaw in Flaw.OfText(Name.Ja, nameof(Name), 80)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Name.En, "NameEn", 120, required: false)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Summary.Ja, nameof(Summary), 1000, required: false, lines: true)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Summary.En, "SummaryEn", 1500, required: false, lines: true)) yield return flaw;
        if (Year is not (>= FiscalYear.EarliestYear and <= FiscalYear.LatestYear)) yield return new(nameof(Year), new("年度を入力してください。例：令和8年度", "Enter the fiscal year, such as 2026."));
        foreach (var (number, field, least, most) in new[] { (CreditsNeeded, nameof(CreditsNeeded), 1, 100), (ValidYears, nameof(ValidYears), 1, 10), (RenewalCredits, nameof(RenewalCredits), 0, 100) })
        {
            if (number is null) yield return new(field, new("数字を入力してください。", "Enter a number."));
            foreach (var flaw in Flaw.OfNumber(number, field, least, most)) yield return flaw;
        }
    }
}

/// <summary>Keeps the course.</summary>
public static class SaveCourseHandler
{
    /// <summary>A new one needs the feature for its own fiscal year. Who started a published course relies on it: it may become easier, not harder.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(SaveCourse command, IDocumentSession session, FeatureGates gates, CancellationToken cancellationToken)
    {
        foreach (var flaw in command.Flaws()) return (CommandAnswer.Invalid(flaw), []);
        var known = await session.LockAsync<Course>(command.Id, cancellationToken);
        var year = known?.Year ?? command.Year!.Value;
        if (known is null && !await gates.IsOnAsync(Features.Courses, new(year))) return (CommandAnswer.Off, []);
        if (known is { Published: true } && command.CreditsNeeded > known.CreditsNeeded)
            return (CommandAnswer.Refused("credits-published", "公開した講座の修了に必要な単位は増やせません。", "The course is published: it cannot take more credits to complete it.", nameof(command.CreditsNeeded)), []);
        var key = Course.KeyOf(year, command.Name.Ja);
        // Two who add the same course at the same moment wait for each other here.
        await session.TakeTurnsAsync(key, cancellationToken);
        if (await session.Query<Course>().AnyAsync(c => c.Key == key && c.Id != command.Id, cancellationToken))
            return (CommandAnswer.Refused("name-taken", "同じ年度に、同じ名前の講座があります。", "The fiscal year has a course of this name already.", nameof(command.Name)), []);
        Course course = new()
        {
            Id = command.Id, InitiativeId = known is null ? command.InitiativeId : known.InitiativeId, Year = year, Key = key, Name = Trim(command.Name), Summary = Trim(command.Summary),
            CreditsNeeded = command.CreditsNeeded!.Value, ValidYears = command.ValidYears!.Value, RenewalCredits = command.RenewalCredits!.Value, Published = known?.Published ?? false,
        };
        session.Store(course);
        if (known is null) return (CommandAnswer.Done, []);
        // Its sessions are called by its name wherever they are shown; what completes it, and its name, stand on certificates.
        var outgoing = (known.Name, known.Summary) == (course.Name, course.Summary) ? [] : await session.ReviseSessionsAsync(course.Id, cancellationToken);
        if (known.Published) outgoing.Add(new TellAllLearners(Again: false));
        return (CommandAnswer.Done, outgoing);
    }

    // Where nobody wrote English, Japanese stands there: nothing is left blank.
    private static LocalizedText Trim(LocalizedText text) =>
        new(text.Ja?.Trim() ?? "", string.IsNullOrWhiteSpace(text.En) ? text.Ja?.Trim() ?? "" : text.En.Trim());
}

/// <summary>Shows a course to everybody and takes sign-ups, or hides it (公開・非公開).</summary>
/// <param name="Id">The course.</param>
/// <param name="Published">Whether everybody sees it.</param>
[MessageIdentity("rural-leaders.publish-course.v1")]
[NewEntries(Features.Courses)]
public sealed record PublishCourse(Guid Id, bool Published);

/// <summary>Shows or hides it.</summary>
public static class PublishCourseHandler
{
    /// <summary>Hiding stays possible whatever is switched off; who has a place keeps it.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(
        PublishCourse command, IDocumentSession session, FeatureGates gates, InitiativeDirectory initiatives, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Course>(command.Id, cancellationToken) is not { } course) return (CommandAnswer.Unknown, []);
        if (course.Published == command.Published) return (CommandAnswer.Done, []);
        if (command.Published && !await gates.MayPrepareAsync(initiatives, course)) return (CommandAnswer.Off, []);
        course.Published = command.Published;
        session.Store(course);
        return (CommandAnswer.Done, await session.ReviseSessionsAsync(course.Id, cancellationToken));
    }
}

/// <summary>What follows for the sessions of a course that changed.</summary>
internal static class SessionRevision
{
    /// <summary>The sign-up engine, and through it other modules, are told of each that takes place.</summary>
    public static async Task<OutgoingMessages> ReviseSessionsAsync(this IDocumentSession session, Guid course, CancellationToken cancellationToken)
    {
        OutgoingMessages outgoing = [];
        foreach (var held in await session.Query<CourseSession>().Where(s => s.CourseId == course && !s.Cancelled).ToListAsync(cancellationToken))
        {
            held.Revision++;
            session.Store(held);
            outgoing.Add(new ApplySessionPlaces(held.Id));
        }

        return outgoing;
    }
}
