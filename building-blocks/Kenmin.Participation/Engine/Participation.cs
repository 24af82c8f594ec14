using System.Globalization;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.Participation.Engine;

/// <summary>Commands of single sign-ups go through the batcher; what touches many rows has a transaction of its own.</summary>
internal sealed class Participation<TStore>(Transactions<TStore> transactions, SignUpBatcher<TStore> batcher) : IParticipation<TStore>
    where TStore : class, IDocumentStore
{
    private const int SweepPage = 64;
    private readonly ParticipationQueries _queries = new(transactions.ConnectAsync, transactions.Schema);

    public async Task<Result<OpeningChanged>> OpenOrChangeAsync(OpenOrChange command, CancellationToken ct = default)
    {
        if (command.Terms.Problems() is [var (field, problem), ..]) return new Result<OpeningChanged>.Refused(Refusals.Invalid(field, problem));
        return await SettlingAsync<OpeningChanged>(work => ChangingOpenings.OpenOrChangeAsync(work, command, ct), ct);
    }

    public async Task<Result<OpeningChanged>> CancelOpeningAsync(CancelOpening command, CancellationToken ct = default)
    {
        if (string.IsNullOrWhiteSpace(command.Reason))
            return new Result<OpeningChanged>.Refused(Refusals.Invalid(nameof(command.Reason), new LocalizedText("中止の理由を入力してください。", "Enter why it is cancelled.")));
        return await SettlingAsync<OpeningChanged>(work => ChangingOpenings.CancelAsync(work, command, ct), ct);
    }

    public async Task<Result<SignUpAnswer>> SignUpAsync(SignUp command, CancellationToken ct = default)
    {
        if (command.Facts.Qualifications.FirstOrDefault(key => !ParticipantFacts.IsKey(key)) is { } wrong)
            return new Result<SignUpAnswer>.Refused(Refusals.Invalid(nameof(ParticipantFacts.Qualifications), new LocalizedText($"資格の記号「{wrong}」は使えません。", $"The qualification key “{wrong}” cannot be used.")));
        var staff = command.By.Kind == ActorKind.Staff;
        var allowed = staff ? command.Override : null;
        var overCapacity = allowed?.OverCapacityReason is not null;
        if (overCapacity && string.IsNullOrWhiteSpace(allowed!.OverCapacityReason))
            return new Result<SignUpAnswer>.Refused(Refusals.Invalid(nameof(StaffOverride.OverCapacityReason), new LocalizedText("定員を超える理由を入力してください。", "Enter why the capacity is exceeded.")));

        var flags = (staff ? CommandFlags.OutsideWindow | CommandFlags.ByStaff : CommandFlags.None)
            | (allowed is { WalkIn: true } ? CommandFlags.WalkIn : CommandFlags.None)
            | (overCapacity ? CommandFlags.OverCapacity : CommandFlags.None)
            | (command.OnlyIfFree ? CommandFlags.OnlyIfFree : CommandFlags.None);
        return await batcher.SendAsync(
            new Command(CommandKind.SignUp, command.CommandId, command.OpeningId, command.Facts.PersonId, command.By,
                command.Facts.BirthDate, command.Facts.Qualifications, flags, allowed?.OverCapacityReason, command.Application),
            ct);
    }

    public async Task<Result<SignUpAnswer>> OfferPlaceAsync(OfferPlace command, CancellationToken ct = default) =>
        command.Facts.Qualifications.FirstOrDefault(key => !ParticipantFacts.IsKey(key)) is { } wrong
            ? new Result<SignUpAnswer>.Refused(Refusals.Invalid(nameof(ParticipantFacts.Qualifications), new LocalizedText($"資格の記号「{wrong}」は使えません。", $"The qualification key “{wrong}” cannot be used.")))
            : await batcher.SendAsync(
                new Command(CommandKind.Offer, command.CommandId, command.OpeningId, command.Facts.PersonId, command.By,
                    command.Facts.BirthDate, command.Facts.Qualifications, CommandFlags.ByStaff, command.Until.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)),
                ct);

    public Task<Result<SignUpAnswer>> CancelAsync(CancelSignUp command, CancellationToken ct = default) => batcher.SendAsync(
        new Command(CommandKind.Cancel, command.CommandId, command.OpeningId, command.PersonId, command.By,
            Flags: command.By.Kind == ActorKind.Person ? CommandFlags.None : CommandFlags.ByStaff, Reason: command.Reason),
        ct);

    public Task<Result<SignUpAnswer>> AcceptOfferAsync(AnswerOffer command, CancellationToken ct = default) =>
        batcher.SendAsync(new Command(CommandKind.Accept, command.CommandId, command.OpeningId, command.PersonId, command.By), ct);

    public Task<Result<SignUpAnswer>> DeclineOfferAsync(AnswerOffer command, CancellationToken ct = default) =>
        batcher.SendAsync(new Command(CommandKind.Decline, command.CommandId, command.OpeningId, command.PersonId, command.By), ct);

    public Task<Result<SignUpAnswer>> ExchangeAsync(ExchangePlaces command, CancellationToken ct = default) =>
        command.OpeningId == command.ReturnOpeningId || command.Holder.PersonId == command.Taker.PersonId
            ? Task.FromResult<Result<SignUpAnswer>>(new Result<SignUpAnswer>.Refused(Refusals.Invalid("to", new LocalizedText("同じ活動枠や同じ人どうしは交換できません。", "A place cannot be exchanged with itself."))))
            : SettlingAsync<SignUpAnswer>(work => ExchangingPlaces.RunAsync(work, command, ct), ct);

    public async Task<int> ExpireOffersAsync(DateTimeOffset now, CancellationToken ct = default)
    {
        var changed = 0;
        Guid? last = Guid.Empty;
        while (last is { } after)
        {
            (var count, last) = await transactions.RunAsync(
                async work =>
                {
                    // Openings another transaction works on are left to it or to the next round.
                    var due = await work.QueryAsync(
                        """
                        SELECT o.id FROM {s}.participation_openings o
                        WHERE o.id > $2 AND o.id IN (
                            SELECT x.opening_id FROM {s}.participation_sign_ups x WHERE x.state = 2 AND x.offer_expires <= $1
                            UNION ALL
                            SELECT y.id FROM {s}.participation_openings y WHERE y.starts > $1 AND y.status <> 3 AND y.waiting > 0 AND y.confirmed + y.offered < y.capacity)
                        ORDER BY o.id LIMIT 64 FOR UPDATE SKIP LOCKED
                        """,
                        [now.ToUniversalTime(), after], r => r.GetGuid(0), ct);
                    if (due.Count > 0) await ApplyFunction.RunAsync(work.At(now), due.ConvertAll(Command.Settle), wait: false, ct);
                    return (work.Changes.Count, due.Count == SweepPage ? due[^1] : (Guid?)null);
                },
                ct);
            changed += count;
        }
        return changed;
    }

    public Task<Result<AttendanceAnswer>> RecordAttendanceAsync(RecordAttendance command, CancellationToken ct = default) =>
        transactions.AnswerAsync<AttendanceAnswer>(work => RecordingAttendance.RunAsync(work, command, ct), ct);

    public Task<Result<PersonsMerged>> MergePersonsAsync(Guid from, Guid to, Actor by, CancellationToken ct = default) => MoveAsync(from, to, null, by, ct);

    public Task<Result<PersonsMerged>> HandOverAsync(Guid from, Guid to, IReadOnlyCollection<Guid> openingIds, Actor by, CancellationToken ct = default) =>
        MoveAsync(from, to, openingIds, by, ct);

    private Task<Result<PersonsMerged>> MoveAsync(Guid from, Guid to, IReadOnlyCollection<Guid>? only, Actor by, CancellationToken ct) =>
        from == to
            ? Task.FromResult<Result<PersonsMerged>>(new Result<PersonsMerged>.Refused(Refusals.Invalid("to", new LocalizedText("同じ人どうしは統合できません。", "A record cannot be merged with itself."))))
            : SettlingAsync<PersonsMerged>(work => MergingPersons.RunAsync(work, from, to, only, by, ct), ct);

    public Task<Result<PersonForgotten>> ForgetPersonAsync(Guid personId, Actor by, CancellationToken ct = default) =>
        SettlingAsync<PersonForgotten>(work => ForgettingPersons.RunAsync(work, personId, by, ct), ct);

    public Task<IReadOnlyDictionary<Guid, Occupancy>> OccupancyAsync(IReadOnlyCollection<Guid> openingIds, CancellationToken ct = default) =>
        _queries.OccupancyAsync(openingIds, ct);

    public Task<IReadOnlyList<SignUpView>> SignUpsOfOpeningAsync(Guid openingId, CancellationToken ct = default) =>
        _queries.OfOpeningAsync(openingId, ct);

    public Task<YearTotals> TotalsOfYearAsync(FiscalYear year, CancellationToken ct = default) => _queries.TotalsOfYearAsync(year, ct);

    public Task<IReadOnlyList<SignUpView>> SignUpsOfYearAsync(
        FiscalYear year, bool attended, (Guid OpeningId, Guid PersonId)? after, int take, CancellationToken ct = default) =>
        _queries.OfYearAsync(year, attended, after, take, ct);

    public Task<IReadOnlyList<PersonOfYear>> PeopleOfYearAsync(FiscalYear year, Guid? after, int take, CancellationToken ct = default) =>
        _queries.PeopleOfYearAsync(year, after, take, ct);

    public Task<IReadOnlyList<SignUpView>> SignUpsOfOpeningsAsync(IReadOnlyCollection<Guid> openingIds, CancellationToken ct = default) =>
        _queries.OfOpeningsAsync(openingIds, ct);

    public Task<IReadOnlyList<SignUpView>> SignUpsOfPersonAsync(Guid personId, CancellationToken ct = default) =>
        _queries.OfPersonsAsync([personId], places: true, ct);

    public Task<IReadOnlyList<SignUpView>> SignUpsOfPersonsAsync(IReadOnlyCollection<Guid> personIds, CancellationToken ct = default) =>
        _queries.OfPersonsAsync(personIds, places: false, ct);

    public Task<IReadOnlyList<Guid>> PeopleSignedUpAsync(DateTimeOffset now, Guid? after, int take, CancellationToken ct = default) =>
        _queries.PeopleSignedUpAsync(now, after, take, ct);

    public Task<int?> WaitingPositionAsync(Guid openingId, Guid personId, CancellationToken ct = default) =>
        _queries.WaitingPositionAsync(openingId, personId, ct);

    /// <summary>Runs the work, then has those openings settled where someone was busy elsewhere.</summary>
    private async Task<Result<T>> SettlingAsync<T>(Func<Work, Task<Result<T>>> body, CancellationToken ct)
    {
        HashSet<Guid> unsettled = [];
        var result = await transactions.AnswerAsync<T>(
            async work =>
            {
                var done = await body(work);
                unsettled = work.Unsettled;
                return done;
            },
            ct);
        batcher.Settle(unsettled);
        return result;
    }
}
