using Kenmin.RuralLeaders.Curriculum;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wolverine;

namespace Kenmin.Endurance;

/// <summary>A course with many sessions, made by the module itself.</summary>
internal static class InventedCourse
{
    private const int Capacity = 20;

    /// <summary>Makes it in an empty database, where the build that runs makes the tables.</summary>
    public static async Task PrepareAsync(string database, IReadOnlyCollection<string> words, IReadOnlyList<Guid> sessions)
    {
        await using var host = await ModuleHost.StartAsync(typeof(InventedCourse).Assembly, ChildHost.Options(database, words));
        await PrepareAsync(host, sessions, Capacity);
        await HangingServices.PrepareAsync(host.Services, Stage.People);
    }

    /// <summary>Makes it, and waits until people can sign up.</summary>
    public static async Task PrepareAsync(ModuleHost host, IReadOnlyList<Guid> sessions, int capacity)
    {
        var today = JapanTime.Today(TimeProvider.System);
        var course = Guid.CreateVersion7();
        await SendAsync(new SaveCourse(course, null, FiscalYear.Of(today.AddDays(1)).StartYear, new("耐久の講座", "Endurance"), new("", ""), 2, 3, 1));
        // As many days as the fiscal year has left, up to twenty; several sessions of a day follow one another.
        var days = Math.Max(1, Math.Min(20, FiscalYear.Of(today.AddDays(1)).EndsOn.DayNumber - today.DayNumber));
        for (var i = 0; i < sessions.Count; i++)
        {
            var hour = 8 + i / 20 % 4 * 3;
            await SendAsync(new SaveSession(sessions[i], course, $"回{i}", today.AddDays(1 + i % days), new(hour, 0), new(hour + 2, 0), "見本公民館", "352039", capacity, 1, false, "", ""));
        }

        await SendAsync(new PublishCourse(course, true));
        Checks checks = new(host.Services.GetRequiredService<NpgsqlDataSource>());
        while (await checks.CountAsync("select count(*) from rural_leaders.participation_openings") < sessions.Count || await checks.OnTheWayAsync() > 0) await Task.Delay(200);

        async Task SendAsync(object command)
        {
            await using var scope = host.Services.CreateAsyncScope();
            var answer = await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<CommandAnswer>(command);
            if (!answer.IsDone) throw new InvalidOperationException($"{command.GetType().Name}: {answer.Problem}");
        }
    }
}
