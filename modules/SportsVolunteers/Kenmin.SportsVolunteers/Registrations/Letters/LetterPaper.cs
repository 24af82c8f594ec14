using Kenmin.Documents;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations.Links;
using Kenmin.SportsVolunteers.Registrations.Overview;
using static Kenmin.Pages.Texts;

namespace Kenmin.SportsVolunteers.Registrations.Letters;

/// <summary>
/// The letters that ask whether people stay (継続登録の照会), one on each page: address in the window of the envelope, a code that leads to
/// the answer page, the purpose of use in writing (article 62 of the Act on the Protection of Personal Information), and a slip to send back.
/// </summary>
internal static class LetterPaper
{
    /// <summary>The document.</summary>
    /// <param name="letters">Whom to write to.</param>
    /// <param name="address">The answer page of a letter; null when its link cannot be restored.</param>
    /// <param name="again">Whether it is a reminder.</param>
    /// <param name="today">The date of the letter.</param>
    /// <param name="contact">Whom to call, in a sentence.</param>
    public static byte[] Write(IReadOnlyList<Letter> letters, Func<Letter, string?> address, bool again, DateOnly today, LocalizedText contact)
    {
        using var paper = new Paper(new(L("継続登録の照会", "Letters").ToString(), L("ja-JP", "en").ToString(), SiteName.Text.ToString()));
        if (letters.Count == 0) paper.Paragraph(L("送る手紙はありません。", "There are no letters to send.").ToString());
        foreach (var letter in letters)
        {
            var last = Dates.LongText(letter.Link.LastDay);
            paper.Address([PostalOf(letter), letter.Address, "", L($"{letter.Name}　様", letter.Name).ToString()])
                .Paragraph($"{Dates.Long(today)}　　{SiteName.Text}")
                .Heading(1, (again ? L("【再度のご案内】これからも、ボランティアの登録を続けますか", "Reminder: will you stay registered as a volunteer?")
                    : L("これからも、ボランティアの登録を続けますか", "Will you stay registered as a volunteer?")).ToString())
                .Paragraph(letter.Link.RenewalYear is { } renewal ? Renewal(new(renewal), last).ToString() : L(
                    $"「{letter.Link.Festival}」では、ボランティアにご応募いただき、ありがとうございました。{last.Ja}までに、登録を続けるかどうかをお知らせください。お返事がないときは、登録は終わります。",
                    $"Thank you for coming forward for “{letter.Link.Festival}”. Please tell us by {last.En} whether you stay registered. Without an answer your registration ends.").ToString());
            Answer(paper, letter, address(letter));
            paper.Paragraph(L($"個人情報の利用目的：{PurposeOfUse.CurrentText.Ja}", $"What your personal data are used for: {PurposeOfUse.CurrentText.En}").ToString(), small: true)
                .Paragraph(contact.ToString(), small: true);
            if (letter.Link.SlipNumber is { } number) paper.Slip(SlipOf(letter, number, last));
        }

        return paper.ToBytes();
    }

    private static LocalizedText Renewal(FiscalYear year, LocalizedText last) => L(
        $"日ごろの活動に、ありがとうございます。{year.Name.Ja}も登録を続けるかどうかを、{last.Ja}までにお知らせください。お返事がないときは、{year.Previous.Name.Ja}の終わりで登録が終わります。",
        $"Thank you for all you do. Please tell us by {last.En} whether you stay registered for {year.Name.En}. Without an answer your registration ends with {year.Previous.Name.En}.");

    private static Paper Answer(Paper paper, Letter letter, string? address) => (address, letter.Link.SlipNumber) switch
    {
        ({ } known, { }) => paper.QrCode(known, L(
            $"お答えの方法は2つあります。どちらか1つで結構です。\n① スマートフォンで左のコードを読み取り、画面の指示にしたがってお答えください。\n② 下の回答用紙に記入し、切り取って返送するか、窓口へお持ちください。",
            "Answer in one of two ways.\n1. Scan the code with your phone and follow the page.\n2. Fill in the slip below and send it back or bring it to the counter.").ToString()),
        ({ } known, null) => paper.QrCode(known, L("スマートフォンで左のコードを読み取り、画面の指示にしたがってお答えください。", "Scan the code with your phone and follow the page.").ToString()),
        _ => paper.Paragraph(L("下の回答用紙に記入し、返送するか、窓口へお持ちください。", "Please fill in the slip below and send it back or bring it to the counter.").ToString()),
    };

    private static PaperSlip SlipOf(Letter letter, string number, LocalizedText last) => new(
        L("切り取り線", "Cut here").ToString(), L("継続登録　回答用紙", "Your answer").ToString(), number, SlipNumber.Shown(number),
        [
            L("利用目的に同意して、登録を続けます", "I agree to the purpose of use and stay registered").ToString(),
            L("登録を続けません", "I do not stay registered").ToString(),
        ],
        [L("お名前", "Name").ToString(), L("記入日", "Date").ToString()],
        L($"{last.Ja}までに届くように返送してください。18歳未満の方は、保護者の方と相談してお答えください。",
            $"Please send it so that it arrives by {last.En}. If you are under 18, please answer together with your parent or guardian.").ToString());

    private static string PostalOf(Letter letter) =>
        letter.PostalCode is { } code ? $"〒{(PostalCode.Parse(code).TryGet(out var postal) ? postal.ToString() : code)}" : "";
}
