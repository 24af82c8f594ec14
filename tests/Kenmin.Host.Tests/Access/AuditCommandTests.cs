using System.Diagnostics;
using Kenmin.Persistence.Audit;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kenmin.Host.Tests.Access;

/// <summary>The audit log is verified from the command line, beside a running host.</summary>
public sealed class AuditCommandTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_command_says_by_words_and_exit_code_whether_the_log_is_as_it_was_written()
    {
        await using var postgres = new PostgresFixture();
        var database = await postgres.CreateDatabaseAsync();
        await using var host = new KenminHost<Program>(database);
        await host.Services.GetRequiredService<IAuditTrail>().RecordAsync(new(null, "sample.person.viewed", [Guid.CreateVersion7()]), Cancellation);
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Cancellation);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!(bool)(await AskAsync("select exists (select from platform.audit_seal) and not exists (select from platform.audit_pending)"))!)
            await poll.WaitForNextTickAsync(Cancellation);

        var (code, output) = await RunAsync(database, "audit", "verify");
        code.ShouldBe(0, output);
        output.ShouldContain("The audit log is as it was written.");
        var head = output.Split("--head ")[1].Trim();
        (await RunAsync(database, "audit", "verify", "--head", head)).Code.ShouldBe(0);

        await AskAsync("alter table platform.audit_log disable trigger all; update platform.audit_log set action = 'sample.nothing.viewed' where id = 1");
        (code, output) = await RunAsync(database, "audit", "verify");
        code.ShouldBe(2, output);
        output.ShouldContain("Entry 1 (place 1) was changed.");
        output.ShouldContain("The guard audit_log_append_only");

        (code, output) = await RunAsync(database, "audit", "nonsense");
        code.ShouldBe(1);
        output.ShouldContain("Usage");

        async Task<object?> AskAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteScalarAsync(Cancellation);
        }
    }

    private static async Task<(int Code, string Output)> RunAsync(string database, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(Program).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["ConnectionStrings__Kenmin"] = database;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Cancellation), process.StandardError.ReadToEndAsync(Cancellation));
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, await output + await error);
    }
}
