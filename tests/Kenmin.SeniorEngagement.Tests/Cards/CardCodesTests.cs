using CsCheck;
using Kenmin.SeniorEngagement.Cards;

namespace Kenmin.SeniorEngagement.Tests.Cards;

/// <summary>Answers as staff type them from paper.</summary>
public sealed class CardCodesTests
{
    [Theory]
    [InlineData("135", "exercise,gardening,music")]
    [InlineData("１　３、５", "exercise,gardening,music")]
    [InlineData("5 3 1 1", "exercise,gardening,music")]
    [InlineData("", "")]
    public void Numbers_are_read_in_any_width_and_order(string typed, string expected) =>
        string.Join(',', CardCodes.Many(typed, CardQuestions.Interests).Value).ShouldBe(expected);

    [Theory]
    [InlineData("0")]
    [InlineData("1a")]
    [InlineData("歌")]
    public void What_is_no_answer_is_refused_with_the_numbers_that_there_are(string typed) => CardCodes.Many(typed, CardQuestions.Interests).Error.Ja.ShouldContain("1 から 9");

    [Fact]
    public void A_question_with_one_answer_takes_one()
    {
        CardCodes.One("2", CardQuestions.Reaches).Value.ShouldBe("walk-20");
        CardCodes.One(" ", CardQuestions.Reaches).Value.ShouldBeNull();
        CardCodes.One("12", CardQuestions.Reaches).IsOk.ShouldBeFalse();
    }

    [Fact]
    public void What_is_shown_reads_back_as_the_same_answers() => Gen.Bool.List[9].Sample(chosen =>
    {
        List<string> keys = [.. CardQuestions.Interests.Where((_, i) => chosen[i]).Select(o => o.Key)];
        CardCodes.Many(CardCodes.Of(CardQuestions.Interests, keys), CardQuestions.Interests).Value.ShouldBe(keys);
    });

    [Fact]
    public void No_question_has_more_answers_than_digits()
    {
        foreach (var question in new[] { CardQuestions.Interests, CardQuestions.Limits, CardQuestions.Lengths, CardQuestions.Slots, CardQuestions.Reaches, CardQuestions.Companies })
            question.Count.ShouldBeInRange(2, 9);
    }
}
