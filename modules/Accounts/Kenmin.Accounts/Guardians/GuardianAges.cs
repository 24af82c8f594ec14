using Kenmin.Modularity.Features;
using Kenmin.Persistence.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wolverine;

namespace Kenmin.Accounts.Guardians;

/// <summary>Looks every hour who has come of age. Runs on every host.</summary>
[NoNewEntries("ends what has run out")]
internal sealed class GuardianAges(IServiceProvider services, TimeProvider clock, ILogger<GuardianAges> logger) : BatchService(services, TimeSpan.FromHours(1), clock, logger)
{
    protected override object Command() => new EndGuardianshipsOfAge();
}
