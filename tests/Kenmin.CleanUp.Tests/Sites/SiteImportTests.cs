using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Kenmin.CleanUp.Sites;
using Kenmin.CleanUp.Sites.Import;
using Kenmin.CleanUp.Tests.Support;
using Kenmin.Modularity.Access;
using Kenmin.Testing;

namespace Kenmin.CleanUp.Tests.Sites;

/// <summary>Importing sites, in the running module.</summary>
public sealed class SiteImportTests(CleanUpHouse house) : IClassFixture<CleanUpHouse>
{
    [Fact]
    public async Task The_list_comes_in_as_a_whole_is_seen_by_everybody_and_changes_nothing_a_second_time()
    {
        using var owner = house.Visitor(Roles.ProgramOwner);
        var list = await File.ReadAllBytesAsync(Path.Combine(RepositoryRoot.Path, "tests", "Data", "cleanup-sites.csv"));

        var first = await HandInAsync(owner, list, "cleanup-sites.csv");
        var before = await house.ScalarAsync<long>("select count(*) from clean_up.mt_doc_site where data ->> 'name' = '下関道路1'");
        before.ShouldBe(0, "looking at a file changes nothing");
        (await owner.ReadAsync(first)).ShouldContain("下関道路1");
        (await owner.SubmitAsync(first, "apply")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.ScalarAsync<long>("select count(*) from clean_up.mt_doc_site where data ->> 'name' = '下関道路1'")).ShouldBe(1);
        (await house.LoadAsync<SiteImport>(IdOf(first))).Effect.Added.ShouldBe(281);

        var second = await HandInAsync(owner, list, "cleanup-sites.csv");
        (await house.LoadAsync<SiteImport>(IdOf(second))).Effect.ShouldBe(new SiteImportEffect(0, 0, 281));
        (await owner.SubmitAsync(second, "apply")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.LoadAsync<SiteImport>(IdOf(second))).Effect.ShouldBe(new SiteImportEffect(0, 0, 281));

        using var anybody = house.Visitor();
        (await anybody.ReadAsync("/clean-up/sites?municipality=352012")).ShouldContain("下関道路1");
        (await anybody.ReadAsync("/clean-up/open-data/sites.csv")).ShouldContain("下関道路1");
        var again = Encoding.UTF8.GetBytes(await anybody.Http.GetStringAsync("/clean-up/open-data/sites.geojson"));
        (await house.LoadAsync<SiteImport>(IdOf(await HandInAsync(owner, again, "sites.geojson")))).ShouldSatisfyAllConditions(
            i => i.WrongRows.ShouldBe(0), i => (i.Effect.Added, i.Effect.Changed).ShouldBe((0, 0), "what is given out as open data can be read back"));
    }

    [Fact]
    public async Task One_wrong_row_keeps_the_whole_file_out_and_is_named()
    {
        using var owner = house.Visitor(Roles.ProgramOwner);
        var page = await HandInAsync(owner, Table("352039,山口市,半分の川,河川敷,34.18,131.47,100,", "352039,山口市,だめな川,河川敷,34.18,231.47,100,"), "sites.csv");

        (await owner.ReadAsync(page)).ShouldSatisfyAllConditions(
            p => p.ShouldContain("1 行に誤りがある"), p => p.ShouldContain("231.47"), p => p.ShouldContain("131.47050"), p => p.ShouldNotContain("value=\"apply\""));
        (await house.SendAsync(new ApplySiteImport(IdOf(page)))).Code.ShouldBe("rows-wrong");
        (await house.AllAsync<Site>()).ShouldNotContain(s => s.Name == "半分の川");
    }

    [Fact]
    public async Task Two_who_import_the_same_sites_at_the_same_moment_get_each_site_once()
    {
        using var owner = house.Visitor(Roles.ProgramOwner);
        var lines = Enumerable.Range(1, 40).Select(i => $"352047,萩市,同時の浜{i},海岸,34.41,131.40,{i * 10},").ToArray();
        // One browser hands in one file after another; they are taken over at once.
        var imports = new List<string>();
        for (var i = 0; i < 4; i++) imports.Add(await HandInAsync(owner, Table(lines), "sites.csv"));

        var answers = await Task.WhenAll(imports.Concat(imports).Select(i => house.SendAsync(new ApplySiteImport(IdOf(i)))));

        answers.ShouldAllBe(a => a.IsDone);
        (await house.AllAsync<Site>()).Count(s => s.Name.StartsWith("同時の浜", StringComparison.Ordinal)).ShouldBe(40);
        var effects = new List<SiteImportEffect>();
        foreach (var import in imports) effects.Add((await house.LoadAsync<SiteImport>(IdOf(import))).Effect);
        effects.Sum(e => e.Added).ShouldBe(40);
    }

