using Kenmin.RuralLeaders.Areas;
using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Tests.Areas;

/// <summary>The list of municipalities from before the mergers.</summary>
public sealed class FormerMunicipalityTests
{
    [Fact]
    public void Each_has_become_part_of_a_present_one_on_a_day_of_the_mergers_and_is_read_as_it_was_called()
    {
        FormerMunicipality.All.Count.ShouldBe(49);
        foreach (var former in FormerMunicipality.All)
        {
            Municipality.ByCode(former.MunicipalityCode).ShouldNotBeNull(former.Name);
            former.MergedOn.ShouldBeInRange(new(2003, 4, 21), new(2010, 1, 16), former.Name);
            former.Kana.ShouldEndWith(former.Name[^1] switch { '市' => "シ", '町' => "チョウ", '村' => "ソン", _ => "?" });
            former.Kana.ShouldAllBe(c => c >= 'ァ' && c <= 'ー');
        }

        FormerMunicipality.All.Select(f => (f.MunicipalityCode, f.Name)).ShouldBeUnique();
        FormerMunicipality.All.Select(f => f.Code).ShouldBeUnique();
        foreach (var former in FormerMunicipality.All)
        {
            Municipality.HasValidCheckDigit(former.Code6).ShouldBeTrue(former.Name);
            // A code that is still in use is that of the city which kept the name.
            if (Municipality.ByCode(former.Code) is { } present) (present.Name, present.Code6).ShouldBe((former.Name, former.MunicipalityCode));
        }

        // The mergers of the prefecture: eleven by joining or founding anew in one day, and Ato later.
        FormerMunicipality.All.Select(f => (f.MunicipalityCode, f.MergedOn)).Distinct().Count().ShouldBe(13);
    }

    [Theory]
    [InlineData("35505", "むつみ村")]
    [InlineData("355054", "むつみ村")]
    [InlineData("３５５０５", "むつみ村")]
    [InlineData("355055", null)]
    [InlineData("旧新南陽市", "新南陽市")]
    [InlineData("新南陽市", "新南陽市")]
    [InlineData("35204", null)]
    [InlineData("萩市", null)]
    [InlineData("", null)]
    public void What_was_merged_away_is_found_by_name_and_code_and_what_still_is_one_is_not(string written, string? name) =>
        (FormerMunicipality.Gone(written)?.Name).ShouldBe(name);

    [Fact]
    public void Within_a_city_its_own_earlier_self_is_found_by_its_code_too() =>
        FormerMunicipality.Find("352047", "35204")!.Name.ShouldBe("萩市");
}
