using Kenmin.Modularity;
using Kenmin.Modularity.Initiatives;
using Kenmin.Programs.Initiatives;
using Kenmin.Programs.Initiatives.Copying;
using Kenmin.Programs.Initiatives.Enabling;
using Kenmin.SharedKernel;

namespace Kenmin.Programs.Tests.Initiatives;

public sealed class ProfileAndCopyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 3, 0, 0, TimeSpan.Zero);
    private static readonly FiscalYear Year = new(2026);
    private static readonly InitiativeActor Administrator = new(Guid.CreateVersion7(), "見本 管理", true);

    private static readonly ModuleCatalog Catalog = new(
        [
            Module("walks", typeof(Walks), Profile("festival", ("places", "500"), ("minimumAge", "15")), Profile("clean-up", ("places", "50"))),
            Module("letters", typeof(Letters), Profile("festival", ("daily", "yes"))),
            Module("silent", null),
        ],
        []);

    [Fact]
    public void Presets_together_enable_the_modules_of_all_and_set_what_they_agree_on()
    {
        var plan = ProfilePlan.Make(InitiativeLifeTests.Draft(), ["festival"], new Dictionary<string, string>(), Catalog);
        plan.Problems.ShouldBeEmpty();
        plan.Modules.ShouldBe(["walks", "letters"]);
        plan.Settings["walks"].ShouldBe(new Dictionary<string, string> { ["places"] = "500", ["minimumAge"] = "15" }, ignoreOrder: true);
    }

    [Fact]
    public void Where_presets_or_what_is_set_differ_somebody_decides_and_nothing_happens_before()
    {
        var i = InitiativeLifeTests.Draft();
        i = After(i, new InitiativeSettingsChanged("walks", null, new() { ["places"] = "80" }, Administrator, Now));
        var undecided = Apply(i, []);
        undecided.Events.ShouldBeEmpty();
        undecided.Problems.ShouldHaveSingleItem().Field.ShouldBe("walks/places");
        ProfilePlan.Make(i, ["festival", "clean-up"], new Dictionary<string, string>(), Catalog).Clashes.ShouldHaveSingleItem()
            .Values.Select(v => v.Value).ShouldBe(["500", "50", "80"]);
        Apply(i, new() { ["walks/places"] = "9" }).Problems.ShouldHaveSingleItem("a value that nobody wants");

        var decided = Apply(i, new() { ["walks/places"] = "50" });
        var after = decided.Events.Aggregate(i, After);
        after.Modules[Year].ShouldBe(["letters", "walks"]);
        after.SettingsOf("walks", null).ShouldBe(new Dictionary<string, string> { ["places"] = "50", ["minimumAge"] = "15" }, ignoreOrder: true);
        after.SettingsOf("letters", null).ShouldBe(new Dictionary<string, string> { ["daily"] = "yes" });
    }

    [Fact]
    public void Standing_values_that_do_not_go_with_a_years_own_are_refused()
    {
        var i = After(InitiativeLifeTests.Draft(), new InitiativeSettingsChanged("walks", Year, new() { ["minimumAge"] = "70" }, Administrator, Now));
        var refused = ChooseModulesHandler.Set(i, new(i.Id, "walks", null, new Dictionary<string, string?> { ["maximumAge"] = "60" }, Administrator), Catalog, Now);
        refused.Problems.ShouldHaveSingleItem().Reason.En.ShouldContain("FY2026");
        ChooseModulesHandler.Set(i, new(i.Id, "silent", null, new Dictionary<string, string?>(), Administrator), Catalog, Now).Code.ShouldBe(InitiativeOutcome.NotFound);
        ChooseModulesHandler.Set(i, new(i.Id, "walks", new FiscalYear(2040), new Dictionary<string, string?>(), Administrator), Catalog, Now).Code.ShouldBe(InitiativeOutcome.Invalid);
        ChooseModulesHandler.Choose(i, new(i.Id, Year, ["no-such"], Administrator), Catalog, Now).Code.ShouldBe(InitiativeOutcome.Invalid);
    }

    [Fact]
    public void A_module_that_is_no_longer_installed_stays_enabled_until_it_is_taken_out()
    {
        var i = After(InitiativeLifeTests.Draft(), new InitiativeModulesChosen(Year, ["gone"], Administrator, Now));
        var both = ChooseModulesHandler.Choose(i, new(i.Id, Year, ["gone", "walks"], Administrator), Catalog, Now);
        After(i, both.Events.ShouldHaveSingleItem()).Modules[Year].ShouldBe(["gone", "walks"]);
    }

    [Fact]
    public void What_carries_over_to_the_next_year_is_chosen_item_by_item()
    {
        var i = InitiativeLifeTests.Draft(2025, 2026);
        i = i with { Details = i.Details with { Budgets = new() { [Year] = 900, [new FiscalYear(2025)] = 100 }, Municipalities = ["352039"], Slug = "walks-2026" } };
        i = After(i, new InitiativeModulesChosen(Year, ["letters", "walks"], Administrator, Now));
        i = After(i, new InitiativeSettingsChanged("walks", null, new() { ["places"] = "80" }, Administrator, Now));
        i = After(i, new InitiativeSettingsChanged("walks", Year, new() { ["minimumAge"] = "12" }, Administrator, Now));
        i = After(i, new InitiativeSettingsChanged("walks", new FiscalYear(2025), new() { ["minimumAge"] = "10" }, Administrator, Now));
        var keys = CopyPlan.ItemsOf(i, Catalog).Select(item => item.Key).ToHashSet();
        keys.ShouldBe(["summary", "owners", "municipalities", "budget", "module:letters", "module:walks", "settings:walks"], ignoreOrder: true);

        CopyPlan.SlugFor(i).ShouldBe("walks-2027");
        var all = CopyPlan.Of(i, keys, "walks-2027", Administrator);
        (all.Details.Budgets[Year.Next], all.Details.Owners, all.Details.Municipalities.Single()).ShouldBe((900, all.Details.Owners, "352039"));
        all.Details.Problems().ShouldBeEmpty();
        all.Modules.ShouldBe(["letters", "walks"]);
        all.Settings.Select(s => (s.Year, s.Values.Single().Value)).ShouldBe([(null, "80"), (Year.Next, "12")]);

        var nothing = CopyPlan.Of(i, new HashSet<string>(), "walks-2027", Administrator);
        nothing.Details.Owners.ShouldHaveSingleItem().Account.ShouldBe(Administrator.Account!.Value);
        (nothing.Details.Budgets.Count, nothing.Details.Municipalities.Count, nothing.Modules.Count, nothing.Settings.Count).ShouldBe((0, 0, 0, 0));
        nothing.Details.Problems().ShouldBeEmpty();
    }

    private static InitiativeDecision Apply(Initiative i, Dictionary<string, string> decided) =>
        ApplyProfilesHandler.Apply(i, new(i.Id, Year, ["festival", "clean-up"], decided, Administrator), Catalog, Now);

    private static Initiative After(Initiative i, object happened) => InitiativeTable.After(i, i.Id, happened)!;

    private static ProfileDeclaration Profile(string key, params (string Key, string Value)[] settings) =>
        new(key, LocalizedText.Same(key), settings.ToDictionary(s => s.Key, s => s.Value));

    private static LoadedModule Module(string key, Type? settings, params ProfileDeclaration[] profiles) => new(
        null!,
        new()
        {
            Key = key, Name = LocalizedText.Same(key), Description = LocalizedText.Same(key), Version = new(1, 0), Owner = LocalizedText.Same("見本"),
            Initiatives = new() { Settings = settings, Profiles = profiles },
        },
        typeof(ProfileAndCopyTests).Assembly, null);

    internal sealed class Walks : IValidatedSettings
    {
        [Setting("定員", "Places")] public int Places { get; set; } = 10;

        [Setting("最低年齢", "Minimum age", Maximum = 120)] public int MinimumAge { get; set; }

        [Setting("最高年齢", "Maximum age", Maximum = 120)] public int MaximumAge { get; set; } = 120;

        public IEnumerable<SettingProblem> Problems()
        {
            if (MaximumAge < MinimumAge) yield return new("maximumAge", new("最低年齢以上にしてください。", "Not below the minimum age."));
        }
    }

    internal sealed class Letters
    {
        [Setting("毎日", "Daily")] public bool Daily { get; set; }
    }
}
