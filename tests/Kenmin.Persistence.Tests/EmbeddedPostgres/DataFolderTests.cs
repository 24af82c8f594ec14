using Kenmin.Persistence.EmbeddedPostgres;

namespace Kenmin.Persistence.Tests.EmbeddedPostgres;

public sealed class DataFolderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Data_lives_in_the_content_root_where_the_servers_account_can_use_it()
    {
        await using var folder = new TemporaryFolder();
        var account = await ServerAccount.ForThisProcessAsync(folder.Options.EffectiveSearchPath, Cancellation);

        var chosen = await DataFolder.ChooseAsync(folder.Options with { DataFolder = null }, account, null, Cancellation);

        chosen.ShouldBe(folder.At(".kenmin", "postgres"));
    }

    [Fact]
    public async Task Data_lives_elsewhere_and_always_at_the_same_place_where_it_cannot()
    {
        await using var folder = await ClosedFolderAsync();
        if (folder is null)
            return;
        var account = await ServerAccount.ForThisProcessAsync(folder.Options.EffectiveSearchPath, Cancellation);
        var options = folder.Options with { ContentRoot = folder.At("closed"), DataFolder = null };
        var progress = new ProgressLines();

        var chosen = await DataFolder.ChooseAsync(options, account, progress, Cancellation);
        try
        {
            chosen.ShouldNotStartWith(folder.Path);
            (await DataFolder.ChooseAsync(options, account, null, Cancellation)).ShouldBe(chosen);
            progress.English.ShouldContain(line => line.Contains(chosen));
        }
        finally
        {
            Directory.Delete(chosen);
        }
    }

    [Fact]
    public async Task A_folder_that_somebody_chose_is_not_replaced_by_another()
    {
        await using var folder = await ClosedFolderAsync();
        if (folder is null)
            return;
        var options = folder.Options with { DataFolder = folder.At("closed", "data") };

        var refusal = await Should.ThrowAsync<EmbeddedPostgresException>(
            () => EmbeddedPostgresServer.StartAsync(options, cancellation: Cancellation));

        refusal.Text.En.ShouldContain(folder.At("closed", "data"));
    }

    [Fact]
    public async Task Data_that_cannot_be_used_is_not_answered_with_an_empty_database_elsewhere()
    {
        await using var folder = await ClosedFolderAsync(".kenmin", "postgres", "18", Cluster.DataName);
        if (folder is null)
            return;

        var refusal = await Should.ThrowAsync<EmbeddedPostgresException>(
            () => EmbeddedPostgresServer.StartAsync(folder.Options with { DataFolder = null }, cancellation: Cancellation));

        refusal.Text.En.ShouldContain("The data was not touched");
        refusal.Text.Ja.ShouldContain("データは変更していません");
    }

    /// <summary>A folder in which neither this account nor, for root, the server's can write.</summary>
    private static async Task<TemporaryFolder?> ClosedFolderAsync(params string[] names)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Modes of folders are not for Windows.");
            return null;
        }
        var folder = new TemporaryFolder();
        var closed = folder.At(names is [] ? ["closed"] : names);
        Directory.CreateDirectory(closed);
        await File.WriteAllTextAsync(Path.Combine(closed, "PG_VERSION"), "18\n", Cancellation);
        File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return folder;
    }
}
