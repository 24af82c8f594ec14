using Kenmin.CleanUp;
using Kenmin.CleanUp.Care;
using Kenmin.CleanUp.Education;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.LitterReports;
using Kenmin.CleanUp.Outcomes;
using Kenmin.CleanUp.Sites;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Host.Tests.Doors;

/// <summary>The doors of what goes on all year: care of places, education, reports of litter. See <see cref="DoorScenarios"/>.</summary>
internal static class CleanUpYearDoors
{
    private const string Yamaguchi = "352039";

    public static IReadOnlyDictionary<string, Func<DoorHouse, Task>> All { get; } = new Dictionary<string, Func<DoorHouse, Task>>
    {
        ["clean-up.ask-adoption.v1"] = async house =>
        {
            var (site, group, _) = await MakeAsync(house);
            IsClosed(await house.InvokeAsync<CommandAnswer>(new AskAdoption(Guid.CreateVersion7(), site.Id, group.Id, new(1, CarePer.Month), Today, Today.AddYears(1), "", true, true, group.AccountId!.Value)));
        },
        ["clean-up.ask-renewal.v1"] = async house =>
        {
            var (_, group, adoption) = await MakeAsync(house);
            IsClosed(await house.InvokeAsync<CommandAnswer>(new AskRenewal(adoption.Id, adoption.Until.AddYears(1), group.AccountId!.Value)));
        },
        ["clean-up.record-care.v1"] = async house =>
        {
            var (_, group, adoption) = await MakeAsync(house);
            IsClosed(await house.InvokeAsync<CommandAnswer>(new RecordCare(adoption.Id, Today, Figures.None with { People = 1, PersonMinutes = 1 }, "", group.AccountId!.Value, null)));
        },
        ["clean-up.save-course.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new SaveCourse(Guid.CreateVersion7(), new("講座", ""), CourseTheme.Water, [Audience.Adults], 45, new("内容", ""), "", [], true))),
        ["clean-up.add-material.v1"] = async house =>
            IsClosed(await house.InvokeAsync<CommandAnswer>(new AddMaterial(await CourseAsync(house), new(Guid.CreateVersion7(), "a.pdf", "application/pdf", 1), [1]))),
        ["clean-up.ask-leader.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new AskLeader(Guid.CreateVersion7(), "見本", "083-933-0000", "経験", [Yamaguchi], [await CourseAsync(house)], true, Guid.CreateVersion7()))),
        ["clean-up.request-course.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new RequestCourse(
            Guid.CreateVersion7(), await CourseAsync(house), AskerKind.School, "見本校", "見本", "083-933-0000", Yamaguchi, "教室", Today.AddDays(9), new(9, 0), new(10, 0), 3, "", Guid.CreateVersion7()))),
        ["clean-up.send-litter-report.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new SendLitterReport(Guid.CreateVersion7(), "hash", Yamaguchi, null, null, "橋の下", LitterSort.Other, [], "", null, null, null))),
        ["clean-up.add-litter-photo.v1"] = async house =>
        {
            // What was reported before may stay without its photo; a new one brings something new.
            LitterReport report = new() { Id = Guid.CreateVersion7(), SecretHash = "hash", MunicipalityCode = Yamaguchi, Place = "橋の下" };
            await using (var session = house.Services.GetRequiredService<ICleanUpStore>().LightweightSession())
            {
                session.Store(report);
                await session.SaveChangesAsync();
            }

            IsClosed(await house.InvokeAsync<CommandAnswer>(new AddLitterPhoto(report.Id, "hash", new([1], [1], 1, 1))));
        },
        ["clean-up.save-care-rules.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new SaveCareRules(Yamaguchi, 1, 1, 1, [], [], "", "", ""))),
    };

    private static async Task<Guid> CourseAsync(DoorHouse house)
    {
        Course course = new() { Id = Guid.CreateVersion7(), Name = new("講座", "Course"), For = [Audience.Adults], Minutes = 45, Summary = new("内容", "What"), Offered = true };
        await using var session = house.Services.GetRequiredService<ICleanUpStore>().LightweightSession();
        session.Store(course);
        await session.SaveChangesAsync();
        return course.Id;
    }

    private static DateOnly Today => JapanTime.Today(TimeProvider.System);

    private static void IsClosed(CommandAnswer answer) => answer.Code.ShouldBe("closed");

    private static async Task<(Site Site, Group Group, Adoption Adoption)> MakeAsync(DoorHouse house)
    {
        var id = Guid.CreateVersion7();
        Site site = new() { Id = id, MunicipalityCode = Yamaguchi, Name = $"見本{id}", Key = id.ToString(), Shape = SiteShape.At(new(34.17, 131.47)) };
        Group group = new() { Id = id, Kind = GroupKind.Company, Name = "見本社", MunicipalityCode = Yamaguchi, AccountId = Guid.CreateVersion7(), LeaderName = "見本", Phone = "083-933-0000" };
        Adoption adoption = new()
        {
            Id = id, SiteId = id, GroupId = id, MunicipalityCode = Yamaguchi, From = Today.AddDays(-9), Until = Today.AddYears(1), State = AdoptionState.Agreed, DecidedAt = TimeProvider.System.GetUtcNow(),
        };
        await using var session = house.Services.GetRequiredService<ICleanUpStore>().LightweightSession();
        session.StoreObjects([site, group, adoption]);
        await session.SaveChangesAsync();
        return (site, group, adoption);
    }
}
