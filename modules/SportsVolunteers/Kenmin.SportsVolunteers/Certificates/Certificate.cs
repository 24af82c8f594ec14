using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.SportsVolunteers.Certificates;

/// <summary>
/// A certificate of the hours (活動証明書) that a volunteer gave to one event. Whoever has its number can see whether it is valid, and for
/// how many hours of which event; whose it is stands on the paper only.
/// </summary>
public sealed class Certificate
{
    /// <summary>The certificate's id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The number on the paper: twelve characters drawn at random, so that none can be guessed from another.</summary>
    public string Number { get; set; } = "";

    /// <summary>The volunteer; null once the person's data were removed. The certificate can still be verified.</summary>
    public Guid? VolunteerId { get; set; }

    /// <summary>The event.</summary>
    public Guid EventId { get; set; }

    /// <summary>The event's name when it was issued.</summary>
    public string EventName { get; set; } = "";

    /// <summary>The first day on which the person was there.</summary>
    public DateOnly FirstDay { get; set; }

    /// <summary>The last day on which the person was there.</summary>
    public DateOnly LastDay { get; set; }

    /// <summary>How many shifts.</summary>
    public int Shifts { get; set; }

    /// <summary>Minutes of activity.</summary>
    public long Minutes { get; set; }

    /// <summary>When it was issued.</summary>
    public DateTimeOffset IssuedAt { get; set; }

    /// <summary>When it ceased to be valid, because the hours were corrected; null while it is valid.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>Volunteer and event while it is valid, null afterwards: a unique index lets there be one valid certificate of each.</summary>
    public string? ValidKey { get; set; }

    /// <summary>The key under which there is one valid certificate.</summary>
    internal static string KeyOf(Guid volunteer, Guid sportsEvent) => $"{volunteer:N}|{sportsEvent:N}";

    /// <summary>A certificate of <paramref name="hours"/>.</summary>
    internal static Certificate Of(Guid volunteer, Shifts.SportsEvent sportsEvent, CertifiedHours hours, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now), Number = CertificateNumber.New(), VolunteerId = volunteer, EventId = sportsEvent.Id, EventName = sportsEvent.Name,
        FirstDay = hours.FirstDay, LastDay = hours.LastDay, Shifts = hours.Shifts, Minutes = hours.Minutes, IssuedAt = now, ValidKey = KeyOf(volunteer, sportsEvent.Id),
    };

    /// <summary>Takes the person out of their certificates, in the transaction that removes the personal data: they can still be verified.</summary>
    internal static void Forget(IDocumentSession session, Guid volunteer) => session.QueueSqlCommand(
        "update sports_volunteers.mt_doc_certificate set data = data - 'volunteerId' - 'validKey' where data ->> 'volunteerId' = ?", volunteer.ToString());

    /// <summary>Whether it says what is recorded.</summary>
    internal bool Says(CertifiedHours? hours) => hours is not null && hours == new CertifiedHours(FirstDay, LastDay, Shifts, Minutes);

    /// <summary>It is no longer valid.</summary>
    internal void Revoke(DateTimeOffset now)
    {
        RevokedAt ??= now;
        ValidKey = null;
    }
}

/// <summary>Numbers of certificates.</summary>
internal static class CertificateNumber
{
    private static readonly PrintedCode Kind = new(12);

    /// <summary>A new number.</summary>
    public static string New() => Kind.New();

    /// <inheritdoc cref="PrintedCode.Shown"/>
    public static string Shown(string number) => PrintedCode.Shown(number);

    /// <inheritdoc cref="PrintedCode.Read"/>
    public static string? Read(string? text) => Kind.Read(text);

    /// <summary>The address at which a certificate is verified.</summary>
    public static string Path(string number) => $"/certificates/{Shown(number)}";
}
