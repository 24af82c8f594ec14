using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Registrations.YearRegistration;

/// <summary>Registers everybody who came forward for a festival and stays for a fiscal year (年度). Repeating it changes nothing.</summary>
/// <param name="RunId">The act's id, given by the caller: the same id is the same act.</param>
/// <param name="Festival">The festival's name.</param>
/// <param name="Year">The year: this one or the next.</param>
/// <param name="By">The account of the member of staff.</param>
[MessageIdentity("sports-volunteers.register-for-year.v1")]
[NewEntries(Features.ContinuingRegistration)]
public sealed record RegisterForYear(Guid RunId, string Festival, FiscalYear Year, Guid By);

/// <summary>Registers the next persons of a run.</summary>
/// <param name="RunId">The run.</param>
[MessageIdentity("sports-volunteers.register-next-batch.v1")]
[NewEntries(Features.ContinuingRegistration)]
public sealed record RegisterNextBatch(Guid RunId);

/// <summary>Starts the run.</summary>
public static class RegisterForYearHandler
{
    /// <summary>Keeps what is to be done, and leaves the rest to the background.</summary>
    public static async Task<(Outcome, RegisterNextBatch?)> Handle(
        RegisterForYear command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!await gates.IsOnAsync(Features.ContinuingRegistration, command.Year)) return (Outcome.Closed, null);
        var now = FiscalYear.Current(clock);
        if (command.Year != now && command.Year != now.Next)
            return (new(new LocalizedText(
                $"登録できるのは{now.Name.Ja}か{now.Next.Name.Ja}です。", $"Registration is possible for {now.Name.En} or {now.Next.Name.En}.")), null);
        if (await session.LoadAsync<RegistrationRun>(command.RunId, cancellationToken) is not null) return (Outcome.Done, null);
        session.Insert(new RegistrationRun
        {
            Id = command.RunId, Kind = RunKind.YearRegistration, Festival = command.Festival, Year = command.Year, By = command.By, StartedAt = clock.GetUtcNow(),
        });
        return (Outcome.Done, new RegisterNextBatch(command.RunId));
    }
}

/// <summary>Works a run off.</summary>
public static class RegisterNextBatchHandler
{
    /// <summary>Registers up to <see cref="RegistrationRun.BatchSize"/> persons who are not yet registered for the year, and goes on with the next.</summary>
    public static async Task<OutgoingMessages> Handle(
        RegisterNextBatch message, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var next = new OutgoingMessages();
        if (await session.LoadAsync<RegistrationRun>(message.RunId, cancellationToken) is not { FinishedAt: null, Year: { } year } run) return next;
        // Switched off in the middle, a run waits; what it has done stays.
        if (!await gates.IsOnAsync(Features.ContinuingRegistration, year))
        {
            next.Delay(message, RegistrationRun.Pause);
            return next;
        }

        var now = clock.GetUtcNow();
        var waiting = await session.Query<Registration>()
            .Where(r => r.State == RegistrationState.Continuing && r.Festivals.Contains(run.Festival) && r.RegisteredYear < year.StartYear)
            .OrderBy(r => r.Id).Take(RegistrationRun.BatchSize).Select(r => r.Id).ToListAsync(cancellationToken);
        foreach (var id in waiting)
        {
            var outcome = await session.DecideAsync(id, r => r.Register(year, run.Id, run.By, now), cancellationToken);
            if (outcome.Recorded) run.Done++;
        }

        if (waiting.Count < RegistrationRun.BatchSize) run.FinishedAt = now;
        else next.Add(new RegisterNextBatch(run.Id));
        session.Store(run);
        return next;
    }
}
