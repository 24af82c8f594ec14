using Kenmin.SharedKernel;

namespace Kenmin.Spreadsheets.Tests;

public sealed class ColumnMappingTests
{
    private static readonly ColumnDefinition[] Known =
    [
        new("name", new LocalizedText("氏名", "Name"), ["名前"], Required: true),
        new("kana", new LocalizedText("フリガナ", "Reading"), ["氏名カナ", "ふりがな", "よみ"]),
        new("birth", new LocalizedText("生年月日", "Date of birth"), ["誕生日"], Required: true),
        new("phone", new LocalizedText("電話番号", "Telephone"), ["TEL", "携帯"]),
    ];

    [Fact]
    public void The_same_heading_in_other_width_and_kana_is_found_for_sure()
    {
        var mapping = ColumnMapping.Guess(["ﾌﾘｶﾞﾅ", "氏　名", "ＴＥＬ", "生年月日"], Known);
        mapping.Found["kana"].ShouldBe(new MappedColumn(0, 1));
        mapping.Found["name"].ShouldBe(new MappedColumn(1, 1));
        mapping.Found["phone"].ShouldBe(new MappedColumn(2, 1));
        mapping.IsComplete.ShouldBeTrue();
    }

    [Fact]
    public void A_heading_that_contains_a_known_one_is_found_with_less_confidence()
    {
        var mapping = ColumnMapping.Guess(["参加者氏名（漢字）", "生年月日(西暦)", "電話番号（日中）"], Known);
        mapping.Found["name"].Column.ShouldBe(0);
        mapping.Found["name"].Confidence.ShouldBeInRange(0.5, 0.9);
        mapping.Found["birth"].Column.ShouldBe(1);
        mapping.Found["phone"].Column.ShouldBe(2);
    }

    [Fact]
    public void Every_column_is_used_once_by_what_fits_it_best()
    {
        var mapping = ColumnMapping.Guess(["氏名カナ", "氏名"], Known);
        mapping.Found["kana"].Column.ShouldBe(0);
        mapping.Found["name"].Column.ShouldBe(1);
        ColumnMapping.Guess(["氏名カナ"], Known).Found.Keys.ShouldBe(["kana"]);
    }

    [Fact]
    public void Required_columns_that_are_missing_are_named()
    {
        var mapping = ColumnMapping.Guess(["氏名", "備考"], Known);
        mapping.IsComplete.ShouldBeFalse();
        mapping.Problems.ShouldHaveSingleItem().Ja.ShouldContain("生年月日");
    }

    [Fact]
    public void A_person_s_choice_overrides_the_guess_and_takes_the_column_from_others()
    {
        var mapping = ColumnMapping.Guess(["氏名", "備考"], Known).With("birth", 0);
        mapping.Found["birth"].ShouldBe(new MappedColumn(0, 1));
        mapping.Found.ContainsKey("name").ShouldBeFalse();
        mapping.With("birth", null).Found.ShouldBeEmpty();
        Should.Throw<ArgumentException>(() => mapping.With("nothing", 0));
        Should.Throw<ArgumentException>(() => mapping.With("name", 2));
    }

    [Fact]
    public void A_refusal_carries_line_name_and_value()
    {
        var mapping = ColumnMapping.Guess(["氏名", "生年月日"], Known);
        var row = new SheetRow(7, ["渡部", "不明"], []);
        var error = mapping.Refuse(row, "birth", new LocalizedText("読めません", "Unreadable"));
        error.ShouldBe(new RowError(7, "birth", new LocalizedText("生年月日", "Date of birth"), "不明", new LocalizedText("読めません", "Unreadable")));
        mapping.Value(row, "phone").ShouldBeEmpty();
    }

    [Fact]
    public void Errors_are_all_counted_and_the_first_ones_kept()
    {
        var errors = new RowErrors(keep: 2);
        foreach (var line in new[] { 2, 2, 5 }) errors.Add(new RowError(line, "", LocalizedText.Same("a"), "", LocalizedText.Same("b")));
        (errors.Count, errors.Rows, errors.Kept.Count, errors.HasMore).ShouldBe((3, 2, 2, true));
    }
}
