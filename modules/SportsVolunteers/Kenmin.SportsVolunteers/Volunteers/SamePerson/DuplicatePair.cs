using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.SportsVolunteers.Volunteers.SamePerson;

/// <summary>What was decided about two records that may be of one person.</summary>
public enum PairState
{
    /// <summary>Nobody has decided yet.</summary>
    Open,

    /// <summary>One person: the records were joined.</summary>
    Joined,

    /// <summary>Two people.</summary>
    Apart,
}

/// <summary>Two records that may be of one person (重複の疑い), put before staff with the reasons. Holds no personal data.</summary>
public sealed class DuplicatePair
{
    /// <summary>The same for the same two records, in whichever order.</summary>
    public string Id { get; set; } = "";

    /// <summary>The record known longer.</summary>
    public Guid First { get; set; }

    /// <summary>The other.</summary>
    public Guid Second { get; set; }

    /// <summary>Points of the comparison when it was found.</summary>
    public int Points { get; set; }

    /// <summary>What agrees.</summary>
    public IReadOnlyList<LocalizedText> Reasons { get; set; } = [];

    /// <summary>What speaks against it.</summary>
    public IReadOnlyList<LocalizedText> Against { get; set; } = [];

    /// <summary>When it was found.</summary>
    public DateTimeOffset FoundAt { get; set; }

    /// <summary>What was decided.</summary>
    public PairState State { get; set; }

    /// <summary>When it was decided.</summary>
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>The account of the member of staff who decided.</summary>
    public Guid? DecidedBy { get; set; }

    /// <summary>The id of the pair of two records.</summary>
    public static string IdOf(Guid one, Guid other) => one.CompareTo(other) < 0 ? $"{one:N}-{other:N}" : $"{other:N}-{one:N}";

    internal static DuplicatePair Of(Volunteer one, Volunteer other, WhoIsWho.Likeness likeness, DateTimeOffset at)
    {
        var (first, second) = Since(one).CompareTo(Since(other)) < 0 ? (one.Id, other.Id) : (other.Id, one.Id);
        return new()
        {
            Id = IdOf(first, second), First = first, Second = second, Points = likeness.Points, Reasons = likeness.Reasons, Against = likeness.Against, FoundAt = at,
        };
    }

    // Ids of one import are made within the same moment: there, the line says who came first.
    private static (Guid, int) Since(Volunteer person) => person.Sources is [var source, ..] ? (source.ImportId, source.Line) : (person.Id, 0);

    internal void Decide(PairState state, Guid by, DateTimeOffset at) => (State, DecidedBy, DecidedAt) = (state, by, at);
}

/// <summary>Finding pairs for people who are added or changed.</summary>
internal static class DuplicateSearch
{
    // A name and an address that hundreds share say nothing of each of them.
    private const int MostPerPerson = 5;

    /// <summary>Puts the likely pairs of some people into the session; what was found or decided before stays as it is.</summary>
    public static async Task FindDuplicatesAsync(
        this IDocumentSession session, PersonIndex index, IReadOnlyCollection<Volunteer> people, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var found = people
            .SelectMany(p => index.Compared(p).Where(x => x.Likeness.Points >= WhoIsWho.Likely).Take(MostPerPerson).Select(x => DuplicatePair.Of(x.Person, p, x.Likeness, at)))
            .DistinctBy(p => p.Id).ToDictionary(p => p.Id);
        if (found.Count == 0) return;
        var known = await session.LoadManyAsync<DuplicatePair>(cancellationToken, found.Keys);
        session.Insert(found.Values.ExceptBy(known.Select(p => p.Id), p => p.Id).ToArray());
    }

    /// <summary>The same for one person, who need not be stored yet.</summary>
    public static async Task FindDuplicatesAsync(this IDocumentSession session, Volunteer person, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var index = new PersonIndex();
        await index.LoadAsync([person], session, cancellationToken);
        await session.FindDuplicatesAsync(index, [person], at, cancellationToken);
    }
}
