using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Training;

/// <summary>Program owners make a kind of licence, or change what it takes (資格の種類を決める).</summary>
/// <param name="Key">The kind; a new key makes it.</param>
/// <param name="NameJa">Its name in Japanese.</param>
/// <param name="NameEn">Its name in English.</param>
/// <param name="Interests">What its holder may lead.</param>
/// <param name="CreditsNeeded">Credits for a first licence.</param>
/// <param name="Months">For how many months a term is.</param>
/// <param name="RenewalCredits">Credits that renew it.</param>
/// <param name="Offered">Whether new ones are given.</param>
/// <param name="Revision">The last change that was seen.</param>
[MessageIdentity("senior-engagement.save-licence-kind.v1")]
[NewEntries(Features.Training)]
public sealed record SaveLicenceKind(
    string? Key, string? NameJa, string? NameEn, IReadOnlyList<string>? Interests, int? CreditsNeeded, int? Months, int? RenewalCredits, bool Offered, int Revision)
{
    internal IEnumerable<Flaw> Flaws()
    {
        foreach (var flaw in Flaw.OfText(NameJa, nameof(NameJa), 60)) yield return flaw;
        foreach (var flaw in Flaw.OfText(NameEn, nameof(NameEn), 80)) yield return flaw;
        if (Interests is not { Count: > 0 } || Interests.Any(k => CardQuestions.Interests.All(o => o.Key != k)))
            yield return new(nameof(Interests), new("この資格で何を教えられるか、1 つ以上選んでください。", "Choose at least one thing that its holder may lead."));
        foreach (var (number, field, least, most) in new[] { (CreditsNeeded, nameof(CreditsNeeded), 1, 50), (Months, nameof(Months), 1, 120), (RenewalCredits, nameof(RenewalCredits), 0, 50) })
        {
            if (number is null) yield return new(field, new("数字を入力してください。", "Enter a number."));
            foreach (var flaw in Flaw.OfNumber(number, field, least, most)) yield return flaw;
        }
    }
}

/// <summary>Keeps it.</summary>
public static class SaveLicenceKindHandler
{
    /// <summary>Two kinds never have the same name. Licences that were given keep the terms under which they were given; who holds one is told of its new name.</summary>
    public static async Task<(CommandAnswer, TellAllLicences?)> Handle(SaveLicenceKind command, IDocumentSession session, FeatureGates gates, CancellationToken cancellationToken)
    {
        foreach (var flaw in command.Flaws()) return (CommandAnswer.Invalid(flaw), null);
        if (string.IsNullOrWhiteSpace(command.Key) || command.Key.Length > 40) return (CommandAnswer.Unknown, null);
        if (!await gates.IsOnNowAsync(Features.Training)) return (CommandAnswer.Off, null);
        await session.TakeTurnsAsync("licence-kinds", cancellationToken);
        var all = await session.LicenceKindsAsync(cancellationToken);
        var known = all.FirstOrDefault(k => k.Id == command.Key);
        LicenceKind kind = new()
        {
            Id = command.Key, Name = new(command.NameJa!.Trim(), command.NameEn!.Trim()), Interests = [.. CardQuestions.Interests.Select(i => i.Key).Where(command.Interests!.Contains)], CreditsNeeded = command.CreditsNeeded!.Value,
            Months = command.Months!.Value, RenewalCredits = command.RenewalCredits!.Value, Offered = command.Offered, Revision = (known?.Revision ?? 0) + 1,
        };
        // Sent twice.
        if (known is not null && known.Revision == command.Revision + 1 && Same(known, kind)) return (CommandAnswer.Done, null);
        if ((known?.Revision ?? 0) != command.Revision)
            return (CommandAnswer.Refused("changed", "ほかの人が先に変えました。ページを開き直して、いまの内容を確かめてください。", "Somebody else changed it meanwhile. Open the page again and look at it."), null);
        if (all.Any(k => k.Id != kind.Id && FoldedText.Of(k.Name.Ja) == FoldedText.Of(kind.Name.Ja)))
            return (CommandAnswer.Refused("name-taken", "同じ名前の種類が、もうあります。", "There is a kind of this name already.", nameof(command.NameJa)), null);
        session.Store(kind);
        return (CommandAnswer.Done, known is not null && known.Name != kind.Name ? new() : null);
    }

    private static bool Same(LicenceKind one, LicenceKind other) =>
        (one.Name, one.CreditsNeeded, one.Months, one.RenewalCredits, one.Offered) == (other.Name, other.CreditsNeeded, other.Months, other.RenewalCredits, other.Offered) && one.Interests.SequenceEqual(other.Interests);
}
