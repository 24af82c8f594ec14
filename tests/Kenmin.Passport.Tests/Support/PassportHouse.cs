using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Access;
using Kenmin.Passport.Contracts;
using Kenmin.Passport.PersonalData;
using Kenmin.Persistence.Audit;
using Kenmin.Persistence.PersonalData;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wolverine;
using Wolverine.Tracking;

[assembly: AssemblyMetadata("Kenmin.Module", "Kenmin.Passport")]
[assembly: AssemblyMetadata("Kenmin.Module", "Kenmin.CleanUp")]

namespace Kenmin.Passport.Tests.Support;

/// <summary>The module that keeps notices, as far as these tests need it.</summary>
public static class UnreadNoticeHandler
{
    public static void Handle(NoticeIssued message) => ArgumentNullException.ThrowIfNull(message);
}

/// <summary>The module and one that tells it, with pages and API on a real database, at noon on 10 June 2026 unless a test lets time pass.</summary>
public sealed class PassportHouse : IAsyncLifetime
{
    public const string Yamaguchi = "352039", Hagi = "352047";

    public static readonly DateTimeOffset Noon = new(2026, 6, 10, 12, 0, 0, TimeSpan.FromHours(9));

    private ModuleHost? _host;

    public JumpingClock Clock { get; } = new(Noon);

    public IServiceProvider Services => _host!.Services;

    public async ValueTask InitializeAsync() => _host = await ModuleHost.StartAsync(typeof(PassportHouse).Assembly, new() { Clock = Clock, SignInPage = "/accounts/sign-in" });

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
    }

    public async Task HandleAsync(object message)
    {
        await using var scope = Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync(message);
    }

    /// <summary>Sends a message that several modules take, and waits until all that follows from it is done.</summary>
    public async Task SendAndWaitAsync(object message) => await Services.TrackActivity().Timeout(TimeSpan.FromSeconds(60)).SendMessageAndWaitAsync(message);

    /// <summary>What a person is told that the module holds on them.</summary>
    public async Task<IReadOnlyList<PersonalDataSection>> HeldOnAsync(Guid account)
    {
        await using var session = Session();
        return (await OnPersonalDataAsked.Handle(new(Guid.CreateVersion7(), account), session, Services.GetRequiredService<PersonalDataReader>(), CancellationToken.None)).Sections;
    }

    public async Task<T> AskAsync<T>(object message)
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<T>(message);
    }

    /// <summary>Sends a command and waits until all that follows from it is done.</summary>
    public async Task<T> AskAndWaitAsync<T>(object command)
    {
        T? answer = default;
        await Services.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).ExecuteAndWaitAsync(AskItAsync);
        return answer!;

        async Task AskItAsync(IMessageContext bus) => answer = await bus.InvokeAsync<T>(command);
    }

    /// <summary>A browser without scripts; of a visitor when no role is said.</summary>
    public Visitor Visitor(string? role = null, Guid? account = null) => new(_host!.Client(role is null ? null : new SignedInPerson(account ?? Guid.CreateVersion7(), role, "見本 花子", [])));

    public Visitor Resident(Guid account) => Visitor(Roles.Resident, account);

    public IDocumentSession Session() => Services.GetRequiredService<IPassportStore>().LightweightSession();

    /// <summary>Something to take part in, in a module of its own unless said otherwise.</summary>
    public static OpportunityPublished Opportunity(string title, string module, DateTimeOffset? starts = null, Func<OpportunityPublished, OpportunityPublished>? change = null)
    {
        var at = starts ?? Noon.AddDays(3);
        var made = new OpportunityPublished(
            module, Guid.CreateVersion7(), 1, Noon, new("見本の活動", "Sample"), new(title, title), new("", ""), at, at.AddHours(2), Yamaguchi, "見本広場", null, 10, "/search",
            null, FiscalYear.Of(at), Suitability.NotKnown);
        return change?.Invoke(made) ?? made;
    }

    public static ParticipationRecorded Participation(Guid account, string what = "見本の活動", DateOnly? day = null, int? minutes = 120, ProofLevel proof = ProofLevel.CheckedIn) => new(
        "sample", Guid.CreateVersion7(), 1, account, Guid.CreateVersion7(), new(what, what), new("受付", "Reception"), day ?? new(2026, 5, 5), minutes, Yamaguchi, "見本広場",
        FiscalYear.Of(day ?? new(2026, 5, 5)), proof, "/search");

    /// <summary>The titles that a search finds, by the API.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(string query)
    {
        using var visitor = Visitor();
        var page = await visitor.Http.GetFromJsonAsync<JsonElement>($"/api/v1/opportunities?take=200&{query}");
        return [.. page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("title").GetProperty("ja").GetString()!)];
    }

    public async Task<JsonElement> RecordAsync(Guid account)
    {
        using var resident = Resident(account);
        return await resident.Http.GetFromJsonAsync<JsonElement>("/api/v1/passport/record");
    }

    public async Task<IReadOnlyList<RecordedAuditEntry>> AuditAsync(Guid account) =>
        await Services.GetRequiredService<IAuditTrail>().FindAsync(new(SubjectId: account), CancellationToken.None);

    public async Task<int> ExecuteAsync(string sql)
    {
        await using var command = Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }

    public async Task<string> TextAsync(string sql)
    {
        await using var command = Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return (await command.ExecuteScalarAsync())?.ToString() ?? "";
    }
}
