using System.Text;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Imports;
using Kenmin.SportsVolunteers.Imports.Roster;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Registrations.Legacy;
using Kenmin.SportsVolunteers.Registrations.SelfRegistration;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SportsVolunteers.Tests.Imports;

/// <summary>What teams, schools and clubs bring in.</summary>
public sealed class IntakeTests(ImportHost host) : IClassFixture<ImportHost>
{
    private const string Header = "氏名,生年月日,住所,電話番号,登録への同意,保護者の氏名,続柄";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Dictionary<string, string> Options(string kind, string name) =>
        new() { [IntakeTarget.Kind] = kind, [RosterTarget.Festival] = name, [RosterTarget.Year] = "2026" };

    private static MemoryStream File(params string[] rows) => new(Encoding.UTF8.GetBytes(string.Join("\r\n", [Header, .. rows]) + "\r\n"));

    [Fact]
    public async Task A_school_brings_pupils_and_each_needs_a_guardians_consent()
    {
        var minor = FiscalYear.Current(TimeProvider.System).StartYear - 16;
        var uploaded = await host.Desk.UploadAsync(IntakeTarget.TargetKey, File(
            $"紹介 一子,{minor}/4/2,山口県山口市見本1,090-0001-0001,○,紹介 母子,母",
            $"紹介 二郎,{minor}/4/3,山口県山口市見本2,090-0001-0002,○,,",
            "紹介 三郎,1970/4/4,山口県山口市見本3,090-0001-0003,○,,",
            $"紹介 四子,{minor}/4/5,山口県山口市見本4,090-0001-0004,,,",
            "紹介 五郎,1970/4/6,山口県山口市見本5,090-0001-0005,×,,"), "school.csv", Options("School", "見本高校"), null, ImportHost.Owner, Stop);
        uploaded.Problems.ShouldBeEmpty();
        await host.RunAsync(uploaded.Import!.Id);
        var done = await host.FindAsync(uploaded.Import.Id);
        (done.State, done.New, done.Refused).ShouldBe((ImportState.Done, 4, 1));
        var refused = (await ImportLines.RefusedAsync(done.Id, 0, 10, host.Database, Stop)).Single();
        refused.Line.ShouldBe(3);
        refused.Errors.Single().Reason.Ja.ShouldContain("保護者の同意が要ります");

        await using var session = host.Store.QuerySession();
        var people = (await session.Query<Volunteer>().Where(v => v.FamilyName == "紹介").ToListAsync(Stop)).ToDictionary(v => v.GivenName);
        var states = (await session.LoadManyAsync<Registration>(Stop, [.. people.Values.Select(p => p.Id)])).ToDictionary(r => r.Id);
        states[people["一子"].Id].ShouldSatisfyAllConditions(r => r.State.ShouldBe(RegistrationState.Continuing), r => r.GuardianConsented.ShouldBeTrue(), r => r.Festivals.ShouldBe(["見本高校"]));
        states[people["三郎"].Id].State.ShouldBe(RegistrationState.Continuing);
        states[people["四子"].Id].State.ShouldBe(RegistrationState.AskingNeeded);
        states[people["五郎"].Id].State.ShouldBe(RegistrationState.Refused);
        (await session.LoadAsync<GuardianConsent>(people["一子"].Id, Stop))!.ShouldSatisfyAllConditions(g => g.GuardianName.ShouldBe("紹介 母子"), g => g.Relation.ShouldBe("母"));
        people["三郎"].Sources.Single().Way.ShouldBe(IntakeWay.School);

        var report = await host.Services.GetRequiredService<LegacyQueries>().ReportAsync(new("見本高校"), new(2026, 11, 1), Stop);
        var year = report.Course.Years.Single(y => y.Year == new FiscalYear(2026));
        (year.ByFestival, year.Brought, year.Registered).ShouldBe((0, 4, 2));
        report.Course.Retention.ShouldAllBe(r => r.Reached == 0);
    }

    [Fact]
    public async Task Which_group_it_is_must_be_chosen_and_named()
    {
        var uploaded = await host.Desk.UploadAsync(IntakeTarget.TargetKey, File("x,1970/4/4,,090,○,,"), "x.csv", Options("Family", ""), null, ImportHost.Owner, Stop);
        uploaded.Problems.Select(p => p.Key).ShouldBe([IntakeTarget.Kind, RosterTarget.Festival]);
    }
}
