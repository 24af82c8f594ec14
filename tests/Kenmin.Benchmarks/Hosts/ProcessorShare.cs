using System.Globalization;

namespace Kenmin.Benchmarks.Hosts;

/// <summary>Holds processes to a part of a processor each, by control groups of Linux (version 1 or 2), until it is disposed.</summary>
internal sealed class ProcessorShare : IDisposable
{
    private const int Period = 100_000;
    private const string Old = "/sys/fs/cgroup/cpu", New = "/sys/fs/cgroup";

    private readonly List<(string Folder, int Process)> _groups = [];
    private readonly string _root = Directory.Exists(Old) ? Old : New;

    /// <exception cref="UnauthorizedAccessException">This user may not make control groups.</exception>
    public ProcessorShare(double part, IEnumerable<int> processes)
    {
        var quota = ((int)(part * Period)).ToString(CultureInfo.InvariantCulture);
        foreach (var process in processes)
        {
            var folder = Path.Combine(_root, string.Create(CultureInfo.InvariantCulture, $"kenmin-{process}"));
            Directory.CreateDirectory(folder);
            if (_root == Old) File.WriteAllText(Path.Combine(folder, "cpu.cfs_quota_us"), quota);
            else File.WriteAllText(Path.Combine(folder, "cpu.max"), string.Create(CultureInfo.InvariantCulture, $"{quota} {Period}"));
            Move(process, folder);
            _groups.Add((folder, process));
        }
    }

    /// <summary>Sets the processes free.</summary>
    public void Dispose()
    {
        foreach (var (folder, process) in _groups)
        {
            Move(process, _root);
            Directory.Delete(folder);
        }
    }

    private static void Move(int process, string folder) => File.WriteAllText(Path.Combine(folder, "cgroup.procs"), process.ToString(CultureInfo.InvariantCulture));
}
