using Kenmin.Participation;
using Kenmin.Programs.Contracts;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Imports;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Shifts;
using Marten;

namespace Kenmin.SportsVolunteers.Impact;

/// <summary>Counts what would be touched. Figures only, no persons.</summary>
/// <param name="store">The module's store.</param>
/// <param name="participation">The sign-up engine.</param>
/// <param name="clock">The clock.</param>
public sealed class FeatureImpact(ISportsVolunteersStore store, IParticipation<ISportsVolunteersStore> participation, TimeProvider clock)
{
    /// <summary>What the change would do; null when the feature is not of this module.</summary>
    /// <param name="change">The change.</param>
    /// <param name="from">From when it would be in force.</param>
    /// <param name="cancellationToken">Stops counting.</param>
    public async Task<ChangeEffect?> OfAsync(ChangeAsked change, DateTimeOffset from, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        (long Touched, LocalizedText Text)? effect = (change.Initiative, change.Feature) switch
        {
            (_, Features.Shifts) => await ShiftsAsync(change, from, cancellationToken),
            (_, Features.CheckIn) => await CheckInAsync(change, from, cancellationToken),
            (_, Features.WalkIns) => await WalkInsAsync(change, from, cancellationToken),
            // The rest is the same for all initiatives: a decision for one changes nothing.
            ({ }, Features.ContinuingRegistration or Features.Imports or Features.Legacy) =>
                (0, new("この機能は事業ごとには分かれません。何も変わりません。", "This feature is the same for all initiatives; nothing changes.")),
            (null, Features.ContinuingRegistration) => await RegistrationsAsync(change, cancellationToken),
            (null, Features.Imports) => await ImportsAsync(change, cancellationToken),
            (null, Features.Legacy) => (0, change.On
                ? new("集計の画面とファイルが使えるようになります。", "The report and its files can be had.")
                : new("集計の画面とファイルが使えなくなります。記録は残ります。", "The report and its files are hidden; the records stay.")),
            _ => null,
        };
        return effect is { } known ? new(change.Feature, change.Year, change.Initiative, known.Touched, known.Text) : null;
    }

    private async Task<(long, LocalizedText)> ShiftsAsync(ChangeAsked change, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var (shifts, signUps, _) = await CountAsync(change, from, cancellationToken);
        return change.On
            ? (signUps, new($"{shifts:#,0}の活動枠が公開され、申込を受け付けます（申込済み {signUps:#,0}件）。", $"Shows {shifts:#,0} shifts and opens sign-up ({signUps:#,0} sign-ups so far)."))
            : (signUps, new(
                $"{shifts:#,0}の活動枠の{signUps:#,0}件の申込が募集の一覧から隠れます。本人は見ることも取り消すこともできます。",
                $"Hides {signUps:#,0} sign-ups in {shifts:#,0} shifts from the lists; those who signed up still see them and can cancel."));
    }

    private async Task<(long, LocalizedText)> CheckInAsync(ChangeAsked change, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var (shifts, _, confirmed) = await CountAsync(change, from, cancellationToken);
        return (confirmed, change.On
            ? new($"{shifts:#,0}の活動枠で{confirmed:#,0}件の申込の受付ができるようになります。", $"{confirmed:#,0} confirmed sign-ups in {shifts:#,0} shifts can be checked in.")
            : new($"{shifts:#,0}の活動枠で{confirmed:#,0}件の申込の受付ができなくなります。", $"{confirmed:#,0} confirmed sign-ups in {shifts:#,0} shifts can no longer be checked in."));
    }

    private async Task<(long, LocalizedText)> WalkInsAsync(ChangeAsked change, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var (shifts, _, _) = await CountAsync(change, from, cancellationToken);
        return (shifts, change.On
            ? new($"{shifts:#,0}の活動枠で飛び入りを受け付けます。", $"Walk-ins are taken in {shifts:#,0} shifts.")
            : new($"{shifts:#,0}の活動枠で飛び入りを受け付けなくなります。", $"Walk-ins are no longer taken in {shifts:#,0} shifts."));
    }

    private async Task<(long, LocalizedText)> RegistrationsAsync(ChangeAsked change, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var asked = await session.Query<Registration>().CountAsync(r => r.State == RegistrationState.Asked, cancellationToken);
        var stay = await session.Query<Registration>().CountAsync(r => r.State == RegistrationState.Continuing, cancellationToken);
        return (asked, change.On
            ? new($"照会中の{asked:#,0}人が回答できます。登録している人は{stay:#,0}人です。", $"{asked:#,0} people who are being asked can answer; {stay:#,0} are registered.")
            : new(
                $"照会中の{asked:#,0}人が回答できなくなります（期限切れにもなりません）。登録している{stay:#,0}人の登録は残ります。",
                $"{asked:#,0} people who are being asked cannot answer (and do not lapse); {stay:#,0} registrations stay."));
    }

    private async Task<(long, LocalizedText)> ImportsAsync(ChangeAsked change, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var open = await session.Query<Import>().CountAsync(i => i.State == ImportState.Uploaded || i.State == ImportState.Running, cancellationToken);
        return (open, change.On
            ? new("取り込みができるようになります。", "Files can be imported.")
            : new($"始めていない、または途中の取り込み {open:#,0}件が止まります。取り込んだ記録は残ります。", $"{open:#,0} imports that wait or run stop; what was imported stays."));
    }

    /// <summary>Shifts of the year that are still to come at the moment, with their places.</summary>
    private async Task<(long Shifts, long SignUps, long Confirmed)> CountAsync(ChangeAsked change, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var year = change.Year ?? FiscalYear.Current(clock);
        var begin = year.Start.ToUniversalTime();
        if (from > begin) begin = from.ToUniversalTime();
        var end = year.End.ToUniversalTime();
        await using var session = store.QuerySession();
        IQueryable<Shift> shifts = session.Query<Shift>().Where(s => s.Starts >= begin && s.Starts < end);
        if (change.Initiative is { } initiative)
        {
            var events = await session.Query<SportsEvent>().Where(e => e.InitiativeId == initiative).Select(e => e.Id).ToListAsync(cancellationToken);
            shifts = shifts.Where(s => s.EventId.IsOneOf(events.ToArray()));
        }
        var ids = await shifts.Select(s => s.Id).ToListAsync(cancellationToken);
        var places = (await participation.OccupancyAsync([.. ids], cancellationToken)).Values;
        return (ids.Count, places.Sum(o => (long)o.Confirmed + o.Offered + o.Waiting), places.Sum(o => (long)o.Confirmed));
    }
}
