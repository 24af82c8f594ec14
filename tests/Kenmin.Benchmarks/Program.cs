using Kenmin.Benchmarks;
using Kenmin.Benchmarks.Assignment;
using Kenmin.Benchmarks.CleanUpPeriod;
using Kenmin.Benchmarks.Features;
using Kenmin.Benchmarks.Growth;
using Kenmin.Benchmarks.Help;
using Kenmin.Benchmarks.Hosts;
using Kenmin.Benchmarks.Import;
using Kenmin.Benchmarks.Lists;
using Kenmin.Benchmarks.Overload;
using Kenmin.Benchmarks.Points;
using Kenmin.Benchmarks.Search;
using Kenmin.Benchmarks.SignIn;
using Kenmin.Benchmarks.SignUps;
using Kenmin.Benchmarks.Start;
using Kenmin.Benchmarks.WhoIsWho;

IMeasure[] measures =
[
    new SignUpsMeasure(), new WhoIsWhoMeasure(args), new GatesMeasure(), new SignInMeasure(), new AssignmentMeasure(), new CleanUpPeriodMeasure(), new HelpMeasure(), new PointsMeasure(),
    new SearchMeasure(), new HttpSignUpsMeasure(), new StartMeasure(), new OverloadMeasure(), new GrowthMeasure(), new HostsMeasure(), new ImportMeasure(), new ListsMeasure(),
];

if (args is not [var name, ..] || measures.FirstOrDefault(m => m.Name == name) is not { } measure)
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project tests/Kenmin.Benchmarks -- <measure> [rounds]");
    foreach (var known in measures) Console.Error.WriteLine($"  {known.Name,-14} {known.Description}");
    return 2;
}

var rounds = args is [_, var wanted, ..] && int.TryParse(wanted, out var number) && number > 0 ? number : 5;
await using var server = await DurableServer.StartAsync();
Console.WriteLine(await measure.RunAsync(server.ConnectionString, rounds));
return 0;
