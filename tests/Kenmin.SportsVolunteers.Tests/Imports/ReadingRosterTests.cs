using Kenmin.SportsVolunteers.Imports.Roster;
using Kenmin.SportsVolunteers.Registrations;

namespace Kenmin.SportsVolunteers.Tests.Imports;

/// <summary>How the cells of a roster are read.</summary>
public sealed class ReadingRosterTests
{
    [Theory]
    [InlineData("会場整理・環境美化・通訳(英語)", "会場整理|環境美化|通訳(英語)")]
    [InlineData("式典補助/弁当・休憩所/受付・案内", "式典補助|弁当・休憩所|受付・案内")]
    [InlineData("輸送・駐車場、式典補助、受付・案内", "輸送・駐車場|式典補助|受付・案内")]
    [InlineData("受付・案内・受付・案内", "受付・案内")]
    [InlineData("情報支援（手話）／救護補助", "情報支援(手話)|救護補助")]
    [InlineData("写真撮影・会場整理", "写真撮影|会場整理")]
    [InlineData("その他（車・自転車）、受付", "その他（車・自転車）|受付")]
    [InlineData("受付", "受付")]
    [InlineData(" 、・ ", "")]
    public void Wishes_are_divided_but_not_inside_a_name(string text, string expected) =>
        string.Join('|', Activities.Split(text)).ShouldBe(expected);

    [Theory]
    [InlineData("○", ContinuationAnswer.Agreed)]
    [InlineData("〇", ContinuationAnswer.Agreed)]
    [InlineData("はい", ContinuationAnswer.Agreed)]
    [InlineData("ＹＥＳ", ContinuationAnswer.Agreed)]
    [InlineData("×", ContinuationAnswer.Refused)]
    [InlineData("いいえ", ContinuationAnswer.Refused)]
    [InlineData("希望しない", ContinuationAnswer.Refused)]
    [InlineData("", ContinuationAnswer.Blank)]
    [InlineData("　", ContinuationAnswer.Blank)]
    public void An_answer_is_read_in_the_ways_people_write_it(string text, ContinuationAnswer expected) =>
        ContinuationAnswers.Parse(text).Value.ShouldBe(expected);

    [Fact]
    public void An_answer_that_says_nothing_clear_is_refused() => ContinuationAnswers.Parse("たぶん").IsOk.ShouldBeFalse();
}
