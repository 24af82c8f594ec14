using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.Participation;

/// <summary>The sign-up engine of one module, in the schema of its store. Safe on any number of hosts; see README.md.</summary>
/// <typeparam name="TStore">The module's store.</typeparam>
public interface IParticipation<TStore> where TStore : IDocumentStore
{
    /// <summary>Opens an opening or changes its terms. A capacity below the places given is refused without a reason.</summary>
    Task<Result<OpeningChanged>> OpenOrChangeAsync(OpenOrChange command, CancellationToken ct = default);

    /// <summary>Cancels an opening and all its sign-ups.</summary>
    Task<Result<OpeningChanged>> CancelOpeningAsync(CancelOpening command, CancellationToken ct = default);

    /// <summary>Signs a person up: a place, or the waiting list.</summary>
    Task<Result<SignUpAnswer>> SignUpAsync(SignUp command, CancellationToken ct = default);

    /// <summary>Cancels a sign-up; the place goes to the first who may have it.</summary>
    Task<Result<SignUpAnswer>> CancelAsync(CancelSignUp command, CancellationToken ct = default);

    /// <summary>Offers a free place to a person, who takes or declines it; nobody is put on a waiting list. Those who wait already go first.</summary>
    Task<Result<SignUpAnswer>> OfferPlaceAsync(OfferPlace command, CancellationToken ct = default);

    /// <summary>Takes an offered place.</summary>
    Task<Result<SignUpAnswer>> AcceptOfferAsync(AnswerOffer command, CancellationToken ct = default);

    /// <summary>Turns an offered place down; it goes to the next.</summary>
    Task<Result<SignUpAnswer>> DeclineOfferAsync(AnswerOffer command, CancellationToken ct = default);

    /// <summary>Two people exchange places, or one hands a place on: both halves or neither, and nobody else's place changes.</summary>
    Task<Result<SignUpAnswer>> ExchangeAsync(ExchangePlaces command, CancellationToken ct = default);

    /// <summary>Takes back offers whose deadline is not after <paramref name="now"/> and fills all free places. Runs by itself on every host.</summary>
    /// <returns>How many sign-ups changed.</returns>
    Task<int> ExpireOffersAsync(DateTimeOffset now, CancellationToken ct = default);

    /// <summary>Records attendance: check-in, check-out, no-show, corrections.</summary>
    Task<Result<AttendanceAnswer>> RecordAttendanceAsync(RecordAttendance command, CancellationToken ct = default);

    /// <summary>Gives the sign-ups of <paramref name="from"/> to <paramref name="to"/>, another record of the same person.</summary>
    Task<Result<PersonsMerged>> MergePersonsAsync(Guid from, Guid to, Actor by, CancellationToken ct = default);

    /// <summary>Gives the sign-ups of <paramref name="from"/> for some openings to <paramref name="to"/>, whose they are.</summary>
    Task<Result<PersonsMerged>> HandOverAsync(Guid from, Guid to, IReadOnlyCollection<Guid> openingIds, Actor by, CancellationToken ct = default);

    /// <summary>Cancels the person's future sign-ups and puts a tombstone where the person stood, in rows and events. Counts stay.</summary>
    Task<Result<PersonForgotten>> ForgetPersonAsync(Guid personId, Actor by, CancellationToken ct = default);

    /// <summary>How full each of <paramref name="openingIds"/> is; unknown ones are left out.</summary>
    Task<IReadOnlyDictionary<Guid, Occupancy>> OccupancyAsync(IReadOnlyCollection<Guid> openingIds, CancellationToken ct = default);

    /// <summary>Sign-ups of an opening: confirmed, offered, waiting, cancelled, each in the order of arrival.</summary>
    Task<IReadOnlyList<SignUpView>> SignUpsOfOpeningAsync(Guid openingId, CancellationToken ct = default);

    /// <summary>Sign-ups of several openings, for reports, in no order.</summary>
    Task<IReadOnlyList<SignUpView>> SignUpsOfOpeningsAsync(IReadOnlyCollection<Guid> openingIds, CancellationToken ct = default);

    /// <summary>Sign-ups of a person, by start of the opening.</summary>
    Task<IReadOnlyList<SignUpView>> SignUpsOfPersonAsync(Guid personId, CancellationToken ct = default);

    /// <summary>Sign-ups of several persons, by start of the opening, without their places in waiting lists.</summary>
    Task<IReadOnlyList<SignUpView>> SignUpsOfPersonsAsync(IReadOnlyCollection<Guid> personIds, CancellationToken ct = default);

    /// <summary>People with a place, an offer or a wait for something that is not over, by id: for telling others everything once more.</summary>
    /// <param name="now">The time.</param>
    /// <param name="after">The last of the page before; null for the first page.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="ct">Stops the query.</param>
    Task<IReadOnlyList<Guid>> PeopleSignedUpAsync(DateTimeOffset now, Guid? after, int take, CancellationToken ct = default);

    /// <summary>Sums over the openings of a fiscal year, from one look at the rows.</summary>
    Task<YearTotals> TotalsOfYearAsync(FiscalYear year, CancellationToken ct = default);

    /// <summary>
    /// The sign-ups that <see cref="TotalsOfYearAsync"/> counts, by opening and person: for the confirmed ones all with a place, for the
    /// attended ones those who were there.
    /// </summary>
    /// <param name="year">The fiscal year.</param>
    /// <param name="attended">Only those who were there.</param>
    /// <param name="after">The last of the page before; null for the first page.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="ct">Stops the query.</param>
    Task<IReadOnlyList<SignUpView>> SignUpsOfYearAsync(
        FiscalYear year, bool attended, (Guid OpeningId, Guid PersonId)? after, int take, CancellationToken ct = default);

    /// <summary>The different people who were there in a fiscal year, by id.</summary>
    /// <param name="year">The fiscal year.</param>
    /// <param name="after">The last of the page before; null for the first page.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="ct">Stops the query.</param>
    Task<IReadOnlyList<PersonOfYear>> PeopleOfYearAsync(FiscalYear year, Guid? after, int take, CancellationToken ct = default);

    /// <summary>Place in the waiting list, from 1; null when the person does not wait.</summary>
    Task<int?> WaitingPositionAsync(Guid openingId, Guid personId, CancellationToken ct = default);
}
