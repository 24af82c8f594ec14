using Kenmin.CommunityBusiness.Money.Tables;
using Kenmin.Modularity.Features;
using Kenmin.Pictures;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Money;

/// <summary>A team puts a file to its application: a document, a receipt, or what shows that a condition is met (書類の添付).</summary>
/// <param name="Id">The file; made by the sender, so that sending twice keeps one.</param>
/// <param name="ApplicationId">The application.</param>
/// <param name="Use">What it belongs to.</param>
/// <param name="Key">Which document by its name, or which expense or condition by its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="File">The file, looked into.</param>
/// <param name="By">Who puts it there.</param>
[MessageIdentity("community-business.add-money-file.v1")]
[NoNewEntries("goes on with what is under way")]
public sealed record AddMoneyFile(Guid Id, Guid ApplicationId, MoneyFileUse Use, string? Key, string? Name, InspectedFile File, Doer By);

/// <summary>Keeps it.</summary>
public static class AddMoneyFileHandler
{
    internal const int Most = 120;

    private const long LargestTogether = 200L * 1024 * 1024;

    /// <summary>Under the lock of the application, so that there is never more than may be.</summary>
    public static async Task<CommandAnswer> Handle(AddMoneyFile command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await MoneyWork.LockForTeamAsync(session, command.ApplicationId, command.By, cancellationToken) is not { } found) return CommandAnswer.Unknown;
        var application = found.Application;
        if (await session.LoadAsync<MoneyFile>(command.Id, cancellationToken) is { } known) return known.ApplicationId == application.Id && known.By.AccountId == command.By.AccountId ? CommandAnswer.Done : CommandAnswer.Unknown;
        if (Place(application, command.Use, command.Key) is not { } key) return CommandAnswer.Invalid(new(nameof(command.Key), new("どの書類かを選んでください。今、付けられるものだけです。", "Choose what it is, of what can be added now.")));
        if (command.File.Kind is not (SentFileKind.Pdf or SentFileKind.Picture or SentFileKind.Excel)) return CommandAnswer.Invalid(new(nameof(command.File), new("PDF、写真（JPEG、PNG、WebP）、Excel（xlsx）のどれかにしてください。", "Use PDF, a picture (JPEG, PNG, WebP) or Excel (xlsx).")));
        var id = application.Id;
        var files = await session.Query<MoneyFile>().Where(f => f.ApplicationId == id).ToListAsync(cancellationToken);
        if (files.Count >= Most || files.Sum(f => f.Size) + command.File.Bytes.Length > LargestTogether)
            return CommandAnswer.Refused("full", $"ファイルは {Most} 件、合わせて {LargestTogether / 1024 / 1024} MB までです。", $"Up to {Most} files and {LargestTogether / 1024 / 1024} MB together.");
        session.StoreFile(new()
        {
            Id = command.Id, ApplicationId = id, Use = command.Use, Key = key, Name = SentFiles.NameOf(command.Name, command.File.Kind), Kind = command.File.Kind, Size = command.File.Bytes.Length, At = clock.GetUtcNow(), By = command.By,
        }, command.File.Bytes);
        return CommandAnswer.Done;
    }

    /// <summary>To what a file can be put now, as it is kept; null where it cannot.</summary>
    internal static string? Place(MoneyApplication application, MoneyFileUse use, string? key) => use switch
    {
        MoneyFileUse.Document when application.State == ApplicationState.Draft => application.Terms.Documents.FirstOrDefault(d => d == key),
        MoneyFileUse.Receipt when application.State == ApplicationState.Granted && Guid.TryParse(key, out var expense) => application.Expenses.FirstOrDefault(e => e.Id == expense)?.Id.ToString(),
        MoneyFileUse.Evidence when Guid.TryParse(key, out var condition) => application.Conditions.FirstOrDefault(c => c.Id == condition && c.IsOpen)?.Id.ToString(),
        _ => null,
    };
}

/// <summary>A team takes a file away again (書類を外す).</summary>
/// <param name="Id">The file.</param>
/// <param name="By">Who takes it away.</param>
[MessageIdentity("community-business.remove-money-file.v1")]
[NoNewEntries("removes what exists")]
public sealed record RemoveMoneyFile(Guid Id, Doer By);

/// <summary>Takes it away.</summary>
public static class RemoveMoneyFileHandler
{
    /// <summary>As long as one could be put there: what was handed in stays.</summary>
    public static async Task<CommandAnswer> Handle(RemoveMoneyFile command, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<MoneyFile>(command.Id, cancellationToken) is not { } file || await MoneyWork.LockForTeamAsync(session, file.ApplicationId, command.By, cancellationToken) is not { } found) return CommandAnswer.Unknown;
        if (AddMoneyFileHandler.Place(found.Application, file.Use, file.Key) is null) return MoneyWork.NotNow(found.Application);
        session.DropFile(file);
        return CommandAnswer.Done;
    }
}
