using System.Text;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Tokens;

namespace Kenmin.Documents.Tests;

/// <summary>What is in the file, read by another library.</summary>
public sealed class PaperTests
{
    [Fact]
    public void The_text_comes_out_again_with_title_language_and_page_numbers()
    {
        using var read = PdfDocument.Open(Make(3));

        read.NumberOfPages.ShouldBe(1);
        var text = read.GetPage(1).Text;
        text.ShouldContain("令和7年度の報告");
        text.ShouldContain("髙橋さんと﨑山さん");
        text.ShouldContain("1 / 1");
        read.Information.Title.ShouldBe("見本の報告書");
        ((StringToken)read.Structure.Catalog.CatalogDictionary.Data["Lang"]).Data.ShouldBe("ja-JP");
    }

    [Fact]
    public void A_long_table_repeats_its_heading_on_each_page_and_loses_no_row()
    {
        using var read = PdfDocument.Open(Make(120));

        read.NumberOfPages.ShouldBeGreaterThan(2);
        var pages = read.GetPages().Select(p => p.Text).ToList();
        pages.ShouldAllBe(p => p.Contains("指標の名称", StringComparison.Ordinal));
        for (var row = 1; row <= 120; row++) pages.Count(p => p.Contains($"行{row:000}。", StringComparison.Ordinal)).ShouldBe(1);
        pages[^1].ShouldContain($"{pages.Count} / {pages.Count}");
    }

    [Fact]
    public void A_letter_has_its_address_in_the_window_its_slip_at_the_foot_and_a_page_of_its_own()
    {
        using var paper = new Paper(new("手紙", "ja-JP", "見本県"));
        foreach (var name in new[] { "見本 一子", "見本 二郎" })
            paper.Address(["〒753-0001", "山口県山口市見本町1-1", "", name + "　様"]).Heading(1, "続けますか").Paragraph("お返事をお願いします。")
                .Slip(new("切り取り線", "回答用紙", "K7M2P9WX", "K7M2-P9WX", ["続けます", "続けません"], ["お名前"], "返送してください。"));
        using var read = PdfDocument.Open(paper.ToBytes());

        read.NumberOfPages.ShouldBe(2);
        foreach (var (page, name) in read.GetPages().Zip(["見本 一子", "見本 二郎"]))
        {
            page.Text.ShouldContain(name);
            page.Text.ShouldNotContain("/ 2", customMessage: "nobody needs to know how many letters there are");
            double At(string word) => page.Letters.First(l => l.Value == word[..1] && page.Text.Contains(word, StringComparison.Ordinal)).BoundingBox.Bottom / page.Height;
            At("〒").ShouldBeGreaterThan(0.85);
            page.Letters.Where(l => l.Value == "K").ShouldAllBe(l => l.BoundingBox.Top / page.Height < 0.33);
            page.Letters.ShouldAllBe(l => l.BoundingBox.Bottom > 20 && l.BoundingBox.Right < page.Width - 20);
        }
    }

    [Fact]
    public void A_form_keeps_each_question_with_its_answers_on_one_page_in_large_type()
    {
        using var paper = new Paper(new("申込書", "ja-JP", "見本県"));
        paper.BlankLines("お名前", "電話番号", "市町");
        for (var i = 0; i < 20; i++) paper.CheckBoxes($"問{i:00}。", [$"答{i:00}甲", $"答{i:00}乙", $"答{i:00}丙"]);
        paper.Large("大きな字の説明");
        using var read = PdfDocument.Open(paper.ToBytes());

        read.NumberOfPages.ShouldBeGreaterThan(1);
        var pages = read.GetPages().Select(p => p.Text).ToList();
        for (var i = 0; i < 20; i++)
        {
            var page = pages.Single(p => p.Contains($"問{i:00}。", StringComparison.Ordinal));
            foreach (var answer in "甲乙丙") page.ShouldContain($"答{i:00}{answer}");
        }

        read.GetPages().SelectMany(p => p.Letters).Where(l => l.Value == "甲").ShouldAllBe(l => l.PointSize >= 12);
        read.GetPages().SelectMany(p => p.Letters).ShouldAllBe(l => l.BoundingBox.Bottom > 20);
    }

    [Fact]
    public void Ten_cards_fill_a_sheet_and_each_says_its_name_and_code()
    {
        using var paper = new Paper(new("名札", "ja-JP", "見本県"));
        paper.Cards([.. Enumerable.Range(0, 12).Select(i => new PaperCard("見本大会", $"見本 {i:00}子", "ミホン", ["受付・案内"], $"CODE{i:0000}", $"CO-{i:0000}"))]);
        using var read = PdfDocument.Open(paper.ToBytes());

        read.NumberOfPages.ShouldBe(2);
        read.GetPage(1).Text.ShouldContain("09子");
        read.GetPage(1).Text.ShouldNotContain("10子");
        read.GetPage(2).Text.ShouldContain("CO-0011");
        read.GetPage(1).Text.ShouldNotContain("1 / 2", Case.Sensitive, "cards reach to the foot of the sheet");
    }

    [Fact]
    public void Only_the_characters_that_are_used_are_embedded()
    {
        var file = Make(3);

        file.Length.ShouldBeLessThan(300_000, "the whole typeface weighs 4.5 MB");
        using var read = PdfDocument.Open(file);
        var fonts = read.GetPage(1).Letters.Select(l => l.FontName).Distinct().ToList();
        fonts.ShouldNotBeEmpty();
        fonts.ShouldAllBe(f => f!.Contains('+') && f.Contains("BIZ UDPGothic", StringComparison.Ordinal));
        Encoding.Latin1.GetString(file).ShouldContain("/FontFile2");
    }

    [Fact]
    public void A_row_that_no_page_can_hold_is_continued()
    {
        using var paper = new Paper(new("長い行", "ja-JP", "見本"));
        paper.Table(new("", [new("一"), new("二")], [[string.Concat(Enumerable.Repeat("とても長い説明です。", 400)), "終"]]));
        using var read = PdfDocument.Open(paper.ToBytes());

        read.NumberOfPages.ShouldBeGreaterThan(1);
        // A word may be divided between two pages; its characters are all there.
        read.GetPages().Sum(p => p.Text.Count(c => c == '説')).ShouldBe(400);
    }

    [Fact]
    public void Documents_made_at_the_same_time_do_not_disturb_each_other()
    {
        var texts = new string[8];
        Parallel.For(0, texts.Length, i =>
        {
            using var paper = new Paper(new($"第{i}号", "ja-JP", "見本"));
            paper.Heading(1, $"証明書第{i}号").Paragraph("上記のとおり証明します。");
            using var read = PdfDocument.Open(paper.ToBytes());
            texts[i] = read.GetPage(1).Text;
        });
        for (var i = 0; i < texts.Length; i++) texts[i].ShouldContain($"証明書第{i}号");
    }

    private static byte[] Make(int rows)
    {
        using var paper = new Paper(new("見本の報告書", "ja-JP", "見本県", "県民活動"));
        paper.Heading(1, "令和7年度の報告").Paragraph("髙橋さんと﨑山さんが参加しました。")
            .Table(new("表", [new("指標の名称", 3), new("実績", Number: true)],
                [.. Enumerable.Range(1, rows).Select(r => (IReadOnlyList<string>)[$"行{r:000}。説明が少し長いときは折り返します。" + new string('あ', r % 40), $"{r * 1000:#,0}"])]));
        return paper.ToBytes();
    }
}
