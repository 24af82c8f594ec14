using Kenmin.CleanUp.Groups;
using Kenmin.Documents;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using static Kenmin.Pages.Texts;

namespace Kenmin.CleanUp.Care;

/// <summary>The city's thanks on paper (感謝状).</summary>
internal static class CarePaper
{
    /// <summary>The document.</summary>
    public static byte[] Write(AdoptionLine line, CareThanks thanks)
    {
        var municipality = line.Adoption.Municipality;
        var name = line.Group.Kind == GroupKind.Alone ? line.Group.LeaderName : line.Group.Name;
        using var paper = new Paper(new(L("感謝状", "Certificate of thanks").ToString(), L("ja-JP", "en").ToString(), municipality.Names.ToString(), SiteName.Text.ToString()));
        return paper.Heading(1, L("感謝状", "Certificate of thanks").ToString())
            .Heading(2, L($"{name}　様", name).ToString())
            .Paragraph((thanks.For == ThanksFor.Years
                ? L($"貴団体は、{thanks.Number} 年にわたり、次の場所の清掃に取り組まれました。美しいふるさとづくりへのご尽力に、深く感謝の意を表します。",
                    $"For {thanks.Name.En} you have cared for the place below. We thank you with all our heart for what you do for our home.")
                : L($"貴団体は、{thanks.Number} 回にわたり、次の場所の清掃に取り組まれました。美しいふるさとづくりへのご尽力に、深く感謝の意を表します。",
                    $"In {thanks.Name.En} you have cared for the place below. We thank you with all our heart for what you do for our home.")).ToString())
            .Table(new("", [new(L("項目", "Item").ToString()), new(L("内容", "Content").ToString(), 3)],
            [
                [L("場所", "Place").ToString(), line.Site.Name],
                [L("活動の始まり", "Since").ToString(), Dates.Long(line.Adoption.From)],
                [L("贈呈の日", "Given on").ToString(), Dates.Long(thanks.On)],
            ]))
            .Paragraph(municipality.Names.ToString())
            .ToBytes();
    }
}
