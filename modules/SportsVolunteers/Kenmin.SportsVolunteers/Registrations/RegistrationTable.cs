using System.Collections.Frozen;
using Kenmin.SharedKernel;
using static Kenmin.SportsVolunteers.Registrations.RegistrationState;

namespace Kenmin.SportsVolunteers.Registrations;

/// <summary>A step of a registration.</summary>
internal enum RegistrationStep
{
    Ask,
    Agree,
    Refuse,
    Lapse,
    RegisterForYear,
    End,
    Erase,

    /// <summary>Came forward anew and left the question open.</summary>
    LeaveOpen,
}

/// <summary>The state machine of a registration: which step leads from where to where. What is not in the table cannot happen.</summary>
internal static class RegistrationTable
{
    public static FrozenDictionary<(RegistrationState From, RegistrationStep Step), RegistrationState> Steps { get; } =
        new Dictionary<(RegistrationState, RegistrationStep), RegistrationState>
        {
            [(AskingNeeded, RegistrationStep.Ask)] = Asked,
            [(AskingNeeded, RegistrationStep.Agree)] = Continuing,
            [(AskingNeeded, RegistrationStep.Refuse)] = Refused,
            // Nobody asked in time: what was given for the festival is not kept beyond it.
            [(AskingNeeded, RegistrationStep.Erase)] = Erased,

            [(Asked, RegistrationStep.Agree)] = Continuing,
            [(Asked, RegistrationStep.Refuse)] = Refused,
            [(Asked, RegistrationStep.Lapse)] = Lapsed,

            [(Continuing, RegistrationStep.RegisterForYear)] = Continuing,
            // Renewed for a further year, or not by its first day.
            [(Continuing, RegistrationStep.Agree)] = Continuing,
            [(Continuing, RegistrationStep.Lapse)] = Lapsed,
            [(Continuing, RegistrationStep.Refuse)] = Refused,
            [(Continuing, RegistrationStep.End)] = Ended,

            [(Refused, RegistrationStep.Agree)] = Continuing,
            [(Refused, RegistrationStep.LeaveOpen)] = AskingNeeded,
            [(Refused, RegistrationStep.Erase)] = Erased,

            [(Lapsed, RegistrationStep.Agree)] = Continuing,
            [(Lapsed, RegistrationStep.Refuse)] = Refused,
            [(Lapsed, RegistrationStep.LeaveOpen)] = AskingNeeded,
            [(Lapsed, RegistrationStep.Erase)] = Erased,

            [(Ended, RegistrationStep.Agree)] = Continuing,
            [(Ended, RegistrationStep.LeaveOpen)] = AskingNeeded,
            [(Ended, RegistrationStep.Erase)] = Erased,
        }.ToFrozenDictionary();

    /// <summary>Whether a step leads on from a state.</summary>
    public static bool Allows(RegistrationState from, RegistrationStep step) => Steps.ContainsKey((from, step));

    /// <summary>
    /// The registration after an event. Total: an event that the table does not know at this place (a roster can say what it
    /// likes) changes no state.
    /// </summary>
    /// <param name="before">The registration before it; null at the start of a stream.</param>
    /// <param name="id">The volunteer's id.</param>
    /// <param name="event">The event.</param>
    /// <param name="recordedAt">When it was recorded, for events that do not say when they happened.</param>
    public static Registration? After(Registration? before, Guid id, object @event, DateTimeOffset recordedAt) => (before, @event) switch
    {
        (null, CameForward e) => CameForwardAgain(new Registration { Id = id, State = AskingNeeded, StateSince = recordedAt }, e, recordedAt),
        (null, RegisteredThemselves e) => new Registration
        {
            Id = id, State = Continuing, StateSince = e.At, RegisteredYear = e.Year.StartYear, PurposeVersion = e.PurposeVersion, Channel = AnswerChannel.Self,
        },
        (null, TakenOut e) => e.After with { Id = id },
        (null, _) or ({ State: Erased }, _) => before,
        (_, JoinedInto) => null,
        (_, TookOver e) => e.After with { Id = id },
        (_, GaveBack e) => e.After with { Id = id },
        ({ } r, CameForward e) => CameForwardAgain(r, e, recordedAt),
        ({ } r, AnswerRestated e) => Restated(r, e, recordedAt),
        ({ } r, ContinuationAsked e) => Move(r, RegistrationStep.Ask, e.At) is { } to
            ? to with { AnswerBy = e.AnswerBy, WasAsked = true, Answered = false, KeptFromYear = null } : r,
        ({ } r, ContinuationAgreed e) => Move(r, RegistrationStep.Agree, e.At) is { } to
            ? Agreed(to, e.Year.StartYear, e.Channel) with { PurposeVersion = e.PurposeVersion, Answered = r.Answered || r.WasAsked } : r,
        ({ } r, ContinuationRefused e) => Move(r, RegistrationStep.Refuse, e.At) is { } to
            ? to with { Channel = e.Channel, Answered = r.Answered || r.WasAsked, KeptFromYear = KeptFrom(r, e.At) } : r,
        ({ } r, AskingLapsed e) => Move(r, RegistrationStep.Lapse, e.At) is { } to ? to with { Channel = null, KeptFromYear = KeptFrom(r, e.At) } : r,
        ({ } r, RegisteredForYear e) => Move(r, RegistrationStep.RegisterForYear, e.At) is { } to
            ? to with { RegisteredYear = Math.Max(r.RegisteredYear ?? 0, e.Year.StartYear), RenewalDeclined = r.RenewalDeclined && r.RenewalYear > e.Year.StartYear } : r,
        ({ State: Continuing } r, RenewalAsked e) => r with { RenewalYear = e.Year.StartYear, RenewalDeclined = false, AnswerBy = e.AnswerBy },
        ({ State: Continuing } r, RenewalDeclined e) => r with
        {
            RenewalYear = e.Year.StartYear, RenewalDeclined = true, RegisteredYear = Math.Min(r.RegisteredYear ?? e.Year.StartYear - 1, e.Year.StartYear - 1),
        },
        ({ } r, RegistrationEnded e) => Move(r, RegistrationStep.End, e.At) is { } to ? to with { Channel = e.Channel, KeptFromYear = KeptFrom(r, e.At) } : r,
        ({ } r, RemindedToAnswer e) => r with { RemindedOf = e.AnswerBy },
        ({ } r, CameOfAge) => r with { GuardianConsented = false },
        ({ } r, GuardianConsentDeclared) => r with { GuardianConsented = true },
        ({ } r, PersonalDataErased e) => Move(r, RegistrationStep.Erase, e.At) is { } to ? to with { Outcome = r.State, KeptFromYear = null, AnswerBy = null } : r,
        _ => before,
    };

