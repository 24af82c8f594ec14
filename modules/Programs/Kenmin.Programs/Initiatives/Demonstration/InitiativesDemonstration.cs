using Kenmin.Accounts.Contracts;
using Kenmin.Programs.Contracts;
using Kenmin.Programs.Initiatives.Directory;
using Kenmin.Programs.Initiatives.Drafting;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Programs.Initiatives.Demonstration;

/// <summary>
/// Fictional initiatives: five that run, with modules and settings, and a draft for next year. The years around the present one
/// are planned for too, so that events a month ago and in a month belong to them on every day of the year.
/// </summary>
internal static class InitiativesDemonstration
{
    private const string Sports = "sports-volunteers";
    private const string CleanUp = "clean-up";
    private const string RuralLeaders = "rural-leaders";
    private const string SeniorEngagement = "senior-engagement";
    private const string CommunityBusiness = "community-business";

    private static readonly InitiativeActor Owner = new(DemonstrationPersonas.ProgramOwner.Id, DemonstrationPersonas.ProgramOwner.DisplayName, false);
    private static readonly InitiativeActor Administrator = new(DemonstrationPersonas.Administrator.Id, DemonstrationPersonas.Administrator.DisplayName, true);

    public static async Task SeedAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var clock = services.GetRequiredService<TimeProvider>();
        var (now, year) = (clock.GetUtcNow(), FiscalYear.Current(clock));
        await using var session = services.GetRequiredService<IProgramsStore>().LightweightSession();
        if (await session.LoadAsync<Initiative>(DemonstrationInitiatives.SportsFestival, cancellationToken) is not null) return;

        FiscalYear[] years = [year.Previous, year, year.Next];
        Running(session, DemonstrationInitiatives.SportsFestival, now, Sports, Details(
            "mihon-sports-festival", new("見本スポーツ大会事業", "Sample sports festival"),
            new("県内各地で開く見本の大会です。会場の受付や案内をボランティアが支えます。",
                "A sample festival all over the prefecture. Volunteers receive and guide its guests."),
            PlanPolicy.NeededFields, years, 48_000_000), new() { ["signUpClosesDaysBefore"] = "3", ["offerHours"] = "48", ["keepsRegister"] = "yes" });
        Running(session, DemonstrationInitiatives.LocalSports, now, Sports, Details(
            "mihon-local-sports", new("見本地域運動事業", "Sample local sports days"),
            new("身近な地域で体を動かす、見本の行事です。", "Sample sports days close to home."),
            PlanPolicy.Participation, years, 3_200_000, "352039"), new() { ["signUpClosesDaysBefore"] = "0", ["offerHours"] = "12" });
        Running(session, DemonstrationInitiatives.CleanUp, now, CleanUp, Details(
            "mihon-all-clean", new("見本一斉清掃事業", "Sample clean-up"),
            new("県内の海岸や川を、みんなで同じ時期に清掃する見本の事業です。", "A sample initiative in which everybody cleans coasts and rivers in the same weeks."),
            PlanPolicy.NeededFields, years, 2_400_000), []);
        Running(session, DemonstrationInitiatives.RuralLeaders, now, RuralLeaders, Details(
            "mihon-rural-leaders", new("見本中山間地域づくり事業", "Sample hilly-rural areas"),
            new("中山間地域づくりのリーダーを育てる、見本の事業です。", "A sample initiative that trains leaders of hilly-rural areas."),
            PlanPolicy.NeededFields, years, 1_800_000), [], CommunityBusiness);
        Running(session, DemonstrationInitiatives.SeniorEngagement, now, SeniorEngagement, Details(
            "mihon-senior-points", new("見本高齢者活動参加事業", "Sample senior engagement"),
            new("高齢者の活動参加を、活動ポイントで応援する見本の事業です。", "A sample initiative that encourages older people by activity points."),
            PlanPolicy.Participation, years, 900_000, "352039"), []);
        DraftInitiativeHandler.Start(session, DemonstrationInitiatives.NextYear, new InitiativeDrafted(Details(
            "mihon-clean-up", new("見本環境美化事業", "Sample clean-up campaign"),
            new("川や海岸をいっせいに清掃する、見本の事業です。", "A sample campaign that cleans rivers and beaches at the same time."),
            PlanPolicy.Collaboration, [year.Next], 1_500_000), null, Owner, now));
        await session.SaveChangesAsync(cancellationToken);
        // What is loaded next may belong to them.
        await services.GetRequiredService<DirectorySync>().ReadAsync(cancellationToken);
    }

    private static void Running(IDocumentSession session, Guid id, DateTimeOffset now, string module, InitiativeDetails details, Dictionary<string, string> settings, params string[] more) =>
        DraftInitiativeHandler.Start(session, id, new InitiativeDrafted(details, null, Owner, now),
        [
            .. details.Years.Select(y => new InitiativeModulesChosen(y, [ProgramsModule.Key, module, .. more], Owner, now)),
            new InitiativeSettingsChanged(ProgramsModule.Key, null, new() { ["office"] = "見本窓口", ["phone"] = "083-933-0000" }, Owner, now),
            .. settings.Count == 0 ? (IEnumerable<InitiativeSettingsChanged>)[] : [new(module, null, settings, Owner, now)],
            new InitiativeStepTaken(InitiativeStep.Approve, "見本", Administrator, now),
            new InitiativeStepTaken(InitiativeStep.Start, "見本", Owner, now),
        ]);

    private static InitiativeDetails Details(
        string slug, LocalizedText name, LocalizedText summary, PlanPolicy policy, FiscalYear[] years, long budget, params string[] municipalities) => new()
    {
        Slug = slug, Name = name, Summary = summary, Department = new("見本課", "Sample division"), Policy = policy, Years = [.. years],
        Budgets = years.ToDictionary(y => y, _ => budget), Municipalities = [.. municipalities],
        Owners = [new(DemonstrationPersonas.ProgramOwner.Id, DemonstrationPersonas.ProgramOwner.DisplayName)],
    };
}
