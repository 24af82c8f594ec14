using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Kenmin.SeniorEngagement.Readings;
using Kenmin.SeniorEngagement.Tests.Support;

namespace Kenmin.SeniorEngagement.Tests.Readings;

/// <summary>Readings over kanji on request: of the list that is kept by hand, on headings and labels, and nowhere else.</summary>
public sealed partial class FuriganaTests(SeniorHouse house) : IClassFixture<SeniorHouse>
{
    private static readonly Gen<string> Pieces = Generators.Of(
        "<h1 id=\"活動\">活動参加</h1>", "<p>活動</p>", "<label for='x'>お名前<span>（興味）</span></label>", "<option>活動</option>", "<script>if (a < b) { '活動' }</script>", "<br>", "<input value=\"活動 > 参加\">",
        "<th>日時", "</th>", "<!-- <h2>活動 -->", "<a href=\"/活動\" aria-label=\"活動\">活動</a>", "<textarea>活動</textarea>", "活動", "<h2>", "</h2>", "<button type=submit>探す</button>", "<svg><title>活動</title></svg>", "<", "&amp;");

    [Fact]
    public void Without_the_readings_a_page_is_what_it_was_whatever_it_is_made_of() => Pieces.List[0, 20].Sample(pieces =>
    {
        var page = string.Concat(pieces);
        Readings().Replace(Furigana.AddTo(page), "").Replace("<ruby>", "", StringComparison.Ordinal).Replace("</ruby>", "", StringComparison.Ordinal).ShouldBe(page);
    });

    [Theory]
    [InlineData("<h1>興味・活動カード</h1>", "<h1><ruby>興味<rp>（</rp><rt>きょうみ</rt><rp>）</rp></ruby>・<ruby>活動<rp>（</rp><rt>かつどう</rt><rp>）</rp></ruby>カード</h1>")]
    [InlineData("<label>お住まいの市町</label>", "<label>お<ruby>住<rp>（</rp><rt>す</rt><rp>）</rp></ruby>まいの<ruby>市町<rp>（</rp><rt>しちょう</rt><rp>）</rp></ruby></label>")]
    [InlineData("<p>活動</p>", "<p>活動</p>")]
    [InlineData("<h2>6月10日</h2>", "<h2>6月10日</h2>")]
    [InlineData("<h2>法人と人見</h2>", "<h2>法人と人見</h2>")]
    [InlineData("<label><select><option>活動</option></select></label>", "<label><select><option>活動</option></select></label>")]
    [InlineData("<a aria-label=\"活動を見る\">活動</a>", "<a aria-label=\"活動を見る\">活動</a>")]
    public void Words_of_the_list_get_their_reading_in_headings_and_labels(string page, string expected) => Furigana.AddTo(page).ShouldBe(expected);

    [Fact]
    public void Each_word_stands_in_the_list_once_with_a_reading_in_kana()
    {
        Furigana.All.Count().ShouldBeGreaterThan(100);
        Furigana.All.ShouldAllBe(w => w.Word.Any(Furigana.IsKanji) && w.Reading.All(c => (c >= 'ぁ' && c <= 'ん') || c == 'ー'));
        Furigana.All.Select(w => w.Word).Distinct().Count().ShouldBe(Furigana.All.Count());
    }

    [Fact]
    public async Task Who_asks_for_them_gets_all_headings_and_questions_with_readings_until_they_are_taken_off()
    {
        var (_, self) = await house.ResidentAsync();
        using var reader = house.Resident(self);
        string[] pages = ["/senior-engagement", "/senior-engagement/furigana", "/senior-engagement/calendar?municipality=352047", "/senior-engagement/card/1", "/senior-engagement/card/2", "/senior-engagement/card/3", "/senior-engagement/card/4", "/senior-engagement/rides"];
        foreach (var page in pages) (await reader.ReadAsync(page)).ShouldNotContain("<ruby>");
        (await reader.SubmitAsync("/senior-engagement/furigana", "furigana")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        SortedSet<string> missing = [];
        foreach (var page in pages)
        {
            var text = await reader.ReadAsync(page);
            text.ShouldContain("<ruby>", customMessage: page);
            var main = text[text.IndexOf("<main", StringComparison.Ordinal)..];
            main = Options().Replace(main[..main.IndexOf("</main>", StringComparison.Ordinal)], "");
            foreach (Match marked in Marked().Matches(main))
                foreach (Match kanji in KanjiRun().Matches(Tags().Replace(Ruby().Replace(marked.Value, ""), "")))
                    if (!kanji.Value.Contains("見本", StringComparison.Ordinal) && !char.IsDigit(kanji.Value[0])) missing.Add(kanji.Value);
        }

        missing.ShouldBeEmpty();
        (await reader.SubmitAsync("/senior-engagement/furigana", "furigana")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await reader.ReadAsync("/senior-engagement")).ShouldNotContain("<ruby>");
    }

    [Fact]
    public async Task What_is_no_page_and_what_is_in_English_stays_as_it_is()
    {
        using var reader = house.Visitor();
        (await reader.SubmitAsync("/senior-engagement/furigana", "furigana")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using (var pdf = await reader.GetAsync($"/senior-engagement/month.pdf?municipality={SeniorHouse.Yamaguchi}&month=2026-06"))
            Encoding.Latin1.GetString(await pdf.Content.ReadAsByteArrayAsync()).ShouldStartWith("%PDF");
        Furigana.AddTo("<html lang=\"en\"><h1>活動</h1></html>").ShouldNotContain("<ruby>");
    }

    [GeneratedRegex("<rp>（</rp><rt>[^<]*</rt><rp>）</rp>")]
    private static partial Regex Readings();

    [GeneratedRegex("<ruby>.*?</ruby>")]
    private static partial Regex Ruby();

    [GeneratedRegex("<option.*?</option>", RegexOptions.Singleline)]
    private static partial Regex Options();

    [GeneratedRegex("<(h1|h2|h3|legend|label|th|dt)\\b[^>]*>.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex Marked();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex("[0-9０-９]? ?[一-鿿々]+")]
    private static partial Regex KanjiRun();
}
