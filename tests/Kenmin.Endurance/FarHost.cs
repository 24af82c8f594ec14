using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Npgsql;

namespace Kenmin.Endurance;

/// <summary>
/// A host with other modules, on a database of its own: it knows what is said over RabbitMQ, and nothing else. It is killed, too, and
/// must know afterwards what the others say, once.
/// </summary>
internal sealed class FarHost : IAsyncDisposable
{
    private const string Database = "far";

    /// <summary>What it carries, and the others do not.</summary>
    private const string Module = "passport";

    private readonly RabbitServer _broker;
    private readonly NpgsqlDataSource _source;
    private readonly string[] _words;
    private ChildHost _host;

    private FarHost(RabbitServer broker, NpgsqlDataSource source, string[] words, ChildHost host) => (_broker, _source, _words, _host) = (broker, source, words, host);

    /// <summary>How often it was killed.</summary>
    public int Killed { get; private set; }

    /// <summary>What a host must be told to speak over a broker.</summary>
    public static string[] Words(RabbitServer broker, string queue) => [$"Broker:Address={broker.Address}", $"Broker:Queue={queue}"];

    /// <summary>Starts it beside the others.</summary>
    /// <param name="broker">Between them; it goes with this host, also where that does not start.</param>
    /// <param name="server">The server of the others' database; its own is beside it.</param>
    public static async Task<FarHost> StartAsync(RabbitServer broker, string server)
    {
        try
        {
            return await OnBrokerAsync(broker, server);
        }
        catch
        {
            broker.Dispose();
            throw;
        }
    }

    /// <summary>Kills it, and starts another.</summary>
    public async Task KillAsync()
    {
        await _host.KillAsync();
        Killed++;
        _host = await ChildHost.StartAsync(ChildHost.ThisBuild, _words);
    }

    /// <summary>Waits until it knows what the others say, and says what it does not; for three minutes at most.</summary>
    public async Task<(IReadOnlyList<string> Wrong, string Noted)> CheckAsync(NpgsqlDataSource others)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var wrong = await WrongAsync(others);
            if (wrong.Count == 0 || waited.Elapsed > TimeSpan.FromMinutes(3))
                return (wrong, string.Create(CultureInfo.InvariantCulture, $"a host with other modules, behind RabbitMQ and killed {Killed} times, knew all of it {waited.Elapsed.TotalSeconds:0.0} s later"));
            await Task.Delay(500);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.KillAsync();
        await _source.DisposeAsync();
        _broker.Dispose();
    }

    private static async Task<FarHost> OnBrokerAsync(RabbitServer broker, string server)
    {
        await using (var there = NpgsqlDataSource.Create(server))
        await using (var create = there.CreateCommand($"create database {Database}")) await create.ExecuteNonQueryAsync();
        NpgsqlConnectionStringBuilder own = new(server) { Database = Database };
        string[] words = [own.ConnectionString, ChildHost.Only + Module, .. Words(broker, Database)];
        var host = await ChildHost.StartAsync(ChildHost.ThisBuild, words);
        own.Pooling = false;
        return new(broker, NpgsqlDataSource.Create(own), words, host);
    }

    private async Task<IReadOnlyList<string>> WrongAsync(NpgsqlDataSource others)
    {
        List<string> wrong = [];
        try
        {
            var signedUp = await RowsAsync(others, "select person_id, opening_id from rural_leaders.participation_sign_ups where state <> 4", r => (r.GetGuid(0), r.GetGuid(1)));
            var known = await RowsAsync(_source, "select data from passport.mt_doc_signedup", r => JsonDocument.Parse(r.GetString(0)).RootElement);
            var told = known.SelectMany(k => k.GetProperty("signUps").EnumerateArray().Select(s => (k.GetProperty("accountId").GetGuid(), s.GetProperty("subjectId").GetGuid()))).ToHashSet();
            if (signedUp.Count(s => !told.Contains(s)) is > 0 and var missing) wrong.Add(Words($"behind RabbitMQ {missing} sign-ups are not known"));
            if (told.Except(signedUp).Count() is > 0 and var over) wrong.Add(Words($"behind RabbitMQ {over} sign-ups are known that are none"));
            var (issued, delivered) = (await RowsAsync(others, "select distinct data ->> 'noticeId' from platform.mt_doc_delivered", r => r.GetString(0)), await RowsAsync(_source, "select data ->> 'noticeId' from platform.mt_doc_delivered", r => r.GetString(0)));
            if (issued.Except(delivered).Count() is > 0 and var lost) wrong.Add(Words($"behind RabbitMQ {lost} notices did not come"));
            if (delivered.Count - delivered.Distinct().Count() is > 0 and var twice) wrong.Add(Words($"behind RabbitMQ {twice} notices came twice"));
            if ((await RowsAsync(_source, "select message_type || ' ' || exception_message from wolverine.wolverine_dead_letters", r => r.GetString(0))) is { Count: > 0 } given) wrong.Add($"behind RabbitMQ given up: {string.Join("; ", given)}");
        }
        catch (NpgsqlException failure)
        {
            wrong.Add(failure.Message);
        }

        return wrong;

        static string Words(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }

    private static async Task<List<T>> RowsAsync<T>(NpgsqlDataSource source, string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        List<T> rows = [];
        while (await reader.ReadAsync()) rows.Add(read(reader));
        return rows;
    }
}
