using CsCheck;
using Kenmin.Documents.Layout;

namespace Kenmin.Documents.Tests;

/// <summary>Line breaking, with each character one wide.</summary>
public sealed class LineBreakerTests
{
    private const string Closing = "、。」）ー";
    private const string Opening = "「（";

    [Fact]
    public void No_line_begins_with_a_full_stop_or_a_closing_bracket() =>
        Break("県民が参加する。次へ", 7).ShouldBe(["県民が参加す", "る。次へ"]);

    [Fact]
    public void No_line_ends_with_an_opening_bracket() => Break("参加は「自由」です", 4).ShouldBe(["参加は", "「自由」", "です"]);

    [Fact]
    public void Words_and_numbers_stay_whole() => Break("合計 12,345 人 Kenmin Platform", 10).ShouldBe(["合計 12,345", "人 Kenmin", "Platform"]);

    [Fact]
    public void What_is_wider_than_a_line_is_broken_anywhere() => Break("https://example.jp/very/long", 10).ShouldBe(["https://ex", "ample.jp/v", "ery/long"]);

    [Fact]
    public void A_combined_character_is_never_taken_apart() =>
        Break("👨‍👩‍👧👨‍👩‍👧", 1, _ => 1.0).ShouldAllBe(l => l == "" || l.Contains("👨‍👩‍👧", StringComparison.Ordinal));

    [Fact]
    public void Nothing_is_lost_and_the_rules_hold_for_every_text_and_width() =>
        Gen.Select(Gen.String[Gen.Char["県民活動参加一二三「」（）、。ーab12 "], 0, 60], Gen.Int[6, 20]).Sample((text, width) =>
        {
            var lines = Break(text, width);
            Assert.Equal(text.Replace(" ", ""), string.Concat(lines).Replace(" ", ""));
            // A run that cannot be divided may be wider than the line; then it is broken where it must.
            if (LineBreaker.Units(text).Any(u => u.Trim().Length > width)) return;
            Assert.All(lines, l => Assert.True(l.Length <= width));
            // Blanks are the writer's own breaks: what stands after one may begin a line.
            if (text.Contains(' ')) return;
            Assert.All(lines.Skip(1), l => Assert.DoesNotContain(l[0], Closing));
            Assert.All(lines.SkipLast(1), l => Assert.DoesNotContain(l[^1], Opening));
        });

    private static IReadOnlyList<string> Break(string text, double width, Func<string, double>? measure = null) =>
        LineBreaker.Break(text, width, measure ?? (t => t.Length));
}
