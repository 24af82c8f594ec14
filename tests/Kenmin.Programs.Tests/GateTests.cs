using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Kenmin.Programs.Tests;

/// <summary>Gates over Microsoft.FeatureManagement, without a host and a database.</summary>
public sealed class GateTests
{
    private static readonly FiscalYear Year = new(2027);
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);
    private static readonly LocalizedText Text = LocalizedText.Same("x");

    private static readonly FeatureDeclaration
        Plain = new("walks.plain", Text),
        Standing = new("walks.standing", Text, FeatureScope.Standing),
        Leaning = new("walks.leaning", Text) { Needs = ["walks.plain"] },
        Limit = new("walks.limit", Text) { Values = [new("few", Text, "5"), new("many", Text, "10")] };

    private readonly FakeTimeProvider _clock = new(Now);
    private readonly FeatureDecisions _decisions = new();
    private readonly InitiativeDirectory _initiatives = new();
    private readonly FeatureGates _gates;

    public GateTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.AddKenminModules(typeof(FeatureGates).Assembly, "no-plugins");
        var manifest = new ModuleManifest
        {
            Key = "walks", Name = Text, Description = Text, Version = new(1, 0), Owner = Text, Features = [Plain, Standing, Leaning, Limit],
        };
        builder.Services.Replace(ServiceDescriptor.Singleton(new ModuleCatalog([new(null!, manifest, typeof(GateTests).Assembly, null)], [])));
        builder.Services.Replace(ServiceDescriptor.Singleton(_decisions));
        builder.Services.Replace(ServiceDescriptor.Singleton(_initiatives));
        _gates = builder.Build().Services.GetRequiredService<FeatureGates>();
    }

    [Fact]
    public async Task The_narrowest_decision_counts()
    {
        var one = Guid.CreateVersion7();
        (await _gates.IsOnAsync(Plain.Key, Year, one)).ShouldBeTrue("the manifest's default");

        Decide(new DecidedFeature(Plain.Key, null, null, Now, false));
        (await _gates.IsOnAsync(Plain.Key, Year)).ShouldBeFalse("the standing decision");

        Decide(new(Plain.Key, null, null, Now, false), new(Plain.Key, Year, null, Now, true));
        (await _gates.IsOnAsync(Plain.Key, Year, one)).ShouldBeTrue("that for the year");
        (await _gates.IsOnAsync(Plain.Key, Year.Next, one)).ShouldBeFalse();

        Decide(new(Plain.Key, Year, null, Now, true), new(Plain.Key, Year, one, Now, false));
        (await _gates.IsOnAsync(Plain.Key, Year, one)).ShouldBeFalse("that for the initiative");
        (await _gates.IsOnAsync(Plain.Key, Year, Guid.CreateVersion7())).ShouldBeTrue();
        (await _gates.IsOnAsync(Plain.Key, Year)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_standing_feature_is_the_same_in_all_years()
    {
        Decide(new(Standing.Key, Year, null, Now, false), new(Standing.Key, null, null, Now, true));
        (await _gates.IsOnAsync(Standing.Key, Year)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_planned_decision_turns_by_the_clock_and_one_taken_back_gives_way_to_the_wider_one()
    {
        var tomorrow = Now.AddDays(1);
        Decide(new(Plain.Key, Year, null, tomorrow, false), new(Plain.Key, Year, null, tomorrow.AddDays(1), null));

        _clock.SetUtcNow(tomorrow.AddTicks(-1));
        (await _gates.IsOnAsync(Plain.Key, Year)).ShouldBeTrue();
        _clock.SetUtcNow(tomorrow);
        (await _gates.IsOnAsync(Plain.Key, Year)).ShouldBeFalse();
        _clock.SetUtcNow(tomorrow.AddDays(1));
        (await _gates.IsOnAsync(Plain.Key, Year)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_feature_is_off_while_something_it_needs_is_off()
    {
        Decide(new(Leaning.Key, Year, null, Now, true), new(Plain.Key, Year, null, Now, false));
        (await _gates.IsOnAsync(Leaning.Key, Year)).ShouldBeFalse();
        (await _gates.IsOnAsync(Leaning.Key, Year.Next)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_value_differs_by_year_and_is_none_where_the_feature_is_off()
    {
        Decide(new(Limit.Key, Year, null, Now, true, "many"), new(Limit.Key, Year.Next, null, Now, false, "many"));
        (await _gates.ValueAsync(Limit.Key, Year)).ShouldBe("10");
        (await _gates.NumberAsync(Limit.Key, Year.Previous)).ShouldBe(5);
        (await _gates.NumberAsync(Limit.Key, Year.Next)).ShouldBeNull();
        (await _gates.ValueAsync(Plain.Key, Year)).ShouldBeNull();
    }

    [Theory]
    [InlineData(InitiativeState.Draft, false)]
    [InlineData(InitiativeState.Approved, false)]
    [InlineData(InitiativeState.Running, true)]
    [InlineData(InitiativeState.Closed, false)]
    [InlineData(InitiativeState.Archived, false)]
    public async Task Matters_of_an_initiative_are_open_while_it_runs_with_the_features_module(InitiativeState state, bool open)
    {
        var (one, none) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        (await _gates.IsOnAsync(Plain.Key, Year, one)).ShouldBeTrue("nobody keeps initiatives");

        _initiatives.Replace([Facts(one, state, "walks"), Facts(none, InitiativeState.Running, "talks")]);
        (await _gates.IsOnAsync(Plain.Key, Year, one)).ShouldBe(open);
        (await _gates.IsOnAsync(Plain.Key, Year.Next, one)).ShouldBeFalse("not enabled in that year");
        (await _gates.IsOnAsync(Plain.Key, Year, none)).ShouldBeFalse("another module is enabled");
        (await _gates.IsOnAsync(Plain.Key, Year, Guid.CreateVersion7())).ShouldBeFalse("there is no such initiative");
        (await _gates.IsOnAsync(Plain.Key, Year)).ShouldBeTrue("belongs to none");
    }

    private void Decide(params DecidedFeature[] decisions) => _decisions.Replace(new(decisions));

    private static InitiativeFacts Facts(Guid id, InitiativeState state, string module) => new()
    {
        Id = id, Slug = "x", Name = Text, State = state, Years = new HashSet<FiscalYear> { Year }, Owners = new HashSet<Guid>(), Municipalities = new HashSet<string>(),
        Modules = new Dictionary<FiscalYear, IReadOnlySet<string>> { [Year] = new HashSet<string> { module } },
    };
}
