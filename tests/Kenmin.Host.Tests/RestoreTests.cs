using System.Diagnostics;
using System.Globalization;
using System.Net;
using Kenmin.Persistence;
using Kenmin.Persistence.Audit;
using Kenmin.Persistence.EmbeddedPostgres;
using Kenmin.Programs;
using Kenmin.Programs.Initiatives;
using Kenmin.SportsVolunteers;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kenmin.Host.Tests;

/// <summary>The ways to make a backup and to restore it that the guide to operation tells, gone to the end.</summary>
public sealed class RestoreTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kenmin-restore-");

    public RestoreTests()
    {
        // The server's own account has to reach what is below.
        if (!OperatingSystem.IsWindows()) _folder.UnixFileMode |= UnixFileMode.OtherExecute | UnixFileMode.OtherRead | UnixFileMode.GroupExecute;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_copied_folder_of_the_embedded_server_brings_everything_back()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The guide copies with cp.");
        var (data, saved) = (Path.Combine(_folder.FullName, "data"), Path.Combine(_folder.FullName, "saved"));
        EmbeddedPostgresOptions options = new() { ContentRoot = data, DataFolder = data };
        IReadOnlyDictionary<string, string> kept;
        await using (var server = await EmbeddedPostgresServer.StartAsync(options, cancellation: Cancellation))
        {
            await UseAsync(server.ConnectionString);
            kept = await ContentAsync(server.ConnectionString);
        }

        await RunAsync("cp", "-a", data, saved);
        await using (var server = await EmbeddedPostgresServer.StartAsync(options, cancellation: Cancellation))
            await ExecuteAsync(server.ConnectionString, "truncate sports_volunteers.mt_events cascade; drop schema rural_leaders cascade");
        Directory.Delete(data, recursive: true);
        await RunAsync("cp", "-a", saved, data);

        await using var restored = await EmbeddedPostgresServer.StartAsync(options, cancellation: Cancellation);
        (await ContentAsync(restored.ConnectionString)).ShouldBe(kept, ignoreOrder: true);
        await WorksAsync(restored.ConnectionString);
    }

    [Fact]
    public async Task A_dump_brings_everything_back_into_an_empty_database_of_a_server()
    {
        var programs = Programs();
        Assert.SkipWhen(programs is null, "No PostgreSQL with pg_dump is installed.");
        var data = Path.Combine(_folder.FullName, "server");
        // The installed server, whose version its own pg_dump knows.
        await using var server = await EmbeddedPostgresServer.StartAsync(
            new() { ContentRoot = data, DataFolder = data, CacheFolder = Path.Combine(_folder.FullName, "none"), SearchPath = "/nowhere" }, cancellation: Cancellation);
        await UseAsync(server.ConnectionString);
        var kept = await ContentAsync(server.ConnectionString);

        var dump = Path.Combine(_folder.FullName, "kenmin.dump");
        NpgsqlConnectionStringBuilder at = new(server.ConnectionString);
        string[] where = ["--host", at.Host!, "--port", at.Port.ToString(CultureInfo.InvariantCulture), "--username", at.Username!];
        await RunAsync(Path.Combine(programs!, "pg_dump"), at.Password, [.. where, "--format", "custom", "--file", dump, at.Database!]);
        await ExecuteAsync(server.ConnectionString, "create database restored encoding 'UTF8' locale 'C.UTF-8' template template0");
        await RunAsync(Path.Combine(programs!, "pg_restore"), at.Password, [.. where, "--no-owner", "--exit-on-error", "--dbname", "restored", dump]);

        at.Database = "restored";
        (await ContentAsync(at.ConnectionString)).ShouldBe(kept, ignoreOrder: true);
        await WorksAsync(at.ConnectionString);
    }

    /// <summary>A host fills the database and ends.</summary>
    private static async Task UseAsync(string database)
    {
        await using var host = new KenminHost<Program>(database, new() { DemonstrationData = true });
        using var client = host.CreateClient();
        (await client.GetAsync(new Uri("/", UriKind.Relative), Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>What stands in each table; how hosts find each other is not of the data.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> ContentAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        Dictionary<string, string> content = [];
        foreach (var table in await ListAsync(source, "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema', 'wolverine')"))
            content[table] = (await ListAsync(source, $"select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') from {table} t"))[0];
        content.Count.ShouldBeGreaterThan(100);
        content.Values.Count(c => !c.StartsWith("0 ", StringComparison.Ordinal)).ShouldBeGreaterThan(60);
        return content;
    }

    /// <summary>A host starts on it, its audit log is whole, and what is kept beside events agrees with them in every module.</summary>
    private static async Task WorksAsync(string database)
    {
        await using var host = new KenminHost<Program>(database);
        using var client = host.CreateClient();
        (await client.GetAsync(new Uri("/", UriKind.Relative), Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.Services.GetRequiredService<AuditVerifier>().VerifyAsync(null, Cancellation)).Findings.ShouldBeEmpty();

        await AgreesAsync<IProgramsStore, Initiative>(host.Services);
        await AgreesAsync<ISportsVolunteersStore, Registration>(host.Services);
        await using var source = NpgsqlDataSource.Create(database);
        var schemas = await ListAsync(source, "select schemaname::text from pg_tables where tablename = 'participation_sign_ups'");
        schemas.Count.ShouldBeGreaterThan(3);
        foreach (var schema in schemas) (await ListAsync(source, SignUpsThatDiffer(schema))).ShouldBeEmpty(schema);
    }

    /// <summary>Made anew from the events, it is the same.</summary>
    private static async Task AgreesAsync<TStore, T>(IServiceProvider services)
        where TStore : class, IDocumentStore
        where T : class
    {
        var store = services.GetRequiredService<TStore>();
        var before = await AllAsync();
        before.ShouldNotBeEmpty();
        using (var daemon = await store.BuildProjectionDaemonAsync()) await daemon.RebuildProjectionAsync<T>(Cancellation);
        (await AllAsync()).ShouldBe(before, ignoreOrder: true);

        async Task<List<string>> AllAsync()
        {
            await using var session = store.QuerySession();
            return [.. (await session.Query<T>().ToListAsync(Cancellation)).Select(d => store.Options.Serializer().ToJson(d))];
        }
    }

    /// <summary>Openings whose counters are not the sum of their rows, and sign-ups that stand otherwise than their last event says.</summary>
    private static string SignUpsThatDiffer(string schema) =>
        $"""
        select o.id::text from {schema}.participation_openings o where (o.confirmed, o.offered, o.waiting) <>
          (select count(*) filter (where s.state = 3), count(*) filter (where s.state = 2), count(*) filter (where s.state = 1) from {schema}.participation_sign_ups s where s.opening_id = o.id)
        union all
        select s.opening_id || ' ' || s.person_id from {schema}.participation_sign_ups s cross join lateral (
          select e.type from {schema}.mt_events e
          where e.data ->> 'openingId' = s.opening_id::text and e.data ->> 'personId' = s.person_id::text and e.type not in ('participation_attendance_recorded', 'participation_attendance_withdrawn', 'participation_hours_corrected', 'participation_promotion_skipped')
          order by e.seq_id desc limit 1) last
        where s.state <> case last.type
          when 'participation_sign_up_put_on_waiting_list' then 1 when 'participation_place_offered' then 2
          when 'participation_sign_up_confirmed' then 3 when 'participation_sign_up_promoted' then 3 when 'participation_offer_accepted' then 3
          when 'participation_sign_up_cancelled' then 4 when 'participation_offer_declined' then 4 when 'participation_offer_expired' then 4 else s.state end
        """;

    private static string? Programs() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Concat(Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(d => Path.Combine(d, "bin")) : [])
        .FirstOrDefault(f => File.Exists(Path.Combine(f, "pg_dump")) && File.Exists(Path.Combine(f, "initdb")));

    private static async Task<List<string>> ListAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync(Cancellation);
        List<string> all = [];
        while (await rows.ReadAsync(Cancellation)) all.Add(rows.GetString(0));
        return all;
    }

    private static async Task ExecuteAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static Task RunAsync(string program, params string[] arguments) => RunAsync(program, null, arguments);

    private static async Task RunAsync(string program, string? password, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardError = true };
        if (password is not null) start.Environment["PGPASSWORD"] = password;
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        process.ExitCode.ShouldBe(0, said);
    }
}
