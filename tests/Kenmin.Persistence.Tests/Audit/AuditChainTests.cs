using Kenmin.Persistence.Audit;
using Npgsql;

namespace Kenmin.Persistence.Tests.Audit;

/// <summary>What is in the audit log stays there as it was written, or is found out.</summary>
public sealed class AuditChainTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("update platform.audit_log set matter = 'nothing'")]
    [InlineData("delete from platform.audit_log where id = 1")]
    [InlineData("truncate platform.audit_log")]
    [InlineData("update platform.audit_seal set position = position + 1")]
    [InlineData("delete from platform.audit_seal")]
    [InlineData("truncate platform.audit_seal")]
    [InlineData("set session_replication_role = replica; delete from platform.audit_log")]
    public async Task The_database_refuses_to_change_or_remove_entries(string sql)
    {
        await using var log = await AuditLog.StartAsync();
        await log.WriteAsync(3);
        (await Should.ThrowAsync<PostgresException>(() => log.ExecuteAsync(sql))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        var result = await log.VerifyAsync();
        result.Findings.ShouldBeEmpty();
        result.Entries.ShouldBe(3);
    }

    [Fact]
    public async Task The_chain_has_every_entry_once_and_no_gap_however_many_write_and_seal_at_once()
    {
        await using var log = await AuditLog.StartAsync();
        using var done = new CancellationTokenSource();
        var sealing = Enumerable.Range(0, 3).Select(async _ =>
        {
            while (!done.IsCancellationRequested) await log.Sealer.SealAsync(CancellationToken.None);
        }).ToList();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
        {
            for (var i = 0; i < 100; i++)
                await log.Trail.RecordAsync(new(Guid.CreateVersion7(), "sample.person.changed", [Guid.CreateVersion7()], $"{writer}: {i}"), CancellationToken.None);
        }));
        await done.CancelAsync();
        await Task.WhenAll(sealing);
        await log.SealAllAsync();

        var result = await log.VerifyAsync();
        result.Findings.ShouldBeEmpty();
        result.Entries.ShouldBe(800);
        result.Unsealed.ShouldBe(0);
        result.Head!.Position.ShouldBe(800);
        (await log.AskAsync<bool>(
            "select min(position) = 1 and max(position) = 800 and count(distinct entry_id) = 800 from platform.audit_seal")).ShouldBeTrue();
    }

    [Fact]
    public async Task An_entry_that_is_still_being_written_is_sealed_later_and_holds_nobody_up()
    {
        await using var log = await AuditLog.StartAsync();
        await using var connection = await log.Database.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await using (var slow = new NpgsqlCommand("insert into platform.audit_log (action, subject_ids) values ('sample.slow.changed', '{}')", connection, transaction))
            await slow.ExecuteNonQueryAsync(Cancellation);
        await log.WriteAsync(2);
        (await log.VerifyAsync()).Entries.ShouldBe(2);
        await transaction.CommitAsync(Cancellation);
        await log.SealAllAsync();
        var result = await log.VerifyAsync();
        result.Findings.ShouldBeEmpty();
        result.Entries.ShouldBe(3);
        (await log.AskAsync<string>("select action from platform.audit_seal s join platform.audit_log l on l.id = s.entry_id where position = 3")).ShouldBe("sample.slow.changed");
    }

    [Theory]
    [InlineData("update platform.audit_log set matter = 'other' where id = 4", AuditFindingKind.Changed, 4L)]
    [InlineData("update platform.audit_log set at = at + interval '1 second' where id = 4", AuditFindingKind.Changed, 4L)]
    [InlineData("update platform.audit_log set actor_id = null where id = 4", AuditFindingKind.Changed, 4L)]
    [InlineData("update platform.audit_log set subject_ids = subject_ids[1:1] where id = 4", AuditFindingKind.Changed, 4L)]
    [InlineData("update platform.audit_log set kind = 'change' where id = 4", AuditFindingKind.Changed, 4L)]
    [InlineData("delete from platform.audit_log where id = 4", AuditFindingKind.Removed, 4L)]
    [InlineData("insert into platform.audit_log (action, subject_ids) values ('sample.person.viewed', '{}')", AuditFindingKind.Inserted, 8L)]
    public async Task Verification_names_the_entry_that_somebody_tampered_with_and_no_other(string sql, AuditFindingKind kind, long entry)
    {
        await using var log = await AuditLog.StartAsync();
        await log.WriteAsync(7);
        await log.TamperAsync(sql);
        var finding = (await log.VerifyAsync()).Findings.ShouldHaveSingleItem();
        finding.Kind.ShouldBe(kind);
        finding.EntryId.ShouldBe(entry);
        finding.Text.En.ShouldContain($"ntry {entry}");
    }

    [Fact]
    public async Task An_entry_removed_with_its_place_in_the_chain_leaves_a_gap()
    {
        await using var log = await AuditLog.StartAsync();
        await log.WriteAsync(5);
        await log.TamperAsync("delete from platform.audit_log where id = 3; delete from platform.audit_seal where entry_id = 3");
        var finding = (await log.VerifyAsync()).Findings.ShouldHaveSingleItem();
        finding.Kind.ShouldBe(AuditFindingKind.Removed);
        finding.Position.ShouldBe(3);
    }

    [Fact]
    public async Task Closing_the_gap_gives_all_that_follow_away()
    {
        await using var log = await AuditLog.StartAsync();
        await log.WriteAsync(5);
        await log.TamperAsync(
            "delete from platform.audit_log where id = 3; delete from platform.audit_seal where entry_id = 3; update platform.audit_seal set position = position - 1 where position > 3");
        (await log.VerifyAsync()).Findings.Select(f => (f.Kind, f.EntryId))
            .ShouldBe([(AuditFindingKind.Changed, 4L), (AuditFindingKind.Changed, 5L)]);
    }

    [Fact]
    public async Task A_head_that_was_kept_shows_that_the_end_was_cut_off()
    {
        await using var log = await AuditLog.StartAsync();
        await log.WriteAsync(5);
        var head = (await log.VerifyAsync()).Head!;
        AuditHead.Parse(head.ToString()).ShouldBe(head);
        (await log.VerifyAsync(head)).Intact.ShouldBeTrue();
        await log.TamperAsync("delete from platform.audit_log where id > 3; delete from platform.audit_seal where entry_id > 3");
        (await log.VerifyAsync()).Intact.ShouldBeTrue("a chain alone does not know its end");
        (await log.VerifyAsync(head)).Findings.ShouldHaveSingleItem().Kind.ShouldBe(AuditFindingKind.HeadDiffers);
        // Written again to the same length, it is another chain.
        await log.WriteAsync(2);
        (await log.VerifyAsync(head)).Findings.ShouldHaveSingleItem().Kind.ShouldBe(AuditFindingKind.HeadDiffers);
    }

    [Fact]
    public async Task A_guard_that_stays_off_is_reported()
    {
        await using var log = await AuditLog.StartAsync();
        await log.WriteAsync(1);
        await log.TamperAsync("select 1", guardsComeBack: false);
        (await log.VerifyAsync()).Findings.Select(f => f.Kind).ShouldBe(Enumerable.Repeat(AuditFindingKind.Unguarded, AuditProtection.Guards.Count));
    }

    [Fact]
    public async Task The_time_of_an_entry_is_the_database_s_whatever_is_claimed()
    {
        await using var log = await AuditLog.StartAsync();
        await log.ExecuteAsync("insert into platform.audit_log (at, action, subject_ids) values ('2001-01-01', 'sample.person.viewed', '{}')");
        (await log.AskAsync<bool>("select at > now() - interval '1 hour' from platform.audit_log")).ShouldBeTrue();
    }
}
