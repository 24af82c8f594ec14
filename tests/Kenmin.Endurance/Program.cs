using System.Globalization;
using Kenmin.Endurance;

if (args is ["host", var database]) return await ChildHost.ServeAsync(database);
if (args is not [var text] || !double.TryParse(text, CultureInfo.InvariantCulture, out var minutes) || minutes <= 0)
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project tests/Kenmin.Endurance -- <minutes>");
    return 2;
}

return await Run.RunAsync(TimeSpan.FromMinutes(minutes)) ? 0 : 1;
