using System.Globalization;
using System.Text;

namespace Kenmin.SharedKernel;

/// <summary>The start-up check that Unicode normalization and cultures work on this machine.</summary>
public static class UnicodeSupport
{
    /// <summary>Refuses to run where .NET is globalization-invariant: names would be compared wrongly, and nothing would say so.</summary>
    /// <exception cref="PlatformNotSupportedException">ICU is missing or switched off; the message says how to mend it.</exception>
    public static void EnsureIcu() => Ensure(
        text => text.Normalize(NormalizationForm.FormKC),
        () => CultureInfo.GetCultureInfo("ja-JP").DateTimeFormat.GetDayName(DayOfWeek.Sunday));

    internal static void Ensure(Func<string, string> compatibilityForm, Func<string> japaneseSunday)
    {
        string form, sunday;
        try
        {
            (form, sunday) = (compatibilityForm("ﾔﾏｸﾞﾁ１"), japaneseSunday());
        }
        catch (Exception e) when (e is CultureNotFoundException or PlatformNotSupportedException)
        {
            throw Unsupported(e);
        }
        if (form != "ヤマグチ1" || sunday != "日曜日") throw Unsupported(null);
    }

    private static PlatformNotSupportedException Unsupported(Exception? cause) => new(
        "Unicode normalization does not work: .NET runs in globalization-invariant mode. Names and addresses would be compared wrongly. "
        + "Install ICU (Debian and Ubuntu: libicu; Alpine: icu-libs and icu-data-full) and unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.",
        cause);
}
