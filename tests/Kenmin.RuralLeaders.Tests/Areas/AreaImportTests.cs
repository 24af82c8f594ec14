using System.Net;
using System.Text;
using Kenmin.Modularity.Access;
using Kenmin.RuralLeaders.Areas;
using Kenmin.RuralLeaders.Areas.Import;
using Kenmin.RuralLeaders.Tests.Support;
using Kenmin.Testing;

namespace Kenmin.RuralLeaders.Tests.Areas;

/// <summary>Importing areas and figures, in the running module.</summary>
public sealed class AreaImportTests(RuralHouse house) : IClassFixture<RuralHouse>
{
    private const string Head = "種類,市町,旧市町村,区域名,上の区域,緯度,経度,年度,人口,世帯数,65歳以上";

    [Fact]
    public async Task A_table_comes_in_as_a_whole_shows_small_figures_to_nobody_and_changes_nothing_a_second_time()
    {
        using var owner = house.Visitor(Roles.ProgramOwner);
        var table = Table(
            "広域,,,北の広域,,,,,,,", "生活圏,萩市,,北の生活圏,北の広域,,,,,,", "地区,萩市,旧むつみ村,北の地区,北の生活圏,34.45,131.60,,,,",
            "集落,萩市,むつみ村,上の里,北の地区,34.46,131.61,令和7年度,３８,17,20", "集落,萩市,むつみ村,中の里,北の地区,,,2025,60,25,30", "集落,萩市,むつみ村,下の里,地区：北の地区,,,R7,3,2,3",
            "集落,萩市,むつみ村,上の里,北の地区,34.46,131.61,令和6年度,40,17,19");

        var first = await owner.HandInAsync(table, "areas.csv");
        (await house.AllAsync<Area>()).ShouldNotContain(a => a.Name == "上の里", "looking at a file changes nothing");
        (await owner.ReadAsync(first)).ShouldContain("上の里");
        (await owner.SubmitAsync(first, "apply")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.LoadAsync<AreaImport>(IdOf(first))).Effect.ShouldBe(new AreaImportEffect(6, 0, 4, 0, 0));

        var second = await owner.HandInAsync(table, "areas.csv");
        (await owner.SubmitAsync(second, "apply")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.LoadAsync<AreaImport>(IdOf(second))).Effect.ShouldBe(new AreaImportEffect(0, 0, 0, 0, 7));

        using var anybody = house.Visitor();
        var list = await anybody.ReadAsync("/rural-leaders/areas?municipality=352047&level=Settlement&year=2025");
        list.ShouldSatisfyAllConditions(l => l.ShouldContain("下の里"), l => l.ShouldContain("「X」は"), l => l.ShouldContain(">60<"), l => l.ShouldNotContain(">38<", customMessage: "with it the three of the next settlement could be found"));
        var district = (await house.AllAsync<Area>()).Single(a => a.Name == "北の地区");
        (await anybody.ReadAsync($"/rural-leaders/areas/{district.Id}")).ShouldContain(">101<", customMessage: "the sum of the settlements");
        var csv = await anybody.ReadAsync("/rural-leaders/open-data/areas.csv?year=2025");
        csv.ShouldContain("下の里,北の地区,,,X,X,X");
        csv.ShouldContain("上の里,北の地区,34.46000,131.61000,X,");
        using var staff = house.Staff(RuralHouse.Hagi);
        (await staff.ReadAsync("/staff/rural-leaders/areas?municipality=352047&level=Settlement&year=2025")).ShouldContain(">38<", customMessage: "staff see what was counted");
        var again = Encoding.UTF8.GetBytes(await staff.Http.GetStringAsync("/staff/rural-leaders/areas.csv"));
        (await house.LoadAsync<AreaImport>(IdOf(await staff.HandInAsync(again, "again.csv")))).ShouldSatisfyAllConditions(
            i => i.WrongRows.ShouldBe(0), i => (i.Effect.AreasAdded, i.Effect.AreasChanged, i.Effect.FiguresAdded, i.Effect.FiguresChanged).ShouldBe((0, 0, 0, 0), "what is given out can be read back"));
        using var detail = await anybody.Http.GetAsync($"/api/v1/rural-leaders/areas/{(await house.AllAsync<Area>()).Single(a => a.Name == "下の里").Id}");
        var people = (await detail.ReadAsync()).GetProperty("area").GetProperty("people");
        (people.GetProperty("hidden").GetBoolean(), people.GetProperty("value").ValueKind).ShouldBe((true, System.Text.Json.JsonValueKind.Null));
    }

