using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Kenmin.Accounts.Contracts;
using Kenmin.Passport.Contracts;
using Kenmin.Persistence;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Wolverine.Attributes;
using Wolverine.Runtime;

[assembly: AssemblyMetadata("Kenmin.Module", "Kenmin.Accounts")]
[assembly: AssemblyMetadata("Kenmin.Module", "Kenmin.CommunityBusiness")]
[assembly: AssemblyMetadata("Kenmin.Module", "Kenmin.Passport")]
[assembly: AssemblyMetadata("Kenmin.Module", "Kenmin.Programs")]
[assembly: AssemblyMetadata("Kenmin.Module", "Kenmin.RuralLeaders")]

namespace Kenmin.Endurance;

/// <summary>A notice as another module received it: one row for each delivery, so that a second one is seen.</summary>
public sealed class Delivered
{
    public Guid Id { get; set; }
    public Guid NoticeId { get; set; }
}

/// <summary>What another module knows of a person's sign-ups: the highest version stands.</summary>
public sealed class Known
{
    public Guid Id { get; set; }
    public long Version { get; set; }
    public List<Guid> Openings { get; set; } = [];
}

/// <summary>The other modules, as far as this needs them.</summary>
[WolverineHandler]
public static class OtherModules
{
    public static void Handle(NoticeIssued message, IDocumentSession session) => session.Store(new Delivered { Id = Guid.CreateVersion7(), NoticeId = message.NoticeId });

    public static async Task Handle(SignUpsChanged message, IDocumentSession session, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(message.People.Select(p => $"known|{p.AccountId:N}"), cancellationToken);
        var known = (await session.LoadManyAsync<Known>(cancellationToken, [.. message.People.Select(p => p.AccountId)])).ToDictionary(k => k.Id, k => k.Version);
        foreach (var person in message.People.Where(p => known.GetValueOrDefault(p.AccountId) < p.Version))
            session.Store(new Known { Id = person.AccountId, Version = person.Version, Openings = [.. person.SignUps.Select(s => s.SubjectId)] });
    }
}

