using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CleanUp.Care;

/// <summary>How a municipality handles adopted places (アダプト制度の運用).</summary>
public sealed class CareRules
{
    /// <summary>Derived from the municipality: there is one.</summary>
    public Guid Id { get; set; }

    /// <summary>The municipality, by its code of 6 digits.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>How many days before a clean-up is due the leader is reminded.</summary>
    public int RemindDays { get; set; } = 14;

    /// <summary>How many days after the due day an adoption counts as lapsed.</summary>
    public int LapseDays { get; set; } = 180;

    /// <summary>How many days before the end the leader is asked to think of a renewal.</summary>
    public int RenewalDays { get; set; } = 60;

    /// <summary>After how many years the city gives thanks.</summary>
    public List<int> ThanksYears { get; set; } = [5, 10, 20];

    /// <summary>After how many clean-ups the city gives thanks.</summary>
    public List<int> ThanksTimes { get; set; } = [50, 100];

    /// <summary>What the city usually gives; offered when staff agree.</summary>
    public string Gives { get; set; } = "";

    /// <summary>The office that answers; may be empty.</summary>
    public string Office { get; set; } = "";

    /// <summary>Its telephone; may be empty.</summary>
    public string Phone { get; set; } = "";

    internal static Guid IdOf(string municipality) => FactId.Of($"clean-up.care-rules|{municipality}");

    /// <summary>What holds where a municipality has said nothing.</summary>
    internal static CareRules Default(string municipality) => new() { Id = IdOf(municipality), MunicipalityCode = municipality };
}

/// <summary>Reading rules of care.</summary>
internal static class CareRulesSession
{
    public static async Task<CareRules> CareRulesAsync(this IQuerySession session, string municipality, CancellationToken cancellationToken) =>
        await session.LoadAsync<CareRules>(CareRules.IdOf(municipality), cancellationToken) ?? CareRules.Default(municipality);
}
