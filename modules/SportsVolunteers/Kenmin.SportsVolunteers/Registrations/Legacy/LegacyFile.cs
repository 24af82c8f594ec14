using System.Globalization;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;

namespace Kenmin.SportsVolunteers.Registrations.Legacy;

/// <summary>The legacy report as one table, a figure on each row, for spreadsheets.</summary>
internal static class LegacyFile
{
    private static readonly LocalizedText Nothing = new("", "");

    /// <param name="report">The report, without its small figures.</param>
    /// <param name="least">The smallest figure that is shown: what is hidden is from 1 to one less.</param>
    public static TableFile Of(LegacyReport report, int least) => new(
        [Text("集計", "Group"), Text("区分", "Item"), Text("項目", "Figure"), Text("人数", "Persons")],
        Rows(report).Select(r => (IReadOnlyList<string?>)
            [r.Group.ToString(), r.Item.ToString(), r.What.ToString(), r.Figure is { } f ? f.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"1-{least - 1}")]));

    private static IEnumerable<(LocalizedText Group, LocalizedText Item, LocalizedText What, long? Figure)> Rows(LegacyReport report)
    {
        foreach (var (name, figure) in LegacyWords.Totals(report.Totals)) yield return (new("全体", "All"), Nothing, name, figure);
        foreach (var after in report.Course.Retention)
        {
            yield return (LegacyWords.RetentionTitle, LegacyWords.After(after.Years), LegacyWords.Reached, after.Reached);
            yield return (LegacyWords.RetentionTitle, LegacyWords.After(after.Years), LegacyWords.Still, after.Still);
        }

        foreach (var year in report.Course.Years)
            foreach (var (what, figure) in LegacyWords.Flow(year)) yield return (LegacyWords.YearsTitle, year.Year.Name, what, figure);
        foreach (var age in report.Ages)
        {
            yield return (LegacyWords.AgesTitle, age.Name, Gender.Female.Name(), age.Female);
            yield return (LegacyWords.AgesTitle, age.Name, Gender.Male.Name(), age.Male);
            yield return (LegacyWords.AgesTitle, age.Name, LegacyWords.OtherGender, age.OtherOrNotStated);
        }

        yield return (LegacyWords.AgesTitle, LegacyWords.UnknownAge, Nothing, report.UnknownAge);
        foreach (var skill in report.Skills) yield return (LegacyWords.SkillsTitle, new(skill.Name, skill.Name), LegacyWords.Continuing, skill.Continuing);
        foreach (var place in report.Municipalities)
        {
            yield return (LegacyWords.PlacesTitle, place.Name, LegacyWords.CameForward, place.CameForward);
            yield return (LegacyWords.PlacesTitle, place.Name, LegacyWords.Continuing, place.Continuing);
        }

        if (report.Course.Projection is not { } projection) yield break;
        foreach (var year in projection.Years)
        {
            yield return (LegacyWords.ProjectionTitle, year.Year.Name, LegacyWords.Here, year.Here);
            yield return (LegacyWords.ProjectionTitle, year.Year.Name, LegacyWords.Newcomers, year.Newcomers);
        }

        foreach (var age in projection.Ages)
        {
            yield return (LegacyWords.MissingTitle, Projection.NameOf(age.From), LegacyWords.Now, age.Now);
            yield return (LegacyWords.MissingTitle, Projection.NameOf(age.From), LegacyWords.Left, age.Left);
        }
    }

    private static string Text(string ja, string en) => new LocalizedText(ja, en).ToString();
}
