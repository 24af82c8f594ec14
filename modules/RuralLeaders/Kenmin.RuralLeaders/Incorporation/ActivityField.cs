using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Incorporation;

/// <summary>
/// One of the 20 fields of activity (特定非営利活動の分野) in the annex (別表) of the Act on Promotion of Specified Non-profit Activities
/// (特定非営利活動促進法, article 2). The list is data: <c>activity-fields.csv</c>; the English names are ours.
/// </summary>
/// <param name="Number">Its number in the annex.</param>
/// <param name="Name">Its name.</param>
internal sealed record ActivityField(int Number, LocalizedText Name)
{
    public static IReadOnlyList<ActivityField> All { get; } = [.. Read()];

    private static IEnumerable<ActivityField> Read()
    {
        using var reader = new StreamReader(typeof(ActivityField).Assembly.GetManifestResourceStream("activity-fields.csv")!);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
            if (line.Split(',', 3) is [var number, var ja, var en])
                yield return new(int.Parse(number, System.Globalization.CultureInfo.InvariantCulture), new(ja, en.Trim('"')));
    }
}
