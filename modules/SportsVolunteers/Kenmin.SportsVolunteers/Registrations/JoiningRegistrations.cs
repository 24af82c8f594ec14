using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Registrations;

/// <summary>What becomes of registrations when two records are found to be of one person, or of two after all. Pure.</summary>
internal static class JoiningRegistrations
{
    /// <summary>A line of a roster: the festival and what it said.</summary>
    public sealed record Line(string Festival, FiscalYear Year, ContinuationAnswer Answer);

    /// <summary>
    /// One registration of two. What the person said counts for more than what a form said, a form that was answered for more
    /// than one that was not, and of two that count alike the later.
    /// </summary>
    public static Registration Join(Registration kept, Registration gone)
    {
        var leading = (Weight(gone), gone.StateSince).CompareTo((Weight(kept), kept.StateSince)) > 0 ? gone : kept;
        var latest = (gone.FestivalYear ?? 0) > (kept.FestivalYear ?? 0) ? gone : kept;
        return leading with
        {
            Id = kept.Id,
            Festivals = [.. kept.Festivals.Union(gone.Festivals, StringComparer.Ordinal)],
            FestivalYear = latest.FestivalYear,
            FormAnswer = latest.FormAnswer,
            WasAsked = kept.WasAsked || gone.WasAsked,
            Answered = kept.Answered || gone.Answered,
            GuardianConsented = kept.GuardianConsented || gone.GuardianConsented,
            RegisteredYear = leading.State == RegistrationState.Continuing && (kept.RegisteredYear ?? gone.RegisteredYear) is not null
                ? Math.Max(kept.RegisteredYear ?? 0, gone.RegisteredYear ?? 0) : leading.RegisteredYear,
            KeptFromYear = leading.KeptFromYear is { } year ? Math.Max(year, Math.Max(kept.FestivalYear ?? 0, gone.FestivalYear ?? 0)) : null,
        };
    }

    /// <summary>The registration without the other's part: as it was before, unless the person or staff have said something since.</summary>
    /// <param name="now">As it stands.</param>
    /// <param name="joined">As it was right after the joining.</param>
    /// <param name="before">As it was before.</param>
    public static Registration Separate(Registration now, Registration joined, Registration before) =>
        (now.State, now.StateSince, now.Channel, now.AnswerBy, now.RegisteredYear) == (joined.State, joined.StateSince, joined.Channel, joined.AnswerBy, joined.RegisteredYear)
            ? before with { Id = now.Id }
            : now with
            {
                Festivals = [.. now.Festivals.Except(joined.Festivals.Except(before.Festivals), StringComparer.Ordinal)],
                FestivalYear = before.FestivalYear, FormAnswer = before.FormAnswer,
            };

    /// <summary>The registration without a line of a roster that was somebody else's.</summary>
    /// <param name="now">As it stands.</param>
    /// <param name="remaining">The lines that remain, in the order in which they came.</param>
    public static Registration WithoutLine(Registration now, IReadOnlyList<Line> remaining)
    {
        var byForms = Replay(now.Id, remaining, now.StateSince);
        var saidSince = now.Channel is not (null or AnswerChannel.Form)
            || now.State is not (RegistrationState.AskingNeeded or RegistrationState.Continuing or RegistrationState.Refused);
        if (byForms is null || saidSince)
            return now with { Festivals = byForms?.Festivals ?? [], FestivalYear = byForms?.FestivalYear, FormAnswer = byForms?.FormAnswer };
        return byForms with
        {
            WasAsked = now.WasAsked, Answered = now.Answered, GuardianConsented = now.GuardianConsented,
            RegisteredYear = byForms.State == RegistrationState.Continuing ? Math.Max(now.RegisteredYear ?? 0, byForms.RegisteredYear ?? 0) : null,
        };
    }

    private static Registration? Replay(Guid id, IReadOnlyList<Line> lines, DateTimeOffset at)
    {
        Registration? registration = null;
        foreach (var festival in lines.GroupBy(l => (l.Festival, l.Year)))
        {
            var answer = ContinuationAnswer.Blank;
            foreach (var (line, index) in festival.Select((l, i) => (l, i)))
            {
                if (index == 0) registration = RegistrationTable.After(registration, id, new CameForward(line.Festival, line.Year, line.Answer), at);
                else if (line.Answer != ContinuationAnswer.Blank && line.Answer != answer)
                    registration = RegistrationTable.After(registration, id, new AnswerRestated(line.Answer), at);
                if (line.Answer != ContinuationAnswer.Blank) answer = line.Answer;
            }
        }

        return registration;
    }

    private static int Weight(Registration r) =>
        r.Channel is not (null or AnswerChannel.Form) ? 2
        : r.State is RegistrationState.Continuing or RegistrationState.Refused or RegistrationState.Ended ? 1 : 0;
}
