using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Kenmin.Programs;
using Kenmin.Programs.FeatureBoard.Decisions;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace Kenmin.Host.Tests.Doors;

/// <summary>The host with the demonstration's people and shifts, in which features are switched.</summary>
public sealed class DoorHouse : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();
    private readonly Dictionary<string, Visitor> _visitors = [];

    public KenminHost<Program> Host { get; private set; } = null!;

    public IServiceProvider Services => Host.Services;

    public ModuleCatalog Catalog => Services.GetRequiredService<ModuleCatalog>();

    /// <summary>A shift to come that everybody may sign up for.</summary>
    public Guid Shift { get; private set; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Host = new(await KenminHost<Program>.CreateDatabaseAsync(_postgres, demonstrationData: true), new() { DemonstrationData = true });
        var anybody = await AsAsync(null);
        var taken = Items(await (await AsAsync("resident")).Http.GetFromJsonAsync<JsonElement>("/api/v1/sports/me/sign-ups", Cancellation))
            .Select(s => (From: s.GetProperty("shift").GetProperty("starts").GetDateTimeOffset(), To: s.GetProperty("shift").GetProperty("ends").GetDateTimeOffset())).ToList();
        var events = await anybody.Http.GetFromJsonAsync<JsonElement>("/api/v1/sports/events", Cancellation);
        foreach (var sportsEvent in Items(events))
        {
            var shifts = await anybody.Http.GetFromJsonAsync<JsonElement>($"/api/v1/sports/events/{sportsEvent.GetProperty("id").GetGuid()}/shifts", Cancellation);
            foreach (var shift in Items(shifts))
                if (shift.GetProperty("free").GetInt32() > 0 && shift.GetProperty("qualifications").GetArrayLength() == 0
                    && shift.GetProperty("starts").GetDateTimeOffset() > TimeProvider.System.GetUtcNow()
                    && !taken.Any(t => t.From < shift.GetProperty("ends").GetDateTimeOffset() && shift.GetProperty("starts").GetDateTimeOffset() < t.To)) Shift = shift.GetProperty("id").GetGuid();
        }
        Shift.ShouldNotBe(Guid.Empty, "the demonstration has a shift with a free place");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var visitor in _visitors.Values) visitor.Dispose();
        await Host.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    /// <summary>The demonstration's person in a role, or a visitor.</summary>
    public async Task<Visitor> AsAsync(string? role)
    {
        if (_visitors.TryGetValue(role ?? "", out var known)) return known;
        var visitor = new Visitor(Host.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = true }));
        if (role is not null) await visitor.BecomeAsync(role);
        return _visitors[role ?? ""] = visitor;
    }

    /// <summary>Switches a feature in all years around the present one, and waits until the host follows.</summary>
    public async Task SwitchAsync(string feature, bool on)
    {
        var gates = Services.GetRequiredService<FeatureGates>();
        var standing = Catalog.Features[feature].Scope == FeatureScope.Standing;
        var years = Enumerable.Range(gates.CurrentYear.StartYear - 2, 5).Select(y => new FiscalYear(y)).ToList();
        await using (var session = Services.GetRequiredService<IProgramsStore>().LightweightSession())
        {
            foreach (var year in standing ? [null] : years.Select(y => (FiscalYear?)y))
                session.Store(new FeatureDecision { Id = $"test/{feature}/{year}", FeatureKey = feature, Year = year, From = DateTimeOffset.UnixEpoch, On = on });
            await session.SaveChangesAsync(Cancellation);
        }
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await AllAsync()) await poll.WaitForNextTickAsync(Cancellation);

        async Task<bool> AllAsync()
        {
            foreach (var year in years)
                if (await gates.IsOnAsync(feature, year) != on) return false;
            return true;
        }
    }

    public async Task<T> InvokeAsync<T>(object command)
    {
        await using var scope = Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<T>(command, Cancellation))!;
    }

    public async Task InvokeAsync(object command)
    {
        await using var scope = Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync(command, Cancellation);
    }

    public static IEnumerable<JsonElement> Items(JsonElement page) =>
        page.ValueKind == JsonValueKind.Array ? page.EnumerateArray() : page.GetProperty("items").EnumerateArray();
}
