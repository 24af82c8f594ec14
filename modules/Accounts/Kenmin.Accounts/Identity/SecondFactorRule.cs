using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Kenmin.Accounts.Identity;

/// <summary>
/// Staff need a second factor. Without one their cookie holds no role of staff, so that no page, endpoint, menu or rule of any
/// module can forget to ask. Development may let its fictional people off; nothing else can.
/// </summary>
internal sealed class SecondFactorRule(IHostEnvironment environment, IOptions<AccountsSettings> settings)
{
    /// <summary>Whether <paramref name="account"/> may use its roles of staff.</summary>
    public bool IsMet(Account account, bool secondFactor) =>
        secondFactor || !account.IsStaff
        || environment.IsDevelopment() && account.IsPersona && settings.Value.PersonasWithoutSecondFactor;
}
