using System.Text.Json;
using Kenmin.SharedKernel;

namespace Kenmin.Persistence.EmbeddedPostgres;

/// <summary>
/// This process's exclusive right to a data folder. The operating system ends it with the process, so a host that
/// was killed leaves no right behind; the note beside it only tells a second host who holds it.
/// </summary>
internal sealed class DataFolderClaim : IDisposable
{
    private readonly FileStream held;
    private readonly string notePath;

    private DataFolderClaim(FileStream held, string notePath)
    {
        this.held = held;
        this.notePath = notePath;
    }

    /// <summary>Takes the right, or gives null when a process holds it.</summary>
    public static DataFolderClaim? TryTake(string folder) =>
        FileLock.TryTake(Path.Combine(folder, ".lock")) is { } held
            ? new DataFolderClaim(held, NotePath(folder))
            : null;

    /// <summary>Takes the right.</summary>
    /// <exception cref="EmbeddedPostgresException">Another process holds it; the message names it.</exception>
    public static DataFolderClaim Take(string folder)
    {
        try
        {
            var claim = TryTake(folder) ?? throw Running(folder);
            claim.Note(null);
            return claim;
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new EmbeddedPostgresException(new LocalizedText(
                $"データのフォルダー {folder} は別の利用者のものです。その利用者で起動してください。",
                $"The data folder {folder} belongs to another user. Start as that user."), failure);
        }
    }

    /// <summary>Writes down where the holder can be reached.</summary>
    public void Note(string? address)
    {
        var note = new Holder(Environment.ProcessId, address);
        File.WriteAllBytes(notePath + ".new", JsonSerializer.SerializeToUtf8Bytes(note));
        File.Move(notePath + ".new", notePath, overwrite: true);
    }

    public void Dispose()
    {
        File.Delete(notePath);
        held.Dispose();
    }

    private static string NotePath(string folder) => Path.Combine(folder, "running.json");

    private static EmbeddedPostgresException Running(string folder)
    {
        Holder? holder = null;
        try
        {
            holder = JsonSerializer.Deserialize<Holder>(File.ReadAllBytes(NotePath(folder)));
        }
        catch (Exception failure) when (failure is IOException or JsonException)
        {
            // It has only just started or is just ending: the message does without.
        }
        var (ja, en) = holder switch
        {
            null => ("", ""),
            { Address: null } => ($"（プロセス番号 {holder.ProcessId}）", $" (process {holder.ProcessId})"),
            _ => ($"（プロセス番号 {holder.ProcessId}、{holder.Address}）", $" (process {holder.ProcessId}, {holder.Address})"),
        };
        return new EmbeddedPostgresException(new LocalizedText(
            $"このフォルダーのプラットフォームは、すでに動いています{ja}。動いている方をお使いください。"
            + $"改めて起動する場合は、動いている方を先に終了してください。データ：{folder}",
            $"The platform of this folder is already running{en}. Use the running one, "
            + $"or end it before starting again. Data: {folder}"));
    }

    private sealed record Holder(int ProcessId, string? Address);
}
