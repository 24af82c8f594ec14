using System.Globalization;

namespace Kenmin.Endurance;

/// <summary>What can be pulled, or done to the hosts, while clients work.</summary>
internal enum Plug
{
    /// <summary>A host is killed, now and then all.</summary>
    Host,

    /// <summary>The database is killed.</summary>
    Database,

    /// <summary>All connections to the database are cut.</summary>
    Connections,

    /// <summary>The hosts are replaced one after the other by those of another build.</summary>
    Upgrade,

    /// <summary>An administrator stops the sign-ups in an emergency, and lets them go on.</summary>
    Stop,

    /// <summary>What an administrator decided beforehand comes into force at its instant.</summary>
    Decision,

    /// <summary>The mail server and a service outside take connections and answer nothing for a while.</summary>
    Hang,

    /// <summary>The database's disk is full for a while.</summary>
    Full,

    /// <summary>The host with other modules, behind RabbitMQ, is killed.</summary>
    Far,
}

/// <summary>How much is done, and how often a plug is pulled while it is.</summary>
/// <param name="Commands">Sign-ups and cancellations that are answered.</param>
/// <param name="HostKills">How often a host is killed.</param>
/// <param name="DatabaseKills">How often the database is killed.</param>
/// <param name="Cuts">How often all connections to the database are cut.</param>
internal sealed record Plan(int Commands, int HostKills = 0, int DatabaseKills = 0, int Cuts = 0)
{
    public static Plan Short { get; } = new(2_000, 3, 1, 1) { Strict = false };

    public static Plan Long { get; } = new(1_000_000, 50, 5, 20) { Upgrades = 10, Stops = 5, Decisions = 5, Hangs = 3 };

    /// <summary>Whether what is promised within a time is judged by it; not in a test, which may run on a machine that has more to do than it can.</summary>
    public bool Strict { get; init; } = true;

    /// <summary>How often the hosts are replaced by those of another build.</summary>
    public int Upgrades { get; init; }

    /// <summary>Folder with an earlier build of this program, whose hosts the run begins with; null: this build.</summary>
    public string? Previous { get; init; }

    /// <summary>How often the sign-ups are stopped in an emergency.</summary>
    public int Stops { get; init; }

    /// <summary>How often decisions that were made beforehand come into force.</summary>
    public int Decisions { get; init; }

    /// <summary>How often services outside hang.</summary>
    public int Hangs { get; init; }

    /// <summary>How often the database's disk is full for a while.</summary>
    public int Fulls { get; init; }

    /// <summary>How often a host with other modules, behind RabbitMQ, is killed; none is there when it is 0.</summary>
    public int Fars { get; init; }

    /// <summary>What is pulled, in turn, so that each kind is spread over the whole run.</summary>
    public IReadOnlyList<Plug> Plugs() =>
    [
        .. new[]
        {
            (Plug.Host, HostKills), (Plug.Database, DatabaseKills), (Plug.Connections, Cuts), (Plug.Upgrade, Upgrades), (Plug.Stop, Stops), (Plug.Decision, Decisions),
            (Plug.Hang, Hangs), (Plug.Full, Fulls), (Plug.Far, Fars),
        }.SelectMany(p => Spread(p.Item1, p.Item2)).OrderBy(p => p.At).Select(p => p.Plug),
    ];

    /// <summary>The plan that a command line asks for; null when it cannot be read.</summary>
    public static Plan? Parse(IReadOnlyList<string> args)
    {
        var options = args.TakeWhile(a => !a.StartsWith("--", StringComparison.Ordinal)).Count();
        var plan = args.Take(options).ToArray() switch
        {
            ["short"] => Short,
            ["long"] => Long,
            [var commands] when Number(commands) is > 0 and var count => new Plan(count),
            [var commands, var hosts, var databases, var cuts] when (Number(commands), Number(hosts), Number(databases), Number(cuts)) is (> 0 and var c, >= 0 and var h, >= 0 and var d, >= 0 and var x) =>
                new Plan(c, h, d, x),
            _ => null,
        };
        for (var i = options; i < args.Count && plan is not null; i += 2)
            plan = i + 1 < args.Count ? With(plan, args[i], args[i + 1]) : null;
        return plan;
    }

    private static Plan? With(Plan plan, string option, string value) => (option, Number(value)) switch
    {
        ("--previous", _) => plan with { Previous = value },
        ("--upgrades", >= 0 and var times) => plan with { Upgrades = times },
        ("--stops", >= 0 and var times) => plan with { Stops = times },
        ("--fulls", >= 0 and var times) => plan with { Fulls = times },
        ("--fars", >= 0 and var times) => plan with { Fars = times },
        ("--hangs", >= 0 and var times) => plan with { Hangs = times },
        ("--decisions", >= 0 and var times) => plan with { Decisions = times },
        _ => null,
    };

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private static IEnumerable<(double At, Plug Plug)> Spread(Plug plug, int times) => Enumerable.Range(0, times).Select(i => ((i + 0.5) / times, plug));
}
