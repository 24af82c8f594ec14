using CsCheck;
using Kenmin.Modularity.Initiatives;

namespace Kenmin.Programs.Tests.Initiatives;

public sealed class SettingsDeclarationTests
{
    private static readonly SettingsDeclaration Declaration = SettingsDeclaration.Of(typeof(Sample));

    [Fact]
    public void A_declaration_says_what_forms_need()
    {
        Declaration.Fields.Select(f => (f.Key, f.Kind, f.Default)).ShouldBe(
        [
            ("lowest", SettingKind.Number, "3"), ("highest", SettingKind.Number, ""), ("note", SettingKind.Text, ""),
            ("open", SettingKind.YesNo, "yes"), ("colour", SettingKind.Choice, "Red"),
        ]);
        var lowest = Declaration.Fields[0];
        (lowest.Label.Ja, lowest.Unit!.Value.En, lowest.Minimum, lowest.Maximum, lowest.ByYear).ShouldBe(("最低", "days", 0, 60, true));
        Declaration.Fields[4].Choices.Select(c => c.Name.En).ShouldBe(["Red", "Dark blue"]);
    }

    [Fact]
    public void What_is_entered_in_any_width_is_stored_in_one_form_and_blank_is_no_value()
    {
        var read = Declaration.Read(new Dictionary<string, string?> { ["lowest"] = " ５ ", ["highest"] = "1,0", ["open"] = "NO", ["colour"] = "darkblue", ["note"] = " " });
        read.Problems.ShouldBeEmpty();
        read.Values.ShouldBe(new Dictionary<string, string> { ["lowest"] = "5", ["highest"] = "10", ["open"] = "no", ["colour"] = "DarkBlue" }, ignoreOrder: true);
        var made = (Sample)Declaration.Make(read.Values);
        (made.Lowest, made.Highest, made.Open, made.Colour, made.Note).ShouldBe((5, 10, false, Colour.DarkBlue, ""));
    }

    [Theory]
    [InlineData("lowest", "61")]
    [InlineData("lowest", "-1")]
    [InlineData("lowest", "8.5")]
    [InlineData("lowest", "十")]
    [InlineData("lowest", "\ud800")]
    [InlineData("open", "たぶん")]
    [InlineData("colour", "7")]
    [InlineData("note", "二行\nある")]
    [InlineData("nowhere", "1")]
    public void What_cannot_be_taken_is_told_at_its_field(string key, string text) =>
        Declaration.Read(new Dictionary<string, string?> { [key] = text }).Problems.ShouldHaveSingleItem().Key.ShouldBe(key);

    [Fact]
    public void Rules_between_settings_see_standing_and_yearly_values_together()
    {
        var standing = new Dictionary<string, string> { ["lowest"] = "10" };
        Declaration.Read(new Dictionary<string, string?> { ["highest"] = "4" }, standing).Problems.ShouldHaveSingleItem().Key.ShouldBe("highest");
        Declaration.Read(new Dictionary<string, string?> { ["note"] = "年度別" }, standing).Problems.ShouldHaveSingleItem().Key.ShouldBe("note");
    }

    [Fact]
    public void Every_number_within_the_range_comes_back_as_it_went_in() => Gen.Int[0, 60].Sample(n =>
        ((Sample)Declaration.Make(Declaration.Read(new Dictionary<string, string?> { ["lowest"] = n.ToString() }).Values)).Lowest.ShouldBe(n));

    [Fact]
    public void What_a_newer_version_no_longer_takes_falls_back_to_its_default() =>
        ((Sample)Declaration.Make(new Dictionary<string, string> { ["lowest"] = "9999", ["gone"] = "x" })).Lowest.ShouldBe(3);

    [Fact]
    public void A_setting_of_a_kind_that_no_form_shows_is_refused() =>
        Should.Throw<ArgumentException>(() => SettingsDeclaration.Of(typeof(Unsupported)));

    internal enum Colour
    {
        [Setting("赤", "Red")] Red,
        [Setting("紺", "Dark blue")] DarkBlue,
    }

    internal sealed class Sample : IValidatedSettings
    {
        [Setting("最低", "Lowest", UnitJa = "日", UnitEn = "days", Maximum = 60)] public int Lowest { get; set; } = 3;

        [Setting("最高", "Highest", Maximum = 60)] public int? Highest { get; set; }

        [Setting("メモ", "Note", ByYear = false)] public string Note { get; set; } = "";

        [Setting("公開", "Open")] public bool Open { get; set; } = true;

        [Setting("色", "Colour")] public Colour Colour { get; set; }

        public IEnumerable<SettingProblem> Problems()
        {
            if (Highest < Lowest) yield return new("highest", new("最低以上にしてください。", "Not below the lowest."));
        }
    }

    internal sealed class Unsupported
    {
        [Setting("日", "Day")] public DateOnly Day { get; set; }
    }
}
