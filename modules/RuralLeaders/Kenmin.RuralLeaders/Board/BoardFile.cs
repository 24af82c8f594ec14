using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.Pictures;
using Kenmin.RuralLeaders.Networks;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Board;

/// <summary>A file on a network's board (掲示板のファイル): what is known of it. Only members see it; its bytes stand in a table of their own.</summary>
public sealed class BoardFile
{
    /// <summary>Its id, given by who hands it in.</summary>
    public Guid Id { get; set; }

    /// <summary>The network.</summary>
    public Guid NetworkId { get; set; }

    /// <summary>Its name, with the ending that belongs to what is in it.</summary>
    public string Name { get; set; } = "";

    /// <summary>What it is.</summary>
    public SentFileKind Kind { get; set; }

    /// <summary>How large it is, in bytes.</summary>
    public long Size { get; set; }

    /// <summary>What it is about.</summary>
    public string Note { get; set; } = "";

    /// <summary>Who put it there.</summary>
    public Attendee By { get; set; } = new(null, "");

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }

    internal string MediaType => SentFiles.MediaTypeOf(Kind);
}

/// <summary>A member puts a file on the board (ファイルを置く). Sent again with the same id, nothing more happens.</summary>
/// <param name="Id">The file's id.</param>
/// <param name="NetworkId">The network.</param>
/// <param name="Name">Its name.</param>
/// <param name="Note">What it is about; may be empty.</param>
/// <param name="File">The file, looked into.</param>
/// <param name="AccountId">Who puts it there.</param>
[MessageIdentity("rural-leaders.add-board-file.v1")]
[NewEntries(Features.Networks)]
public sealed record AddBoardFile(Guid Id, Guid NetworkId, string? Name, string? Note, InspectedFile File, Guid AccountId);

/// <summary>Keeps it.</summary>
public static class AddBoardFileHandler
{
    internal const int Most = 200;

    private const long LargestTogether = 200L * 1024 * 1024;

    /// <summary>Under the lock of the network, so that there is never more than may be.</summary>
    public static async Task<CommandAnswer> Handle(AddBoardFile command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Network>(command.NetworkId, cancellationToken) is not { } network || network.Find(command.AccountId) is not { } member) return CommandAnswer.Unknown;
        if (await session.LoadAsync<BoardFile>(command.Id, cancellationToken) is { } known) return known.By.AccountId == command.AccountId && known.NetworkId == network.Id ? CommandAnswer.Done : CommandAnswer.Unknown;
        foreach (var flaw in Flaw.OfText(command.Note, nameof(command.Note), 200, required: false)) return CommandAnswer.Invalid(flaw);
        if (!await gates.IsOnNowAsync(Features.Networks)) return CommandAnswer.Off;
        var files = await session.Query<BoardFile>().Where(f => f.NetworkId == network.Id).ToListAsync(cancellationToken);
        if (files.Count >= Most || files.Sum(f => f.Size) + command.File.Bytes.Length > LargestTogether)
            return CommandAnswer.Refused("full", $"ファイルは {Most} 件、合わせて {LargestTogether / 1024 / 1024} MB までです。いらないものを消してください。", $"Up to {Most} files and {LargestTogether / 1024 / 1024} MB together. Remove what is no longer needed.");
        session.StoreFile(new()
        {
            Id = command.Id, NetworkId = network.Id, Name = SentFiles.NameOf(command.Name, command.File.Kind), Kind = command.File.Kind, Size = command.File.Bytes.Length, Note = command.Note?.Trim() ?? "",
            By = new(command.AccountId, member.Name), At = clock.GetUtcNow(),
        }, command.File.Bytes);
        return CommandAnswer.Done;
    }
}

/// <summary>Takes a file off the board.</summary>
/// <param name="Id">The file.</param>
/// <param name="AccountId">Who does it: who put it there, or the coordinator.</param>
[MessageIdentity("rural-leaders.remove-board-file.v1")]
[NoNewEntries("removes what exists")]
public sealed record RemoveBoardFile(Guid Id, Guid AccountId);

/// <summary>Takes it off.</summary>
public static class RemoveBoardFileHandler
{
    /// <summary>For good: nothing of it is kept.</summary>
    public static async Task<CommandAnswer> Handle(RemoveBoardFile command, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<BoardFile>(command.Id, cancellationToken) is not { } file || await session.LoadAsync<Network>(file.NetworkId, cancellationToken) is not { } network
            || network.Find(command.AccountId) is not { } member || (file.By.AccountId != command.AccountId && member.Role != NetworkRole.Coordinator)) return CommandAnswer.Unknown;
        session.DeleteFile(file);
        return CommandAnswer.Done;
    }
}

/// <summary>Where the bytes stand.</summary>
internal static class BoardFileTable
{
    private static readonly BytesTable Files = new("board_file_bytes");

    public static void AddTo(StoreOptions options) => Files.AddTo(options);

    public static void StoreFile(this IDocumentSession session, BoardFile file, byte[] bytes)
    {
        session.Insert(file);
        Files.Insert(session, file.Id, bytes);
    }

    public static void DeleteFile(this IDocumentSession session, BoardFile file)
    {
        session.Delete(file);
        Files.Delete(session, file.Id);
    }

    public static Task<byte[]?> BytesAsync(this IQuerySession session, Guid id, CancellationToken cancellationToken) => Files.FindAsync(session, id, cancellationToken);
}