    [Fact]
    public async Task A_table_from_before_the_mergers_names_places_by_the_codes_of_its_time()
    {
        using var owner = house.Visitor(Roles.ProgramOwner);
        var page = await owner.HandInAsync(Table("集落,35508,,古い里,,,,2005,40,17,19", "集落,むつみ村,,次の里,,,,,,,", "集落,352047,355054,今の里,,,,,,,"), "2005.csv");
        (await owner.SubmitAsync(page, "apply")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var areas = await house.AllAsync<Area>();
        (string, string, string?) Of(string name) => areas.Single(a => a.Name == name) is var a ? (a.MunicipalityCode, a.Former, a.FormerMunicipality?.Code6) : default;
        Of("古い里").ShouldBe(("352047", "福栄村", "355089"));
        Of("次の里").ShouldBe(("352047", "むつみ村", "355054"));
        Of("今の里").ShouldBe(("352047", "むつみ村", "355054"));
        (await owner.ReadAsync("/rural-leaders/open-data/areas.csv?year=2005")).ShouldContain("355089");
    }

    [Theory]
    [InlineData("村,萩市,,だめ里,,,,,,,", "種類", "集落")]
    [InlineData("集落,,,だめ里,,,,,,,", "市町", "352047")]
    [InlineData("集落,福岡市,,だめ里,,,,,,,", "市町", "県内の市町")]
    [InlineData("集落,萩市,阿東町,だめ里,,,,,,,", "旧市町村", "むつみ村")]
    [InlineData("集落,防府市,阿東町,だめ里,,,,,,,", "旧市町村", "空欄")]
    [InlineData("集落,萩市,,,,,,,,,", "区域名", "入力してください")]
    [InlineData("集落,萩市,,だめ里,ない地区,,,,,,", "上の区域", "先に登録")]
    [InlineData("集落,萩市,,だめ里,,131.6,34.4,,,,", "緯度", "入れ替わって")]
    [InlineData("集落,萩市,,だめ里,,33.95,130.94,,,,", "緯度", "km 離れています")]
    [InlineData("集落,萩市,,だめ里,,,,,5,2,1", "年度", "年度も書いて")]
    [InlineData("集落,萩市,,だめ里,,,,令和9年度,5,2,1", "年度", "令和8年度まで")]
    [InlineData("集落,萩市,,だめ里,,,,2025,五十,2,1", "人口", "数字")]
    [InlineData("集落,萩市,,だめ里,,,,2025,50,2,", "65歳以上", "0 とします")]
    [InlineData("集落,萩市,,だめ里,,,,2025,50,2,51", "65歳以上", "人口（50 人）")]
    [InlineData("集落,萩市,,だめ里,,,,2025,5,6,1", "世帯数", "人口（5 人）")]
    public async Task A_wrong_row_is_named_with_its_field_and_what_to_do_and_keeps_the_whole_file_out(string row, string field, string advice)
    {
        using var owner = house.Visitor(Roles.ProgramOwner);
        var page = await owner.HandInAsync(Table("集落,萩市,,よい里,,,,,,,", row), "areas.csv");

        var import = await house.LoadAsync<AreaImport>(IdOf(page));
        import.Errors.ShouldHaveSingleItem().ShouldSatisfyAllConditions(e => e.Line.ShouldBe(3), e => e.Column.Ja.ShouldBe(field), e => e.Reason.Ja.ShouldContain(advice));
        (await owner.ReadAsync(page)).ShouldSatisfyAllConditions(p => p.ShouldContain("1 行に誤りがある"), p => p.ShouldNotContain("value=\"apply\""));
        (await house.SendAsync(new ApplyAreaImport(import.Id))).Code.ShouldBe("rows-wrong");
        (await house.AllAsync<Area>()).ShouldNotContain(a => a.Name == "よい里");
    }

    [Fact]
    public async Task Rows_that_contradict_each_other_are_named()
    {
        using var owner = house.Visitor(Roles.ProgramOwner);
        var page = await owner.HandInAsync(Table(
            "地区,萩市,,甲地区,,,,,,,", "地区,萩市,,乙地区,,,,,,,", "集落,萩市,,迷い里,甲地区,,,2025,10,5,5", "集落,萩市,,迷い里,乙地区,,,2024,11,5,5", "集落,萩市,,迷い里,,,,2024,12,5,5"), "areas.csv");
        (await house.LoadAsync<AreaImport>(IdOf(page))).Errors.Select(e => (e.Line, e.Column.Ja)).ShouldBe([(5, "上の区域"), (6, "区域名")]);
    }

    [Fact]
    public async Task Those_who_import_the_same_areas_at_the_same_moment_make_each_once()
    {
        using var owner = house.Visitor(Roles.ProgramOwner);
        var lines = Enumerable.Range(1, 30).Select(i => $"集落,長門市,,同時の里{i},,,,2025,{i + 10},{i},{i}").ToArray();
        List<string> imports = [];
        for (var i = 0; i < 4; i++) imports.Add(await owner.HandInAsync(Table(lines), "areas.csv"));

        var answers = await Task.WhenAll(imports.Concat(imports).Select(i => house.SendAsync(new ApplyAreaImport(IdOf(i)))));

        answers.ShouldAllBe(a => a.IsDone);
        (await house.AllAsync<Area>()).Count(a => a.Name.StartsWith("同時の里", StringComparison.Ordinal)).ShouldBe(30);
        List<AreaImportEffect> effects = [];
        foreach (var import in imports) effects.Add((await house.LoadAsync<AreaImport>(IdOf(import))).Effect);
        (effects.Sum(e => e.AreasAdded), effects.Sum(e => e.FiguresAdded), effects.Sum(e => e.FiguresChanged)).ShouldBe((30, 30, 0));
    }

    [Fact]
    public async Task Municipal_staff_import_their_own_areas_see_their_own_files_and_change_their_own_areas()
    {
        using var staff = house.Staff(RuralHouse.Hagi);
        using var others = house.Staff(RuralHouse.Yamaguchi);
        using var resident = house.Visitor(Roles.Resident);
        var own = await staff.HandInAsync(Table("集落,萩市,,職員の里,,,,,,,"), "areas.csv");
        (await others.GetAsync(own)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await staff.SubmitAsync(own, "apply")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await resident.GetAsync("/staff/rural-leaders/areas/import")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await staff.ReadAsync(await staff.HandInAsync(Table("集落,山口市,,よその里,,,,,,,", "広域,,,よその広域,,,,,,,"), "areas.csv"))).ShouldContain("2 行に誤りがある");

        var area = (await house.AllAsync<Area>()).Single(a => a.Name == "職員の里");
        (await staff.SubmitAsync($"/staff/rural-leaders/areas/{area.Id}", "area", ("Input.Name", "職員の郷"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.LoadAsync<Area>(area.Id)).Name.ShouldBe("職員の郷");
        (await others.ReadAsync($"/staff/rural-leaders/areas/{area.Id}")).ShouldNotContain("Input.Name", customMessage: "another municipality's staff look and do not change");
    }

    [Fact]
    public async Task An_area_lies_in_a_wider_one_of_its_own_municipality_only()
    {
        Guid district = Guid.CreateVersion7(), settlement = Guid.CreateVersion7(), elsewhere = Guid.CreateVersion7(), wide = Guid.CreateVersion7();
        (await house.SendAsync(new SaveArea(district, AreaLevel.District, RuralHouse.Hagi, "", "階層の地区", null, null, false))).IsDone.ShouldBeTrue();
        (await house.SendAsync(new SaveArea(elsewhere, AreaLevel.District, RuralHouse.Yamaguchi, "", "よその地区", null, null, false))).IsDone.ShouldBeTrue();
        (await house.SendAsync(new SaveArea(wide, AreaLevel.WideArea, "", "", "階層の広域", null, null, false))).IsDone.ShouldBeTrue();
        (await house.SendAsync(new SaveArea(district, AreaLevel.District, RuralHouse.Hagi, "", "階層の地区", wide, null, false))).IsDone.ShouldBeTrue();
        (await house.SendAsync(new SaveArea(settlement, AreaLevel.Settlement, RuralHouse.Hagi, "", "階層の里", elsewhere, null, false))).Field.ShouldBe("ParentId");
        (await house.SendAsync(new SaveArea(settlement, AreaLevel.Settlement, RuralHouse.Hagi, "", "階層の里", district, null, false))).IsDone.ShouldBeTrue();
        (await house.SendAsync(new SaveArea(district, AreaLevel.District, RuralHouse.Hagi, "", "階層の地区", settlement, null, false))).Field.ShouldBe("ParentId", "the wide does not lie in the narrow");
        (await house.SendAsync(new SaveArea(Guid.CreateVersion7(), AreaLevel.Settlement, RuralHouse.Hagi, "", "階層の　里", null, null, false))).IsDone.ShouldBeTrue();
        (await house.SendAsync(new SaveArea(Guid.CreateVersion7(), AreaLevel.Settlement, RuralHouse.Hagi, "", "階層の里", null, null, false))).Code.ShouldBe("name-taken");
        using var anybody = house.Visitor();
        (await anybody.ReadAsync($"/rural-leaders/areas/{settlement}")).ShouldSatisfyAllConditions(p => p.ShouldContain("階層の地区"), p => p.ShouldContain("階層の広域"));
    }

    [Fact]
    public async Task Programs_hand_in_a_file_look_at_it_and_apply_it()
    {
        using var owner = house.Visitor(Roles.ProgramOwner);
        using var wrong = await PostAsync(owner, Table("集落,美祢市,,機械の里,,,,2025,x,1,1"));
        var problem = (await wrong.ReadAsync()).GetProperty("problems")[0];
        (problem.GetProperty("row").GetInt32(), problem.GetProperty("value").GetString()).ShouldBe((2, "x"));
        using var right = await PostAsync(owner, Table("集落,美祢市,,機械の里,,,,2025,50,20,21"));
        right.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var applied = await owner.Http.PostAsync($"{right.Headers.Location}/application", null);
        (await applied.ReadAsync()).GetProperty("applied").GetBoolean().ShouldBeTrue();
        (await owner.ReadAsync("/api/v1/rural-leaders/areas?municipality=352136&level=settlement&year=2025&take=200")).ShouldContain("機械の里");
        foreach (var nonsense in new[] { "municipality=130001", "level=village", "year=1950" })
            (await owner.GetAsync($"/api/v1/rural-leaders/areas?{nonsense}")).StatusCode.ShouldBe(HttpStatusCode.BadRequest, nonsense);

        static Task<HttpResponseMessage> PostAsync(Visitor who, byte[] file)
        {
            var content = new ByteArrayContent(file);
            content.Headers.ContentType = new("text/csv");
            return who.Http.PostAsync("/api/v1/rural-leaders/areas/imports?fileName=areas.csv", content);
        }
    }

    private static Guid IdOf(string address) => Guid.Parse(address.Split('/')[^1]);

    private static byte[] Table(params string[] lines) => Encoding.UTF8.GetBytes(string.Join("\r\n", [Head, .. lines]));
}
