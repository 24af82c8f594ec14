using Kenmin.CommunityBusiness.Organisations;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Contests;

/// <summary>Who may hand in, in plain words (応募資格の確認).</summary>
internal static class EligibilityRules
{
    /// <summary>What stands against a venture; nothing when it may be handed in. Its age is looked at once it is known when it was begun.</summary>
    public static IEnumerable<LocalizedText> Reasons(Eligibility rules, VentureSnapshot venture, DateOnly today, bool withAge = true)
    {
        if (rules.Stages.Count > 0 && !rules.Stages.Contains(venture.Stage))
            yield return new($"今の段階は「{VentureWords.NameOf(venture.Stage).Ja}」です。応募できるのは「{Join(rules.Stages.Select(s => VentureWords.NameOf(s).Ja), "」「")}」の段階です。",
                $"It is at the step “{VentureWords.NameOf(venture.Stage).En}”; this call takes “{Join(rules.Stages.Select(s => VentureWords.NameOf(s).En), "”, “")}”.");
        if (rules.Municipalities.Count > 0 && !rules.Municipalities.Contains(venture.MunicipalityCode))
            yield return new($"{Name(venture.MunicipalityCode).Ja}の事業です。応募できるのは {Join(rules.Municipalities.Select(m => Name(m).Ja), "、")} の事業です。",
                $"It is in {Name(venture.MunicipalityCode).En}; this call takes those in {Join(rules.Municipalities.Select(m => Name(m).En), ", ")}.");
        if (rules.NeedsOrganisation && venture.OrganisationKind is null)
            yield return new("団体が決まっていません。先に「わたしの団体」に登録して、事業の団体に選んでください。", "There is no organisation behind it. Enter one at “My organisations” and choose it for the venture first.");
        if (rules.Kinds.Count > 0 && venture.OrganisationKind is { } kind && !rules.Kinds.Contains(kind))
            yield return new($"団体の種類は「{OrganisationWords.NameOf(kind).Ja}」です。応募できるのは「{Join(rules.Kinds.Select(k => OrganisationWords.NameOf(k).Ja), "」「")}」です。",
                $"The organisation is: {OrganisationWords.NameOf(kind).En}. This call takes: {Join(rules.Kinds.Select(k => OrganisationWords.NameOf(k).En), ", ")}.");
        if (!withAge) yield break;
        if (rules.MostYears is { } most && venture.BegunOn is { } begun && begun.AddYears(most) < today)
            yield return new($"事業を始めてから {most} 年を過ぎています（{begun:yyyy-MM-dd} に開始）。", $"The business was begun more than {most} years ago (on {begun:yyyy-MM-dd}).");
        if (rules.LeastYears is { } least && (venture.BegunOn is not { } since || since.AddYears(least) > today))
            yield return venture.BegunOn is { } day
                ? new($"事業を始めてから {least} 年たっていません（{day:yyyy-MM-dd} に開始）。", $"The business was begun less than {least} years ago (on {day:yyyy-MM-dd}).")
                : new($"事業を始めてから {least} 年以上たっていることが必要です。", $"The business must have been begun at least {least} years ago.");
    }

    private static LocalizedText Name(string code) => Municipality.ByCode(code)?.Names ?? LocalizedText.Same(code);

    private static string Join(IEnumerable<string> parts, string between) => string.Join(between, parts);
}
