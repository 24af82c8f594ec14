using System.Text.Json;

namespace Kenmin.SharedKernel;

/// <summary>A fact as others were told of it the last time.</summary>
/// <param name="Version">How often it was told anew or withdrawn.</param>
/// <param name="Digest">Tells whether it is still the same; null while it is withdrawn.</param>
/// <param name="At">When it became so.</param>
public sealed record ToldFact(long Version, Guid? Digest, DateTimeOffset At);

/// <summary>What is to be told of a fact now.</summary>
/// <param name="Key">The fact.</param>
/// <param name="Fact">What it is; null when it is none any more.</param>
/// <param name="Version">Its version.</param>
/// <param name="At">When it became so.</param>
public readonly record struct ToTell(Guid Key, object? Fact, long Version, DateTimeOffset At);

/// <summary>
/// Tells others of facts so that the order in which they hear does not matter: each fact has a version that counts up with every change
/// and withdrawal. Who tells keeps what was told in the transaction in which it is sent, one transaction at a time for a matter.
/// </summary>
public static class Telling
{
    /// <summary>Compares what there is with what was told, and notes what is told now.</summary>
    /// <param name="told">What was told, by the facts' keys; changed by this.</param>
    /// <param name="facts">What there is, without versions.</param>
    /// <param name="again">Whether what did not change is told once more, with the version that it has.</param>
    /// <param name="now">The time.</param>
    /// <returns>What to send.</returns>
    public static IReadOnlyList<ToTell> Next(IDictionary<Guid, ToldFact> told, IReadOnlyDictionary<Guid, object> facts, bool again, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(told);
        ArgumentNullException.ThrowIfNull(facts);
        List<ToTell> next = [];
        foreach (var key in facts.Keys.Union(told.Keys).Order().ToList())
        {
            var fact = facts.GetValueOrDefault(key);
            Guid? digest = fact is null ? null : FactId.Of(JsonSerializer.Serialize(fact, fact.GetType()));
            var before = told.TryGetValue(key, out var known) ? known : null;
            if (before is not null && before.Digest == digest)
            {
                if (again) next.Add(new(key, fact, before.Version, before.At));
                continue;
            }

            told[key] = new((before?.Version ?? 0) + 1, digest, now);
            next.Add(new(key, fact, told[key].Version, now));
        }

        return next;
    }
}