    /// <summary>A form's answer, by which the person stays for the rest of the festival's year, goes, or has to be asked.</summary>
    private static Registration CameForwardAgain(Registration before, CameForward e, DateTimeOffset at)
    {
        var r = before with { Festivals = [.. before.Festivals.Except([e.Festival], StringComparer.Ordinal), e.Festival] };
        // A roster of an earlier festival, brought in late, does not undo what was said since.
        if (before.FestivalYear > e.Year.StartYear) return r with { Festivals = [e.Festival, .. before.Festivals.Except([e.Festival], StringComparer.Ordinal)] };
        r = r with { FestivalYear = e.Year.StartYear, FormAnswer = e.Answer };
        return e.Answer switch
        {
            ContinuationAnswer.Agreed => Agreed(Move(r, RegistrationStep.Agree, at) ?? r, e.Year.StartYear, AnswerChannel.Form),
            ContinuationAnswer.Refused => Move(r, RegistrationStep.Refuse, at) is { } to
                ? to with { Channel = AnswerChannel.Form, KeptFromYear = e.Year.StartYear }
                : r with { KeptFromYear = Math.Max(r.KeptFromYear ?? 0, e.Year.StartYear) },
            _ => (Move(r, RegistrationStep.LeaveOpen, at) ?? r) is { State: AskingNeeded } open ? open with { Channel = null, KeptFromYear = e.Year.StartYear } : r,
        };
    }

    /// <summary>Another line of the same roster counts unless the person has said something since.</summary>
    private static Registration Restated(Registration r, AnswerRestated e, DateTimeOffset at)
    {
        if (r.State is not (AskingNeeded or Asked) && r.Channel != AnswerChannel.Form) return r;
        var said = r with { FormAnswer = e.Answer };
        return e.Answer switch
        {
            ContinuationAnswer.Agreed => Move(said, RegistrationStep.Agree, at) is { } to ? Agreed(to, r.FestivalYear ?? FiscalYear.Of(at).StartYear, AnswerChannel.Form) : said,
            ContinuationAnswer.Refused => Move(said, RegistrationStep.Refuse, at) is { } to
                ? to with { Channel = AnswerChannel.Form, KeptFromYear = r.FestivalYear ?? FiscalYear.Of(at).StartYear } : said,
            _ => r,
        };
    }

    private static Registration Agreed(Registration r, int year, AnswerChannel channel) => r with
    {
        State = Continuing, RegisteredYear = Math.Max(r.RegisteredYear ?? 0, year), Channel = channel, KeptFromYear = null, RenewalDeclined = false,
    };

    private static Registration? Move(Registration r, RegistrationStep step, DateTimeOffset at) =>
        Steps.TryGetValue((r.State, step), out var to) ? r with { State = to, StateSince = at, Outcome = to } : null;

    /// <summary>The later of the festival's year and the year of the statement.</summary>
    private static int KeptFrom(Registration r, DateTimeOffset at) => Math.Max(r.FestivalYear ?? 0, FiscalYear.Of(at).StartYear);
}
