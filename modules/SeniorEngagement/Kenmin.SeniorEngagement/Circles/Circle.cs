using Kenmin.SeniorEngagement.Cards;
using Kenmin.SharedKernel;

namespace Kenmin.SeniorEngagement.Circles;

/// <summary>A circle of companions (仲間の輪): people of a place who like the same and meet.</summary>
public sealed class Circle
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>What it is about: answers of the interest card.</summary>
    public IReadOnlyList<string> Interests { get; set; } = [];

    /// <summary>The municipality, by its code of 6 digits.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>The district within it (地区), as people call it; may be empty.</summary>
    public string District { get; set; } = "";

    /// <summary>What it does, for everybody; may be empty.</summary>
    public string About { get; set; } = "";

    /// <summary>Whether newcomers may ask to join, and its meetings are shown to everybody.</summary>
    public bool Open { get; set; } = true;

    /// <summary>The initiative that it belongs to; null when to none.</summary>
    public Guid? InitiativeId { get; set; }

    /// <summary>Who leads it (世話役): a member; null when nobody does at present.</summary>
    public Guid? LeaderId { get; set; }

    /// <summary>To whom the leader would like to hand over; null when to nobody.</summary>
    public Guid? LeadOfferedTo { get; set; }

    /// <summary>Whether it is there.</summary>
    public CircleState State { get; set; }

    /// <summary>Why it was closed; members were told.</summary>
    public string ClosedBecause { get; set; } = "";

    /// <summary>The circle with which staff propose to join; null when with none.</summary>
    public Guid? MergeInto { get; set; }

    /// <summary>Whether it ever had enough members.</summary>
    public bool HadEnough { get; set; }

    /// <summary>Since when it has too few members after it had enough; null when it has not.</summary>
    public DateOnly? ShrunkOn { get; set; }

    /// <summary>Who founded it.</summary>
    public Doer FoundedBy { get; set; } = new(Guid.Empty, "");

    /// <summary>When.</summary>
    public DateTimeOffset FoundedAt { get; set; }

    /// <summary>What makes it one circle while it is there: municipality and folded name.</summary>
    public string Key { get; set; } = "";

    internal Municipality? Municipality => SharedKernel.Municipality.ByCode(MunicipalityCode);

    internal static string KeyOf(string municipality, string name) => $"{municipality}|{FoldedText.Of(name)}";
}

/// <summary>Whether a circle is there.</summary>
public enum CircleState
{
    /// <summary>It is (活動中).</summary>
    Active,

    /// <summary>It was closed, or all its members went to another one (終了).</summary>
    Closed,
}

/// <summary>Somebody who belongs to a circle, or asked to. Who leaves is not kept.</summary>
public sealed class CircleMember
{
    /// <summary>Made from the circle and the person: nobody is a member twice.</summary>
    public Guid Id { get; set; }

    /// <summary>The circle.</summary>
    public Guid CircleId { get; set; }

    /// <summary>The person.</summary>
    public Guid HolderId { get; set; }

    /// <summary>Asked, or belongs to it.</summary>
    public MemberState State { get; set; }

    /// <summary>What the person said to the leader when asking; may be empty.</summary>
    public string Note { get; set; } = "";

    /// <summary>Since when.</summary>
    public DateOnly Since { get; set; }

    /// <summary>Whether the person does not want to go along to another circle.</summary>
    public bool Stays { get; set; }

    internal static Guid IdOf(Guid circle, Guid holder) => FactId.Of($"senior-engagement.circle-member|{circle:N}|{holder:N}");
}

/// <summary>How somebody stands to a circle.</summary>
public enum MemberState
{
    /// <summary>Asked to join (申込中).</summary>
    Asked,

    /// <summary>Belongs to it (会員).</summary>
    Member,
}

/// <summary>The rules of circles that are numbers.</summary>
internal static class CircleRules
{
    /// <summary>With fewer a circle is too small: once it had so many, it becomes a task for staff.</summary>
    public const int FewestMembers = 3;

    /// <summary>More do not come to know each other.</summary>
    public const int MostMembers = 60;

    /// <summary>Notes whether a circle has shrunk, with so many members as it has now.</summary>
    public static void Count(Circle circle, int members, DateOnly today)
    {
        circle.HadEnough |= members >= FewestMembers;
        circle.ShrunkOn = circle.State == CircleState.Active && circle.HadEnough && members < FewestMembers ? circle.ShrunkOn ?? today : null;
    }

    /// <summary>What staff have to do about a circle; nothing when all is well.</summary>
    public static IEnumerable<CircleNeed> Needs(Circle circle, int members, int asked)
    {
        if (circle.State != CircleState.Active) yield break;
        if (circle.ShrunkOn is not null) yield return CircleNeed.Shrunk;
        else if (members < FewestMembers) yield return CircleNeed.Growing;
        if (circle.LeaderId is null) yield return CircleNeed.NoLeader;
        if (circle.LeaderId is null && asked > 0) yield return CircleNeed.Asked;
    }
}

/// <summary>What staff have to do about a circle.</summary>
internal enum CircleNeed
{
    /// <summary>It has too few members now: find some, join it to another, or close it (人数が減った).</summary>
    Shrunk,

    /// <summary>It is new and has too few members yet (立ち上げ中).</summary>
    Growing,

    /// <summary>Nobody leads it (世話役がいない).</summary>
    NoLeader,

    /// <summary>Somebody asked to join, and no leader can answer (返事待ち).</summary>
    Asked,
}