/// <summary>A host in a process of its own, with a few modules; it can be killed at any moment.</summary>
internal sealed class ChildHost(Process process, Uri address, int node) : IDisposable
{
    private const string Listening = "listening on ", Managing = "managing ";
    private const int LinesKept = 200;
    private readonly Queue<string> _said = new();
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1), SayEvery = TimeSpan.FromSeconds(5);

    /// <summary>This build of the program.</summary>
    public static string ThisBuild => typeof(ChildHost).Assembly.Location;

    public Uri Address => address;

    /// <summary>Its process.</summary>
    public int ProcessId => process.Id;

    /// <summary>Its number in the database: what it has begun to handle carries it.</summary>
    public int Node => node;

    /// <summary>What it takes of the machine's memory.</summary>
    public long Memory
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>What of it is objects of the program, as it said last.</summary>
    public long Managed { get; private set; }

    /// <summary>Whether it was asked to stop, or killed.</summary>
    private bool Asked { get; set; }

    /// <summary>Whether it has ended by itself: nobody killed it, or asked it to stop.</summary>
    public bool EndedByItself { get; private set; }

    /// <summary>What it said last.</summary>
    public string LastWords
    {
        get
        {
            lock (_said) return string.Join('\n', _said);
        }
    }

    /// <summary>Whether requests may be sent to it, as it said last.</summary>
    public bool Ready { get; set; }

    /// <summary>Before the key of a module: the host carries that one alone.</summary>
    public const string Only = "only=";

    /// <summary>The modules that every run needs.</summary>
    public static string[] Usual { get; } = ["programs", "rural-leaders"];

    /// <summary>How a host differs from the usual one.</summary>
    /// <param name="database">The database.</param>
    /// <param name="words">Keys of further modules, and settings (<c>key=value</c>).</param>
    public static ModuleHostOptions Options(string database, IReadOnlyCollection<string> words) => new()
    {
        OnSockets = true, Database = database,
        Modules = words.FirstOrDefault(w => w.StartsWith(Only, StringComparison.Ordinal)) is { } only ? [only[Only.Length..]] : [.. Usual, .. words.Where(w => !w.Contains('=', StringComparison.Ordinal))],
        Settings = words.Where(w => w.Contains('=', StringComparison.Ordinal)).Select(w => w.Split('=', 2)).ToDictionary(w => w[0], w => w[1]),
        // Their tables are made at start like all others: nobody waits for them in the middle of the run.
        AddServices = services => services.ConfigureMarten(options =>
        {
            options.Schema.For<Delivered>();
            options.Schema.For<Known>();
        }),
    };

    public static async Task<int> ServeAsync(string database, IReadOnlyCollection<string> words)
    {
        await using var host = await ModuleHost.StartAsync(typeof(ChildHost).Assembly, Options(database, words));
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(asked.SetResult);
        Console.WriteLine($"{Listening}{host.Address} {host.Services.GetRequiredService<IWolverineRuntime>().Options.Durability.AssignedNodeNumber}");
        while (await Task.WhenAny(asked.Task, Task.Delay(SayEvery)) != asked.Task)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Managing}{GC.GetTotalMemory(forceFullCollection: false)}"));
        return 0;
    }

    /// <summary>Starts one and waits until it listens. While the database comes back a start may fail: then the next is tried.</summary>
    /// <param name="program">The build.</param>
    /// <param name="words">The database, and what <see cref="Options"/> takes.</param>
    public static async Task<ChildHost> StartAsync(string program, IEnumerable<string> words)
    {
        while (true)
        {
            var process = Start(program, ["host", .. words]);
            while (await process.StandardOutput.ReadLineAsync() is { } line)
                if (line.StartsWith(Listening, StringComparison.Ordinal))
                {
                    var said = line[Listening.Length..].Split(' ');
                    ChildHost host = new(process, new Uri(said[0]), int.Parse(said[1], CultureInfo.InvariantCulture));
                    _ = host.ListenAsync();
                    return host;
                }

            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>Has a build prepare the database.</summary>
    public static async Task PrepareAsync(string program, IEnumerable<string> words, IEnumerable<Guid> sessions)
    {
        using var process = Start(program, ["prepare", .. words, .. sessions.Select(s => s.ToString())]);
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"The database could not be prepared by {program}.");
    }

    /// <summary>As <c>kill -9</c> does: nothing is finished, nothing is said.</summary>
    public async Task KillAsync()
    {
        Asked = true;
        process.Kill();
        await process.WaitForExitAsync();
        Dispose();
    }

    /// <summary>As <c>kill</c> does (SIGTERM): it is asked to stop, and ends when it has finished. False when it has not ended after a minute, or ended badly.</summary>
    public async Task<bool> StopAsync()
    {
        Asked = true;
        using (var asking = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)])) await asking.WaitForExitAsync();
        using CancellationTokenSource patience = new(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            return false;
        }

        return process.ExitCode == 0;
    }

    public void Dispose() => process.Dispose();

    /// <summary>Reads what it says until it ends; else it would wait for a reader.</summary>
    private async Task ListenAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Managing, StringComparison.Ordinal)) Managed = long.Parse(line.AsSpan(Managing.Length), CultureInfo.InvariantCulture);
            else
                lock (_said)
                {
                    _said.Enqueue(line);
                    if (_said.Count > LinesKept) _said.Dequeue();
                }
        }

        // Nothing more can come: it has ended.
        EndedByItself = !Asked;
    }

    private static Process Start(string program, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in arguments.Prepend(program)) start.ArgumentList.Add(argument);
        // Longer than it takes the clients to notice that it is not ready any more.
        start.Environment["Shutdown__Notice"] = "00:00:05";
        return Process.Start(start)!;
    }
}
