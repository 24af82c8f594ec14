using System.Globalization;
using Kenmin.Endurance;

if (args is ["host", var database]) return await ChildHost.ServeAsync(database);
Plan? plan = args switch
{
    ["short"] => Plan.Short,
    ["long"] => Plan.Long,
    [_, _, _, _] when args.Select(a => int.TryParse(a, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToArray() is [> 0 and var commands, >= 0 and var hosts, >= 0 and var databases, >= 0 and var cuts] =>
        new(commands, hosts, databases, cuts),
    _ => null,
};
if (plan is null)
{
    Console.Error.WriteLine(
        """
        Usage: dotnet run -c Release --project tests/Kenmin.Endurance -- short
               dotnet run -c Release --project tests/Kenmin.Endurance -- long
               dotnet run -c Release --project tests/Kenmin.Endurance -- <commands> <host kills> <database kills> <cut connections>
        """);
    return 2;
}

return await Run.RunAsync(plan) ? 0 : 1;
