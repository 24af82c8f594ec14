using Kenmin.Persistence;
using Kenmin.Persistence.Audit;
using Npgsql;

namespace Kenmin.Host.Startup;

/// <summary>
/// <c>audit verify [--head position:hash]</c>: verifies the audit log and ends, without serving anything. Exit code 0 when it
/// is as it was written, 2 when it is not, 1 when it could not be read.
/// </summary>
internal static class AuditCommand
{
    public static bool IsMeant(string[] args) => args is ["audit", ..];

    public static async Task<int> RunAsync(string[] args, string connectionString)
    {
        AuditHead? known = null;
        if (args is not ["audit", "verify"] && (args is not ["audit", "verify", "--head", var text] || (known = AuditHead.Parse(text)) is null))
        {
            await Console.Error.WriteLineAsync("使い方 / Usage: audit verify [--head position:hash]");
            return 1;
        }

        await using var database = KenminDataSource.Create(connectionString);
        try
        {
            var result = await new AuditVerifier(database).VerifyAsync(known, CancellationToken.None);
            foreach (var finding in result.Findings) Console.WriteLine($"× {finding.Text.Ja} / {finding.Text.En}");
            Console.WriteLine(result.Intact
                ? $"○ 監査ログは書かれたままです。 / The audit log is as it was written. ({result.Entries} + {result.Unsealed})"
                : $"× 監査ログに異常があります。 / The audit log is not as it was written. ({result.Findings.Count})");
            if (result.Head is { } head) Console.WriteLine($"--head {head}");
            return result.Intact ? 0 : 2;
        }
        catch (NpgsqlException exception)
        {
            await Console.Error.WriteLineAsync($"監査ログを読めません。 / The audit log cannot be read: {exception.Message}");
            return 1;
        }
    }
}
