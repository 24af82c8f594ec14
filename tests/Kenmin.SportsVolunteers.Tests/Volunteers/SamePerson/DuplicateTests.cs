using System.Net;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Tests.Imports;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;
using Kenmin.SportsVolunteers.Volunteers;
using Kenmin.SportsVolunteers.Volunteers.SamePerson;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace Kenmin.SportsVolunteers.Tests.Volunteers.SamePerson;

/// <summary>Lines of a roster that may be of one person are put before staff, and what was joined by mistake is taken apart.</summary>
public sealed class DuplicateTests(ImportHost host) : IClassFixture<ImportHost>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_may_be_the_same_is_shown_with_reasons_and_looked_at_on_record()
    {
        await host.ImportAsync(Rosters.Csv(
            "1,疑問 花子,ギモン ハナコ,1960/1/2,F,753-0001,山口市大手町1-1,090-3333-0001,,,,○",
            "2,疑問 花子,ギモン ハナコ,1960/1/2,F,750-0001,下関市本町2-2,080-3333-0002,,,,×",
            "3,疑問 太郎,ギモン タロウ,1958/3/3,M,753-0001,山口市大手町1-1,090-3333-0001,,,,○"));
        var people = await PeopleAsync("疑問");
        people.Count.ShouldBe(3);
        var pair = (await PairsAsync(people)).ShouldHaveSingleItem();
        (pair.Points, pair.State).ShouldBe((85, PairState.Open));

        var staff = host.Client(Roles.ProgramOwner);
        WebUtility.HtmlDecode(await staff.GetStringAsync("/staff/sports/duplicates", Stop)).ShouldContain($"/staff/sports/duplicates/{pair.Id}");
        var page = WebUtility.HtmlDecode(await staff.GetStringAsync($"/staff/sports/duplicates/{pair.Id}", Stop));
        foreach (var shown in new[] { "疑問　花子", "山口市大手町1-1", "下関市本町2-2", "生年月日が同じ" }) page.ShouldContain(shown);
        (await host.Services.GetRequiredService<IAuditTrail>().FindAsync(new AuditQuery(SubjectId: pair.Second), Stop))
            .ShouldContain(e => e.Entry.Action == "sports-volunteers.duplicate.compared");
        foreach (var role in new[] { Roles.MunicipalStaff, Roles.Auditor, Roles.Resident })
            (await host.Client(role, "352039").GetAsync($"/staff/sports/duplicates/{pair.Id}", Stop)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, role);
    }

    [Fact]
    public async Task Two_people_stay_two_when_staff_say_so_and_nobody_asks_again()
    {
        const string rows = "1,別人 花子,,1961/1/2,F,753-0001,,090-3334-0001,,,,○\r\n2,別人 花子,,1961/1/2,F,750-0001,,080-3334-0002,,,,○";
        await host.ImportAsync(Rosters.Csv(rows));
        var pair = (await PairsAsync(await PeopleAsync("別人"))).ShouldHaveSingleItem();
        var staff = host.Client(Roles.ProgramOwner);
        (await staff.SubmitAsync($"/staff/sports/duplicates/{pair.Id}", "apart")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        await host.ImportAsync(Rosters.Csv(rows + "\r\n3,別人花子,ベツニン ハナコ,1961/1/2,F,753-0001,,090-3334-0001,,,,"));
        (await PairsAsync(await PeopleAsync("別人"))).ShouldHaveSingleItem().State.ShouldBe(PairState.Apart);
        (await PeopleAsync("別人")).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Staff_join_two_records_on_the_page_and_every_line_leads_to_the_one_that_stays()
    {
        var import = await host.ImportAsync(Rosters.Csv(
            "1,統合 花子,,1962/1/2,F,753-0001,,090-3335-0001,,会場整理,,",
            "2,統合 花子,トウゴウ ハナコ,1962/1/2,F,750-0001,,080-3335-0002,,受付・案内,,○"));
        var pair = (await PairsAsync(await PeopleAsync("統合"))).ShouldHaveSingleItem();
        var staff = host.Client(Roles.ProgramOwner);
        (await staff.SubmitAsync($"/staff/sports/duplicates/{pair.Id}", "join", ("Input.Keep", pair.First.ToString()))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var person = (await PeopleAsync("統合")).ShouldHaveSingleItem();
        (person.Id, person.Kana).ShouldBe((pair.First, "トウゴウ　ハナコ"));
        PersonKeys.Phones(person).ShouldBe(["09033350001", "08033350002"]);
        person.Sources.Select(s => s.Line).ShouldBe([2, 3]);
        (await RegistrationAsync(pair.First))!.State.ShouldBe(RegistrationState.Continuing);
        (await RegistrationAsync(pair.Second)).ShouldBeNull("there is one registration");
        (await host.CountAsync($"select count(*) from sports_volunteers.import_line where import_id = '{import.Id}' and subject_id = '{pair.First}'")).ShouldBe(2);
        WebUtility.HtmlDecode(await staff.GetStringAsync($"/staff/sports/volunteers/{pair.First}", Stop)).ShouldContain("元に戻せます");

        var merge = (await MergesAsync(pair.First)).ShouldHaveSingleItem();
        (await staff.SubmitAsync($"/staff/sports/joinings/{merge.Id}", "undo")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var people = await PeopleAsync("統合");
        people.Select(p => p.Id).ShouldBe([pair.First, pair.Second], ignoreOrder: true);
        people.Single(p => p.Id == pair.First).ShouldSatisfyAllConditions(
            p => p.Kana.ShouldBe(""), p => p.OtherPhones.ShouldBeEmpty(), p => p.Wishes.ShouldBe(["会場整理"]), p => p.Sources.Select(s => s.Line).ShouldBe([2]));
        (await RegistrationAsync(pair.First))!.State.ShouldBe(RegistrationState.AskingNeeded);
        (await RegistrationAsync(pair.Second))!.State.ShouldBe(RegistrationState.Continuing);
        (await PairsAsync(people)).ShouldHaveSingleItem().State.ShouldBe(PairState.Apart);
        // The message of the joining may come after its undoing: it changes nothing any more.
        await using (var scope = host.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync(new HandOverSignUps(merge.Id, pair.Second, pair.First, null, Guid.NewGuid()), Stop);
        WebUtility.HtmlDecode(await staff.GetStringAsync($"/staff/sports/joinings/{merge.Id}", Stop)).ShouldContain("元に戻しました");
    }

    [Fact]
    public async Task What_an_import_joined_by_mistake_is_taken_apart_and_the_same_file_changes_nothing()
    {
        const string rows = "1,誤認 花子,ゴニン ハナコ,1963/1/2,F,753-0001,,090-3336-0001,,,,○\r\n2,誤認 花子,ゴニン ハナコ,1963/1/2,F,753-0001,,080-3336-0002,,,,×";
        (await host.ImportAsync(Rosters.Csv(rows))).Merged.ShouldBe(1);
        var person = (await PeopleAsync("誤認")).ShouldHaveSingleItem();
        (await RegistrationAsync(person.Id))!.State.ShouldBe(RegistrationState.Refused, "the later line counts");
        var merge = (await MergesAsync(person.Id)).ShouldHaveSingleItem();

        (await host.Client(Roles.ProgramOwner).SubmitAsync($"/staff/sports/joinings/{merge.Id}", "undo")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var people = await PeopleAsync("誤認");
        people.Count.ShouldBe(2);
        var (first, second) = (people.Single(p => p.Id == person.Id), people.Single(p => p.Id != person.Id));
        (first.Phone, second.Phone).ShouldBe(("09033360001", "08033360002"));
        first.OtherPhones.ShouldBeEmpty();
        (await RegistrationAsync(first.Id))!.State.ShouldBe(RegistrationState.Continuing);
        (await RegistrationAsync(second.Id))!.State.ShouldBe(RegistrationState.Refused);

        (await host.ImportAsync(Rosters.Csv(rows))).ChangedNothing.ShouldBeTrue();
        (await PeopleAsync("誤認")).Count.ShouldBe(2);
    }

    private async Task<IReadOnlyList<Volunteer>> PeopleAsync(string family)
    {
        await using var session = host.Store.QuerySession();
        return [.. (await session.Query<Volunteer>().Where(v => v.NameKey.StartsWith(family)).ToListAsync(Stop)).OrderBy(v => v.Id)];
    }

    private async Task<IReadOnlyList<DuplicatePair>> PairsAsync(IReadOnlyList<Volunteer> people)
    {
        var ids = people.Select(p => p.Id).ToArray();
        await using var session = host.Store.QuerySession();
        return await session.Query<DuplicatePair>().Where(p => p.First.IsOneOf(ids) || p.Second.IsOneOf(ids)).ToListAsync(Stop);
    }

    private async Task<IReadOnlyList<PersonMerge>> MergesAsync(Guid kept)
    {
        await using var session = host.Store.QuerySession();
        return await session.Query<PersonMerge>().Where(m => m.KeptId == kept).ToListAsync(Stop);
    }

    private async Task<Registration?> RegistrationAsync(Guid id)
    {
        await using var session = host.Store.QuerySession();
        return await session.LoadAsync<Registration>(id, Stop);
    }
}
