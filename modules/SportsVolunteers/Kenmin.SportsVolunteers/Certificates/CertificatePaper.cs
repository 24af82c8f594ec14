using Kenmin.Documents;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using static Kenmin.Pages.Texts;

namespace Kenmin.SportsVolunteers.Certificates;

/// <summary>Certificates on paper, one on each page.</summary>
internal static class CertificatePaper
{
    /// <summary>The document.</summary>
    /// <param name="certificates">Each with the name of its person.</param>
    /// <param name="thanks">Words of thanks by event, for those that have some.</param>
    /// <param name="site">The address of this site without a slash at its end, for the code by which it is verified.</param>
    public static byte[] Write(IReadOnlyList<(Certificate Certificate, string Name)> certificates, IReadOnlyDictionary<Guid, string> thanks, string site)
    {
        using var paper = new Paper(new(
            L("活動証明書", "Certificate of volunteering").ToString(), L("ja-JP", "en").ToString(), SiteName.Text.ToString(), SiteName.Text.ToString()));
        foreach (var (certificate, name) in certificates)
        {
            if (certificate != certificates[0].Certificate) paper.PageBreak();
            var address = site + CertificateNumber.Path(certificate.Number);
            paper.Heading(1, L("ボランティア活動証明書", "Certificate of volunteering").ToString())
                .Paragraph(L($"番号　{CertificateNumber.Shown(certificate.Number)}", $"Number {CertificateNumber.Shown(certificate.Number)}").ToString())
                .Heading(2, L($"{name}　様", name).ToString())
                .Paragraph(L("あなたが次のとおりボランティアとして活動されたことを証明します。", "This certifies that the person named above volunteered as follows.").ToString())
                .Table(new("", [new(L("項目", "Item").ToString()), new(L("内容", "Content").ToString(), 3)],
                [
                    [L("大会", "Event").ToString(), certificate.EventName],
                    [L("期間", "Days").ToString(), CertificateWords.Days(certificate)],
                    [L("活動の回数", "Shifts").ToString(), L($"{certificate.Shifts}回", $"{certificate.Shifts}").ToString()],
                    [L("活動時間", "Hours").ToString(), Times.Duration(TimeSpan.FromMinutes(certificate.Minutes))],
                    [L("発行日", "Issued on").ToString(), Dates.Long(JapanTime.DayOf(certificate.IssuedAt))],
                ]));
            if (thanks.TryGetValue(certificate.EventId, out var words)) paper.Paragraph(words);
            paper.QrCode(address, L(
                    $"この証明書が有効かどうかは、左の二次元コードか、次のアドレスで確かめられます。\n{address}",
                    $"Whether this certificate is valid can be verified by the code to the left or at this address:\n{address}").ToString())
                .Paragraph(L("活動時間の記録が訂正されると、この証明書は無効になります。訂正後の証明書をあらためてお取りください。",
                    "When the recorded hours are corrected, this certificate ceases to be valid, and a new one can be had.").ToString(), small: true);
        }

        return paper.ToBytes();
    }
}

/// <summary>Certificates in words.</summary>
internal static class CertificateWords
{
    /// <summary>From the first to the last day.</summary>
    public static string Days(Certificate certificate) => certificate.FirstDay == certificate.LastDay
        ? Dates.Long(certificate.FirstDay) : $"{Dates.Long(certificate.FirstDay)}{L("～", " – ")}{Dates.Long(certificate.LastDay)}";
}
