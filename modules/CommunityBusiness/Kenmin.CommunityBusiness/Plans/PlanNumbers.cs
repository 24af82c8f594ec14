using System.Globalization;
using System.Text;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Plans;

/// <summary>Amounts, shares and months as people write them, in any width.</summary>
internal static class PlanNumbers
{
    /// <summary>A whole number: yen or a quantity; blank is 0.</summary>
    public static Parsed<long> Whole(string? text)
    {
        var narrow = Narrow(text).Replace("円", "", StringComparison.Ordinal).Replace("¥", "", StringComparison.Ordinal).Replace("\\", "", StringComparison.Ordinal).Trim();
        if (narrow.Length == 0) return Parsed<long>.Ok(0);
        if (!decimal.TryParse(narrow, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || number is < -1e15m or > 1e15m)
            return new LocalizedText("数字で入力してください。例：12000", "Enter a number, such as 12000.");
        return number == decimal.Truncate(number) ? Parsed<long>.Ok((long)number) : new LocalizedText("小数は使えません。整数で入力してください。", "Whole numbers only, without decimals.");
    }

    /// <summary>A share in per cent with up to two decimals, in hundredths of a per cent; blank is 0.</summary>
    public static Parsed<int> BasisPoints(string? text)
    {
        var narrow = Narrow(text).Replace("%", "", StringComparison.Ordinal).Trim();
        if (narrow.Length == 0) return Parsed<int>.Ok(0);
        if (!decimal.TryParse(narrow, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > 100 || number * 100 != decimal.Truncate(number * 100))
            return new LocalizedText("0 から 100 までの割合を、小数点以下 2 けたまでで入力してください。例：33.33", "Enter a share from 0 to 100 with up to two decimals, such as 33.33.");
        return Parsed<int>.Ok((int)(number * 100));
    }

    /// <summary>The first day of a month.</summary>
    public static Parsed<DateOnly> Month(string? text)
    {
        var narrow = Narrow(text).Replace('/', '-').Trim();
        foreach (var tried in new[] { $"{narrow}1日", $"{narrow}-01", narrow })
            if (LenientDate.Parse(tried).TryGet(out var day)) return Parsed<DateOnly>.Ok(new(day.Year, day.Month, 1));
        return new LocalizedText("年と月を入力してください。例：2027-04、令和9年4月", "Enter year and month, such as 2027-04.");
    }

    public static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Share(int basisPoints) => (basisPoints / 100m).ToString("0.##", CultureInfo.InvariantCulture);

    public static string Key(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static string Narrow(string? text) => (text ?? "").Normalize(NormalizationForm.FormKC).Replace(",", "", StringComparison.Ordinal).Replace("、", "", StringComparison.Ordinal).Trim();
}
