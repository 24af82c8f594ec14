using System.Reflection;
using Kenmin.Accounts.Contracts;
using Kenmin.Client;
using Kenmin.Client.Plan;
using Kenmin.Modularity.Access;
using Kenmin.PlanProgress.Departments;
using Kenmin.PlanProgress.Figures;
using Kenmin.PlanProgress.Plan;
using Kenmin.PlanProgress.Reporting;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wolverine;

[assembly: AssemblyMetadata("Kenmin.Module", "Kenmin.PlanProgress")]

namespace Kenmin.PlanProgress.Tests.Support;

/// <summary>A notice as it was delivered; one document for each delivery, so that a second one is seen.</summary>
public sealed class DeliveredNotice
{
    public Guid Id { get; set; }
    public Guid AccountId { get; set; }
    public string Subject { get; set; } = "";
    public string Link { get; set; } = "";
}

/// <summary>The module that keeps notices, as far as these tests need it.</summary>
public static class DeliveredNoticeHandler
{
    public static void Handle(NoticeIssued message, IDocumentSession session) => session.Store(new DeliveredNotice
    {
        Id = Guid.CreateVersion7(), AccountId = message.AccountId, Subject = message.Subject.Ja, Link = message.Link,
    });
}

/// <summary>The module with pages and API on a real database, at noon on 10 June 2026 unless a test lets time pass.</summary>
public sealed class PlanHouse : IAsyncLifetime
{
    public static readonly DateTimeOffset Noon = new(2026, 6, 10, 12, 0, 0, TimeSpan.FromHours(9));
    public static readonly Doer Administrator = new(new("0199aaaa-0000-7000-8000-0000000000ad"), "見本 管理");
    public static readonly Doer Owner = new(new("0199aaaa-0000-7000-8000-0000000000b0"), "見本 事子");

    private static int _number;
    private static int _year = 1950;
    private ModuleHost? _host;
    private Guid _measure;

    public JumpingClock Clock { get; } = new(Noon);

    public IServiceProvider Services => _host!.Services;

    internal PlanReader Reader => Services.GetRequiredService<PlanReader>();

    public Guid Department { get; private set; }

    public async ValueTask InitializeAsync()
    {
        _host = await ModuleHost.StartAsync(typeof(PlanHouse).Assembly, new() { Clock = Clock, SignInPage = "/accounts/sign-in" });
        Department = await DepartmentAsync();
        var parent = (Guid?)null;
        foreach (var level in Enum.GetValues<PlanLevel>())
        {
            var id = Guid.CreateVersion7();
            (await SendAsync(new SavePlanElement(id, level, parent, level == PlanLevel.Measure ? "1-1" : "1", new($"見本の{PlanElement.NameOf(level).Ja}", "Specimen"), new("", "")))).IsDone.ShouldBeTrue();
            parent = id;
        }

        _measure = parent!.Value;
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
    }

    public async Task<PlanAnswer> SendAsync(object command) => await SendAsync<PlanAnswer>(command);

    public async Task<T> SendAsync<T>(object command)
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<T>(command);
    }

    public async Task HandleAsync(object message)
    {
        await using var scope = Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync(message);
    }

    public async Task<Guid> DepartmentAsync()
    {
        var id = Guid.CreateVersion7();
        (await SendAsync(new SaveDepartment(id, new($"見本課{Interlocked.Increment(ref _number)}", "Specimen department")))).IsDone.ShouldBeTrue();
        (await SendAsync(new AskToReport(id, Owner, Approved: true))).IsDone.ShouldBeTrue();
        return id;
    }

    /// <summary>An indicator of whole numbers, from 1940 on, unless changed.</summary>
    public async Task<Indicator> IndicatorAsync(Action<Indicator>? change = null)
    {
        var number = Interlocked.Increment(ref _number);
        var made = new Indicator
        {
            Id = Guid.CreateVersion7(), MeasureId = _measure, Number = $"1-1-{number}", Name = new($"見本の指標{number}", $"Specimen {number}"),
            Definition = new("見本の定義", "Specimen definition"), Unit = new("団体", "groups"), Source = new("見本の調べ", "Specimen"), Measured = Measured.Quantity,
            DepartmentId = Department, FromYear = 1940,
        };
        change?.Invoke(made);
        (await SendAsync(new SaveIndicator(made))).Problem.ShouldBeNull();
        return made;
    }

    /// <summary>A fiscal year that no other test uses, long over.</summary>
    public static FiscalYear YearOfItsOwn() => new(Interlocked.Increment(ref _year));

    public Task<PlanAnswer> ReportAsync(Indicator indicator, FiscalYear year, decimal? value, FigureStage stage = FigureStage.Final) =>
        SendAsync(new ReportFigure(indicator.Id, year, value, stage, null, Owner, ForAll: true));

    public Task<PlanAnswer> FreezeAsync(FiscalYear year) => SendAsync(new Kenmin.PlanProgress.Closing.FreezeYear(year, EvenWithGaps: true, null, Administrator));

    internal async Task<YearFigure> FigureAsync(Indicator indicator, FiscalYear year) => (await Reader.ReadAsync(default)).Find(indicator.Id)!.In(year);

    public async Task<int> ExecuteAsync(string sql)
    {
        await using var command = Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>A browser without scripts.</summary>
    public Visitor Visitor(Doer? person = null, string role = Roles.ProgramOwner) =>
        new(_host!.Client(person is null ? null : new SignedInPerson(person.AccountId, role, person.Name)));

    /// <summary>The typed client for a person.</summary>
    public IPlanApi Api(Doer? person = null, string role = Roles.Administrator) => new ServiceCollection()
        .AddKenminClient(new("http://localhost"), configure: c =>
        {
            c.ConfigurePrimaryHttpMessageHandler(() => _host!.Handler());
            if (person is not null) c.ConfigureHttpClient(http => http.SignIn(new SignedInPerson(person.AccountId, role, person.Name)));
        })
        .BuildServiceProvider().GetRequiredService<IPlanApi>();

    public Task<IReadOnlyList<DeliveredNotice>> NoticesAsync(string link, int atLeast) => Eventually.ReadAsync<IReadOnlyList<DeliveredNotice>>(
        async () =>
        {
            await using var session = Services.GetRequiredService<IDocumentStore>().QuerySession();
            return await session.Query<DeliveredNotice>().Where(n => n.Link == link).ToListAsync();
        },
        found => found.Count >= atLeast);
}
