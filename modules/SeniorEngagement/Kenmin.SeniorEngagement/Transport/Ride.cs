using Kenmin.SeniorEngagement.Cards;
using Kenmin.SharedKernel;

namespace Kenmin.SeniorEngagement.Transport;

/// <summary>
/// Somebody drives to an activity and takes others along (送迎の相乗り). Not for pay: without a permission by the law on road transport
/// (道路運送法) nothing may be taken but what the fuel costs.
/// </summary>
public sealed class RideOffer
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The activity.</summary>
    public Guid ActivityId { get; set; }

    /// <summary>What the activity is, as it was told.</summary>
    public LocalizedText What { get; set; }

    /// <summary>When the activity starts.</summary>
    public DateTimeOffset Starts { get; set; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset Ends { get; set; }

    /// <summary>The municipality from which the car leaves, by its code of 6 digits.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>The district from which it leaves (地区); no address.</summary>
    public string Area { get; set; } = "";

    /// <summary>When it leaves.</summary>
    public DateTimeOffset LeavesAt { get; set; }

    /// <summary>Seats for others.</summary>
    public int Seats { get; set; }

    /// <summary>Whether one of them takes a wheelchair.</summary>
    public bool Wheelchair { get; set; }

    /// <summary>Whether it takes people back too.</summary>
    public bool ComesBack { get; set; }

    /// <summary>What else riders should know; may be empty.</summary>
    public string Note { get; set; } = "";

    /// <summary>The driver's account.</summary>
    public Guid DriverId { get; set; }

    /// <summary>The driver's name.</summary>
    public string DriverName { get; set; } = "";

    /// <summary>The driver's telephone: only for riders with whom it is agreed, until the day after. Empty once that is over.</summary>
    public string Phone { get; set; } = "";

    /// <summary>Where exactly they meet, in the same way.</summary>
    public string MeetingPoint { get; set; } = "";

    /// <summary>Whether it is off.</summary>
    public bool Withdrawn { get; set; }

    /// <summary>Why, for the riders.</summary>
    public string Reason { get; set; } = "";

    /// <summary>What makes it one: activity and driver, as long as it is not off.</summary>
    public string Key { get; set; } = "";

    /// <summary>The last day on which telephones and addresses are shown and kept.</summary>
    public DateOnly ShownUntil { get; set; }

    internal Municipality? Municipality => SharedKernel.Municipality.ByCode(MunicipalityCode);
}

/// <summary>Somebody would like to be taken along (乗せてほしい): for themselves, or somebody acts for them.</summary>
public sealed class RideRequest
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The activity.</summary>
    public Guid ActivityId { get; set; }

    /// <summary>What the activity is, as it was told.</summary>
    public LocalizedText What { get; set; }

    /// <summary>When the activity starts.</summary>
    public DateTimeOffset Starts { get; set; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset Ends { get; set; }

    /// <summary>The person.</summary>
    public Guid HolderId { get; set; }

    /// <summary>The person's name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The municipality from which the person comes, by its code of 6 digits.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>The district (地区); no address.</summary>
    public string Area { get; set; } = "";

    /// <summary>Where exactly to fetch the person: only for the driver with whom it is agreed, until the day after. Empty once that is over.</summary>
    public string Address { get; set; } = "";

    /// <summary>The telephone, in the same way.</summary>
    public string Phone { get; set; } = "";

    /// <summary>How many people.</summary>
    public int People { get; set; }

    /// <summary>Whether one of them is in a wheelchair.</summary>
    public bool Wheelchair { get; set; }

    /// <summary>What else the driver should know; may be empty.</summary>
    public string Note { get; set; } = "";

    /// <summary>Who entered it.</summary>
    public Doer EnteredBy { get; set; } = new(Guid.Empty, "");

    /// <summary>As what.</summary>
    public ActingAs EnteredAs { get; set; }

    /// <summary>How it stands.</summary>
    public RideRequestState State { get; set; }

    /// <summary>With whom it is agreed; null when with nobody.</summary>
    public Guid? OfferId { get; set; }

    /// <summary>What makes it one: activity and person, as long as it is not taken back.</summary>
    public string Key { get; set; } = "";

    /// <summary>The last day on which telephones and addresses are shown and kept.</summary>
    public DateOnly ShownUntil { get; set; }

    internal Municipality? Municipality => SharedKernel.Municipality.ByCode(MunicipalityCode);
}

/// <summary>How a request stands.</summary>
public enum RideRequestState
{
    /// <summary>Looks for a car (さがしています).</summary>
    Open,

    /// <summary>Has a seat (決まりました).</summary>
    Agreed,

    /// <summary>Was taken back (取りやめ).</summary>
    Cancelled,
}

/// <summary>A car and somebody who would like to go along (組み合わせ). Agreed only when both say so.</summary>
public sealed class RideMatch
{
    /// <summary>Made from the two.</summary>
    public Guid Id { get; set; }

    /// <summary>The car.</summary>
    public Guid OfferId { get; set; }

    /// <summary>The request.</summary>
    public Guid RequestId { get; set; }

    /// <summary>What the driver says; null as long as nothing.</summary>
    public bool? DriverSays { get; set; }

    /// <summary>What the rider says; null as long as nothing.</summary>
    public bool? RiderSays { get; set; }

    /// <summary>How it stands.</summary>
    public RideMatchState State { get; set; }

    /// <summary>When that changed.</summary>
    public DateTimeOffset At { get; set; }

    internal static Guid IdOf(Guid offer, Guid request) => FactId.Of($"senior-engagement.ride|{offer:N}|{request:N}");
}

/// <summary>How a match stands.</summary>
public enum RideMatchState
{
    /// <summary>One of the two said yes (返事待ち).</summary>
    Proposed,

    /// <summary>Both did (決まりました).</summary>
    Agreed,

    /// <summary>One said no (おことわり).</summary>
    Declined,

    /// <summary>It was agreed, and is off (取りやめ).</summary>
    CalledOff,
}

/// <summary>The rules of rides that are numbers and names.</summary>
internal static class RideRules
{
    public const int MostSeats = 8, MostPeople = 4, DaysAhead = 60;

    /// <summary>Exact addresses are shown and kept until the day after.</summary>
    public static DateOnly ShownUntil(DateTimeOffset ends) => JapanTime.DayOf(ends).AddDays(1);

    public static string KeyOf(Guid activity, Guid person) => $"{activity:N}|{person:N}";

    /// <summary>The key of what is off: it stands in nobody's way.</summary>
    public static string KeyOfOff(Guid id) => $"off|{id:N}";
}
