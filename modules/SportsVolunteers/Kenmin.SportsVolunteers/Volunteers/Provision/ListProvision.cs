using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.SportsVolunteers.Volunteers.Provision;

/// <summary>
/// A list of volunteers that was given to a municipality (名簿の提供): to whom, what for, and whose data. It holds who was on it and not
/// what, and says so to each of them when they ask what is held.
/// </summary>
public sealed class ListProvision
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>Code of the municipality (6 digits).</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>The office that it was given to.</summary>
    public string Recipient { get; set; } = "";

    /// <summary>What for.</summary>
    public string Purpose { get; set; } = "";

    /// <summary>The fiscal year that those on it are registered for.</summary>
    public FiscalYear Year { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>The account of the member of staff.</summary>
    public Guid? By { get; set; }

    /// <summary>The name of the member of staff at that time.</summary>
    public string ByName { get; set; } = "";

    /// <summary>How many were on it.</summary>
    public int Persons { get; set; }

    /// <summary>Who was on it; those whose data were removed since are taken out.</summary>
    public Guid[] VolunteerIds { get; set; } = [];
}

/// <summary>Lists that were given when records change.</summary>
internal static class ProvisionSessions
{
    /// <summary>Takes a person out, in the transaction that removes their data; the number stays.</summary>
    public static void ForgetProvisions(this IDocumentSession session, Guid volunteer) => session.QueueSqlCommand(
        "update sports_volunteers.mt_doc_listprovision set data = jsonb_set(data, '{volunteerIds}', (data -> 'volunteerIds') - ?) where data -> 'volunteerIds' @> to_jsonb(?)",
        volunteer.ToString(), volunteer.ToString());

    /// <summary>What the record that goes was on, the record that stays was on: it is the same person.</summary>
    public static void TellProvisionsOf(this IDocumentSession session, Guid gone, Guid kept) => session.QueueSqlCommand(
        "update sports_volunteers.mt_doc_listprovision set data = jsonb_set(data, '{volunteerIds}', (data -> 'volunteerIds') || to_jsonb(?)) where data -> 'volunteerIds' @> to_jsonb(?) and not data -> 'volunteerIds' @> to_jsonb(?)",
        kept.ToString(), gone.ToString(), kept.ToString());
}
