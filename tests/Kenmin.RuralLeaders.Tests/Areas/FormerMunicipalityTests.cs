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
        // The mergers of the prefecture: eleven by joining or founding anew in one day, and Ato later.
        FormerMunicipality.All.Select(f => (f.MunicipalityCode, f.MergedOn)).Distinct().Count().ShouldBe(13);
    }
}
