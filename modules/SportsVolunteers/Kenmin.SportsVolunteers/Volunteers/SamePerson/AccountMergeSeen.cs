using Marten;

namespace Kenmin.SportsVolunteers.Volunteers.SamePerson;

/// <summary>What was done when two accounts of one person were merged, so that it can be put back. Holds no personal data but ids.</summary>
public sealed class AccountMergeSeen
{
    /// <summary>The merging, by the id that Accounts gave it.</summary>
    public Guid Id { get; set; }

    /// <summary>The account that stayed.</summary>
    public Guid KeptId { get; set; }

    /// <summary>The account that went into it.</summary>
    public Guid GoneId { get; set; }

    /// <summary>The record of the account that went; null where it had none.</summary>
    public Guid? VolunteerId { get; set; }

    /// <summary>Whether both accounts had a record, and staff were asked whether these are of one person.</summary>
    public bool Asked { get; set; }

    /// <summary>Whether it was undone, or the undoing came first.</summary>
    public bool Undone { get; set; }
}

/// <summary>What else belongs to an account that another went into.</summary>
internal static class MergedRecords
{
    /// <summary>Records of accounts that went into this one and wait for staff to join them: they are the same person's.</summary>
    public static async Task<Guid[]> RecordsOfMergedAsync(this IQuerySession session, Guid account, CancellationToken cancellationToken) =>
        [.. (await session.Query<AccountMergeSeen>().Where(m => m.KeptId == account && !m.Undone && m.VolunteerId != null).ToListAsync(cancellationToken)).Select(m => m.VolunteerId!.Value)];
}
