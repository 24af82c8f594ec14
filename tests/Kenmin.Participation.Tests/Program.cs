using Kenmin.Participation.Tests;
using Kenmin.Participation.Tests.Support;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

if (args is [HostUnderLoad.Command, var connectionString, var opening, var seed])
    return await HostUnderLoad.RunAsync(connectionString, Guid.Parse(opening), int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture));

return args.Any(a => a is "--server" or "--internal-msbuild-node")
    ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await ConsoleRunner.Run(args);
