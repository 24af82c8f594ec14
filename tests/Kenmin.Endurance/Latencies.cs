namespace Kenmin.Endurance;

/// <summary>How long answers took.</summary>
internal sealed class Latencies
{
    private readonly Lock _turn = new();
    private List<float> _taken = [];

    /// <summary>One took so many milliseconds.</summary>
    public void Add(double milliseconds)
    {
        lock (_turn) _taken.Add((float)milliseconds);
    }

    /// <summary>Those since the last time, the shortest first.</summary>
    public IReadOnlyList<float> Take()
    {
        List<float> taken;
        lock (_turn) (taken, _taken) = (_taken, []);
        taken.Sort();
        return taken;
    }

    /// <summary>The time within which so many of a hundred were answered; 0 when there is none.</summary>
    public static float Percentile(IReadOnlyList<float> sorted, int percent) => sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, sorted.Count * percent / 100)];
}
