using System.Globalization;
using Kenmin.Endurance;

switch (args)
{
    case ["host", var database, .. var words]:
        return await ChildHost.ServeAsync(database, words);
    case ["prepare", var database, .. var words]:
        await InventedCourse.PrepareAsync(database, [.. words.Where(w => !Guid.TryParse(w, out _))], [.. words.Where(w => Guid.TryParse(w, out _)).Select(Guid.Parse)]);
        return 0;
}

var steady = args switch
{
    ["steady"] => 60,
    ["steady", var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) => minutes,
    _ => 0,
};
if (steady > 0) return Report(await SteadyRun.RunAsync(steady));
if (Plan.Parse(args) is not { } plan)
{
    Console.Error.WriteLine(
        """
        Usage: dotnet run -c Release --project tests/Kenmin.Endurance -- short
               dotnet run -c Release --project tests/Kenmin.Endurance -- long
               dotnet run -c Release --project tests/Kenmin.Endurance -- steady [<minutes>]
               dotnet run -c Release --project tests/Kenmin.Endurance -- <commands> [<host kills> <database kills> <cut connections>]
        Each but steady may be followed by
               --upgrades <times>    the hosts are replaced by those of another build, one after the other
               --previous <folder>   the run begins with the hosts of an earlier build of this program
               --stops <times>       the sign-ups are stopped in an emergency, and go on
               --decisions <times>   what was decided beforehand comes into force
               --hangs <times>       the mail server and a register outside take connections and answer nothing for a while
               --fars <times>        a host with other modules, on a database of its own and behind RabbitMQ (which must be installed), is killed
               --fulls <times>       the database is on a small disk (tmpfs, takes root), which is full for a while; for 100,000 commands at most
        """);
    return 2;
}

return Report(await Run.RunAsync(plan));

static int Report(Outcome outcome)
{
    Console.WriteLine(outcome.Report);
    return outcome.Wrong.Count == 0 ? 0 : 1;
}
