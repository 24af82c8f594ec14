using Kenmin.SeniorEngagement.Cards;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.SeniorEngagement.Training;

/// <summary>A kind of licence (活動リーダーの資格の種類): what its holder may lead, and what it takes.</summary>
public sealed class LicenceKind
{
    /// <summary>Stable key; of those that were there from the start an answer of the interest card.</summary>
    public string Id { get; set; } = "";

    /// <summary>What people read.</summary>
    public LocalizedText Name { get; set; }

    /// <summary>What its holder may lead: answers of the interest card.</summary>
    public IReadOnlyList<string> Interests { get; set; } = [];

    /// <summary>Credits of courses (講座の単位) for a first licence.</summary>
    public int CreditsNeeded { get; set; }

    /// <summary>For how many months a term is.</summary>
    public int Months { get; set; }

    /// <summary>Credits within a term that renew it.</summary>
    public int RenewalCredits { get; set; }

    /// <summary>Whether new ones are given; those that are there can be renewed in any case.</summary>
    public bool Offered { get; set; } = true;

    /// <summary>How often it was changed: who changes it must have seen the last change.</summary>
    public int Revision { get; set; }
}

/// <summary>The kinds of licences that there are.</summary>
internal static class LicenceKinds
{
    /// <summary>What stands as long as nobody changed it: one kind for each interest that one can lead others in.</summary>
    public static IReadOnlyList<LicenceKind> Start { get; } =
    [
        .. CardQuestions.Interests.Select(i => new LicenceKind
        {
            Id = i.Key, Name = new($"活動リーダー（{i.Text.Ja}）", $"Activity leader ({i.Text.En})"), Interests = [i.Key], CreditsNeeded = 3, Months = 36, RenewalCredits = 1,
        }),
    ];

    /// <summary>All, those from the start first.</summary>
    public static async Task<IReadOnlyList<LicenceKind>> LicenceKindsAsync(this IQuerySession session, CancellationToken cancellationToken)
    {
        var kept = (await session.Query<LicenceKind>().ToListAsync(cancellationToken)).ToDictionary(k => k.Id);
        return [.. Start.Select(s => kept.GetValueOrDefault(s.Id) ?? s), .. kept.Values.Where(k => Start.All(s => s.Id != k.Id)).OrderBy(k => FoldedText.Of(k.Name.Ja), StringComparer.Ordinal)];
    }

    /// <summary>One of them; null when there is none.</summary>
    public static async Task<LicenceKind?> LicenceKindAsync(this IQuerySession session, string? id, CancellationToken cancellationToken) =>
        id is null ? null : await session.LoadAsync<LicenceKind>(id, cancellationToken) ?? Start.FirstOrDefault(k => k.Id == id);
}
