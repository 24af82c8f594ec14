using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Kenmin.Accounts.Tests")]
[assembly: InternalsVisibleTo("Kenmin.Benchmarks")]
[assembly: InternalsVisibleTo("Kenmin.Browser.Tests")]
[assembly: InternalsVisibleTo("Kenmin.Endurance")]
