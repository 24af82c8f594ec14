using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Kenmin.Accounts.Contracts;
using Kenmin.Passport.Contracts;
using Kenmin.Persistence;
using Kenmin.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Wolverine.Attributes;
using Wolverine.Runtime;

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

/// <summary>A host in a process of its own, with one module; it can be killed at any moment.</summary>
internal sealed class ChildHost(Process process, Uri address, int node)
{
    private const string Ready = "listening on ";

    public Uri Address => address;

    /// <summary>Its process.</summary>
    public int ProcessId => process.Id;

    /// <summary>Its number in the database: what it has begun to handle carries it.</summary>
    public int Node => node;

    public static async Task<int> ServeAsync(string database)
    {
        await using var host = await ModuleHost.StartAsync(typeof(ChildHost).Assembly, new() { OnSockets = true, Database = database });
        Console.WriteLine($"{Ready}{host.Address} {host.Services.GetRequiredService<IWolverineRuntime>().Options.Durability.AssignedNodeNumber}");
        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    /// <summary>Starts one and waits until it listens. While the database comes back a start may fail: then the next is tried.</summary>
    public static async Task<ChildHost> StartAsync(string database, CancellationToken cancellationToken)
    {
        while (true)
        {
            ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true };
            foreach (var argument in new[] { typeof(ChildHost).Assembly.Location, "host", database }) start.ArgumentList.Add(argument);
            var process = Process.Start(start)!;
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
                if (line.StartsWith(Ready, StringComparison.Ordinal))
                {
                    // What it says from now on is nobody's concern, but somebody has to read it.
                    _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                    var said = line[Ready.Length..].Split(' ');
                    return new(process, new Uri(said[0]), int.Parse(said[1], CultureInfo.InvariantCulture));
                }

            await process.WaitForExitAsync(cancellationToken);
            process.Dispose();
        }
    }

    /// <summary>As <c>kill -9</c> does: nothing is finished, nothing is said.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
