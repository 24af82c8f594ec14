using Kenmin.Passport.Contracts;
using Kenmin.SharedKernel;

namespace Kenmin.Passport.Upcoming;

/// <summary>What a person has signed up for with a module (申込), as the module told of it last.</summary>
public sealed class SignedUp
{
    /// <summary>Derived from the module and the account.</summary>
    public Guid Id { get; set; }

    /// <summary>The module.</summary>
    public string Module { get; set; } = "";

    /// <summary>Whose they are.</summary>
    public Guid AccountId { get; set; }

    /// <summary>The version that stands.</summary>
    public long Version { get; set; }

    /// <summary>The sign-ups.</summary>
    public IReadOnlyList<SignUpFact> SignUps { get; set; } = [];

    /// <summary>When the last of them is over; null when there is none.</summary>
    public DateTimeOffset? Over { get; set; }

    internal static SignedUp Of(string module, PersonSignUps m)
    {
        List<SignUpFact> kept = [.. m.SignUps.Where(s => Opportunities.Addresses.IsOfThisSite(s.Href) && s.Starts <= s.Ends)];
        return new()
        {
            Id = IdOf(module, m.AccountId), Module = module, AccountId = m.AccountId, Version = m.Version, SignUps = kept,
            Over = kept.Count == 0 ? null : kept.Max(s => s.Ends).ToUniversalTime(),
        };
    }

    internal static Guid IdOf(string module, Guid account) => FactId.Of($"signed-up|{module}|{account:N}");
}
