using Kenmin.SharedKernel;

namespace Kenmin.Pages;

/// <summary>Fiscal years (年度) as people read them.</summary>
public static class FiscalYearText
{
    /// <summary>令和8年度 or FY2026.</summary>
    public static string Of(FiscalYear year) => year.Name.ToString();

    /// <summary>令和8年度（2026年4月～2027年3月） or FY2026 (April 2026 – March 2027).</summary>
    public static string WithMonths(FiscalYear year) => new LocalizedText(
        $"{year.Name.Ja}（{year.StartYear}年4月～{year.StartYear + 1}年3月）",
        $"{year.Name.En} (April {year.StartYear} – March {year.StartYear + 1})").ToString();
}
