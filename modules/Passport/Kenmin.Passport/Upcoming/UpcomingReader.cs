using Kenmin.Passport.Contracts;
using Kenmin.Passport.Opportunities;
using Kenmin.Passport.PersonalData;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.Passport.Upcoming;

/// <summary>Something that a person signed up for, as it stands.</summary>
/// <param name="Module">The module.</param>
/// <param name="SubjectId">What it is, by the module's own id.</param>
/// <param name="Standing">How the sign-up stands.</param>
/// <param name="What">What it is.</param>
/// <param name="Starts">When it starts.</param>
/// <param name="Ends">When it ends.</param>
/// <param name="Where">Municipality and place; empty when they are not known.</param>
/// <param name="Position">Where on the map; null when it is not known.</param>
/// <param name="Href">Where to read on and cancel.</param>
internal sealed record UpcomingLine(
    string Module, Guid SubjectId, SignUpStanding Standing, LocalizedText What, DateTimeOffset Starts, DateTimeOffset Ends, string Where, GeoPoint? Position, string Href);

/// <summary>What a person has signed up for with any module and what is not over, the next first.</summary>
internal sealed class UpcomingReader(IPassportStore store, TimeProvider clock)
{
    /// <summary>Of an account, with what was told of accounts that went into it. What is known to everybody of the matter is the newest.</summary>
    public async Task<IReadOnlyList<UpcomingLine>> OfAsync(Guid account, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        Guid[] accounts = [.. await session.AccountsOfAsync(account, cancellationToken)];
        var told = await session.Query<SignedUp>().Where(s => s.AccountId.IsOneOf(accounts)).ToListAsync(cancellationToken);
        Guid[] ids = [.. told.SelectMany(t => t.SignUps, (t, s) => Opportunity.IdOf(t.Module, s.SubjectId)).Distinct()];
        var known = (await session.LoadManyAsync<Opportunity>(cancellationToken, ids)).Where(o => !o.Withdrawn).ToDictionary(o => o.Id);
        var now = clock.GetUtcNow();
        return
        [
            .. told.SelectMany(t => t.SignUps, (t, s) => (Told: t, SignUp: s)).GroupBy(s => (s.Told.Module, s.SignUp.SubjectId))
                .Select(g => g.OrderBy(s => s.Told.AccountId != account).ThenBy(s => s.SignUp.Standing).First())
                .Select(s => LineOf(s.Told.Module, s.SignUp, known.GetValueOrDefault(Opportunity.IdOf(s.Told.Module, s.SignUp.SubjectId))))
                .Where(l => l.Ends > now).OrderBy(l => l.Starts).ThenBy(l => l.SubjectId),
        ];
    }

    private static UpcomingLine LineOf(string module, SignUpFact s, Opportunity? known) => known is null
        ? new(module, s.SubjectId, s.Standing, s.What, s.Starts, s.Ends, "", null, s.Href)
        : new(module, s.SubjectId, s.Standing, known.Title, known.Starts, known.Ends, Search.SearchWords.Where(known), known.Position, s.Href);
}
