using System.ComponentModel.DataAnnotations;
using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Registrations;

/// <summary>How long data of people who do not stay are kept: section <c>Modules:sports-volunteers:Retention</c>.</summary>
internal sealed class RetentionSettings
{
    /// <summary>
    /// Whole fiscal years (年度) after the one in which the person said no, did not answer, or stopped. With 1, data of a person
    /// who refused in fiscal 2026 are kept until 31 March 2028: until the festival's accounts and insurance cases are closed,
    /// and no longer than that needs (article 61 of the Act: hold only what the purpose needs).
    /// </summary>
    [Range(0, 10)]
    public int FiscalYearsKept { get; set; } = 1;
}

/// <summary>Asking people whether they stay: section <c>Modules:sports-volunteers:Asking</c>.</summary>
internal sealed class AskingSettings
{
    /// <summary>Days offered for an answer when staff say nothing else.</summary>
    [Range(1, 180)]
    public int Days { get; set; } = 28;

    /// <summary>Days before the last day on which those who have not answered are reminded; 0: nobody is.</summary>
    [Range(0, 90)]
    public int RemindDaysBefore { get; set; } = 10;

    /// <summary>Whom to call, shown to people whose link does not work any more, such as an office's name.</summary>
    public string ContactName { get; set; } = "";

    /// <summary>Its telephone number.</summary>
    public string ContactPhone { get; set; } = "";

    /// <summary>Whom to call, in a sentence.</summary>
    public LocalizedText Contact => ContactPhone.Length > 0
        ? new($"お問い合わせ：{ContactName} 電話 {ContactPhone}", $"Questions: {ContactName}, telephone {ContactPhone}")
        : new("お問い合わせは、手紙に書かれた電話番号へお願いします。", "For questions, please call the number in your letter.");
}

/// <summary>Links with which people connect their accounts: section <c>Modules:sports-volunteers:Links</c>.</summary>
internal sealed class LinkSettings
{
    /// <summary>Days a link works when staff say nothing else.</summary>
    [Range(1, 365)]
    public int Days { get; set; } = 90;

    /// <summary>How often one network address may open or use links of any kind in a minute.</summary>
    [Range(1, 10_000)]
    public int RequestsPerMinute { get; set; } = 60;
}
