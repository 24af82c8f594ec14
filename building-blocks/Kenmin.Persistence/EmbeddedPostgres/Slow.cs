using Kenmin.SharedKernel;

namespace Kenmin.Persistence.EmbeddedPostgres;

/// <summary>Tells the waiting person that something is still going on.</summary>
internal static class Slow
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Next = TimeSpan.FromSeconds(10);

    /// <summary>Waits for the work, with a line after two seconds and then every ten.</summary>
    public static async Task<T> WatchAsync<T>(Task<T> work, LocalizedText line, IProgress<LocalizedText>? progress)
    {
        var pause = First;
        while (await Task.WhenAny(work, Task.Delay(pause)) != work)
        {
            progress?.Report(line);
            pause = Next;
        }
        return await work;
    }
}