    [Fact]
    public async Task Municipal_staff_import_their_own_sites_and_see_their_own_files()
    {
        using var staff = house.Staff(CleanUpHouse.Hagi);
        using var others = house.Staff(CleanUpHouse.Yamaguchi);
        using var resident = house.Visitor(Roles.Resident);

        var own = await HandInAsync(staff, Table("352047,萩市,職員の浜,海岸,34.41,131.40,10,"), "sites.csv");
        (await staff.ReadAsync(own)).ShouldContain("職員の浜");
        (await others.GetAsync(own)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await resident.GetAsync("/staff/clean-up/sites/import")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var foreign = await HandInAsync(staff, Table("352039,山口市,よその川,河川敷,34.18,131.47,10,"), "sites.csv");
        (await staff.ReadAsync(foreign)).ShouldContain("県の担当者が取り込みます");
    }

    [Fact]
    public async Task Programs_hand_in_a_file_look_at_it_and_apply_it()
    {
        using var owner = house.Visitor(Roles.ProgramOwner);
        using var wrong = await PostAsync(owner, Table("352039,山口市,だめな川,河川敷,x,131.47,100,"));
        var problem = (await wrong.ReadAsync()).GetProperty("problems")[0];
        (problem.GetProperty("row").GetInt32(), problem.GetProperty("value").GetString()).ShouldBe((2, "x"));

        using var right = await PostAsync(owner, Table("352039,山口市,機械の川,河川敷,34.18,131.47,100,"));
        right.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var applied = await owner.Http.PostAsync($"{right.Headers.Location}/application", null);
        (await applied.ReadAsync()).GetProperty("applied").GetBoolean().ShouldBeTrue();
        (await owner.ReadAsync("/api/v1/clean-up/sites?municipality=352039&kind=river&take=200")).ShouldContain("機械の川");
        using var nonsense = await owner.Http.GetAsync("/api/v1/clean-up/sites?kind=mountain");
        nonsense.StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        static Task<HttpResponseMessage> PostAsync(Visitor who, byte[] file)
        {
            var content = new ByteArrayContent(file);
            content.Headers.ContentType = new("text/csv");
            return who.Http.PostAsync("/api/v1/clean-up/sites/imports?fileName=sites.csv", content);
        }
    }

    [Fact]
    public async Task A_single_site_is_added_corrected_and_taken_off_the_list()
    {
        using var staff = house.Staff();
        var created = await staff.SubmitAsync("/staff/clean-up/sites/new", "site",
            ("Input.Municipality", "352039"), ("Input.Name", "一つの公園"), ("Input.Kind", "Park"), ("Input.Latitude", "34.18"), ("Input.Longitude", "131.47"));
        created.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = created.Headers.Location!.ToString().Split('?')[0];

        (await staff.SubmitAsync(page, "site", ("Input.Name", "一つの公園"), ("Input.Kind", "Park"), ("Input.Latitude", "34.18"), ("Input.Longitude", "131.47"),
            ("Input.Closed", "true"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        using var anybody = house.Visitor();
        (await anybody.ReadAsync("/clean-up/sites?municipality=352039&kind=Park")).ShouldNotContain("一つの公園");
        using var others = house.Staff(CleanUpHouse.Hagi);
        (await others.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await staff.SubmitAsync("/staff/clean-up/sites/new", "site", ("Input.Municipality", "352047"), ("Input.Name", "よその公園"), ("Input.Kind", "Park"),
            ("Input.Latitude", "34.41"), ("Input.Longitude", "131.40"))).StatusCode.ShouldBe(HttpStatusCode.OK, "the form comes back with its errors");
    }

    private static byte[] Table(params string[] rows) =>
        Encoding.UTF8.GetBytes("市区町村コード,市町名,場所名,種別,緯度,経度,延長m,収集の決まり\n" + string.Join('\n', rows));

    private static Guid IdOf(string page) => Guid.Parse(page.Split('/')[^1]);

    /// <summary>The page of the file that was handed in.</summary>
    private static async Task<string> HandInAsync(Visitor who, byte[] file, string name)
    {
        var hidden = await who.HiddenAsync("/staff/clean-up/sites/import", "import");
        using var form = new MultipartFormDataContent();
        foreach (var (field, value) in hidden) form.Add(new StringContent(value), field);
        var part = new ByteArrayContent(file);
        part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        form.Add(part, "Input.File", name);
        using var answer = await who.Http.PostAsync("/staff/clean-up/sites/import", form);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return new Uri(new("http://localhost"), answer.Headers.Location!).AbsolutePath;
    }
}
