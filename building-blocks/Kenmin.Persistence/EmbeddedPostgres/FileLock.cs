namespace Kenmin.Persistence.EmbeddedPostgres;

/// <summary>
/// A lock between processes that the operating system gives back when its holder dies, however it dies.
/// </summary>
internal static class FileLock
{
    /// <summary>Takes the lock, or gives null when somebody holds it.</summary>
    /// <exception cref="UnauthorizedAccessException">The file belongs to somebody else.</exception>
    public static FileStream? TryTake(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (failure is not (DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }

    /// <summary>Waits for the lock.</summary>
    /// <param name="path">The file to lock; made when missing.</param>
    /// <param name="onWaiting">Called once when somebody else holds it.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async Task<FileStream> TakeAsync(string path, Action onWaiting, CancellationToken cancellation)
    {
        for (var first = true; ; first = false)
        {
            if (TryTake(path) is { } taken)
                return taken;
            if (first)
                onWaiting();
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
        }
    }
}
