using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Shifts.Terms;
using Marten;

namespace Kenmin.SportsVolunteers.Skills;

/// <summary>A kind of qualification (資格の種類) in the list that staff keep.</summary>
public sealed class QualificationKind
{
    /// <summary>Its key, by which the sign-up engine compares: the same for every way of writing the name.</summary>
    public string Id { get; set; } = "";

    /// <summary>The name as shift plans and rosters say it.</summary>
    public string Name { get; set; } = "";

    /// <summary>Whether it counts only once a member of staff has seen the proof.</summary>
    public bool ProofNeeded { get; set; }

    /// <summary>Whether it runs out: then its last day is asked for.</summary>
    public bool RunsOut { get; set; }

    /// <summary>Whether it is no longer offered for entry; who holds it keeps it.</summary>
    public bool Retired { get; set; }

    internal LocalizedText Names => Qualification.Name(Name);
}

/// <summary>The list of kinds.</summary>
internal sealed class QualificationKinds(ISportsVolunteersStore store)
{
    /// <summary>What most secretariats ask for, to begin with.</summary>
    private static readonly QualificationKind[] Usual =
    [
        Of("手話", false, false), Of("要約筆記", false, false), Of("英語", false, false), Of("中国語", false, false), Of("韓国語", false, false),
        Of("救命講習", false, true), Of("運転免許", false, true),
    ];

    /// <summary>All kinds by name. As long as staff have not kept a list, the usual ones.</summary>
    public async Task<IReadOnlyList<QualificationKind>> AllAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await AllAsync(session, cancellationToken);
    }

    public static async Task<IReadOnlyList<QualificationKind>> AllAsync(IQuerySession session, CancellationToken cancellationToken)
    {
        var kept = await session.Query<QualificationKind>().ToListAsync(cancellationToken);
        return [.. kept.Concat(Usual.Where(u => kept.All(k => k.Id != u.Id))).OrderBy(k => k.Name, StringComparer.Ordinal)];
    }

    /// <summary>Keys of the kinds that count only when their proof was seen.</summary>
    public async Task<IReadOnlySet<string>> NeedingProofAsync(CancellationToken cancellationToken) =>
        (await AllAsync(cancellationToken)).Where(k => k.ProofNeeded).Select(k => k.Id).ToHashSet(StringComparer.Ordinal);

    private static QualificationKind Of(string name, bool proof, bool runsOut) =>
        new() { Id = Qualification.KeyOf(name), Name = name, ProofNeeded = proof, RunsOut = runsOut };
}
