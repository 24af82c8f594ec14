using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Rules;

/// <summary>What a municipality (市町) does and asks in a campaign: its collection days, quotas, sorting, and whom to ask.</summary>
public sealed class MunicipalityRules
{
    /// <summary>Derived from campaign and municipality: there is one.</summary>
    public Guid Id { get; set; }

    /// <summary>The campaign.</summary>
    public Guid CampaignId { get; set; }

    /// <summary>The municipality, by its code of 6 digits.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>The days on which bags are collected (収集日), ascending.</summary>
    public List<DateOnly> CollectionDays { get; set; } = [];

    /// <summary>How many bags a group gets at most in the campaign; null: no limit.</summary>
    public int? BagsPerGroup { get; set; }

    /// <summary>How many bags there are for each person who takes part; null: no limit.</summary>
    public int? BagsPerPerson { get; set; }

    /// <summary>From how many bags on the office wants to know beforehand (多量ごみ); null: it need not know.</summary>
    public int? LargeFrom { get; set; }

    /// <summary>How many days before the collection it wants to know.</summary>
    public int? NoticeDays { get; set; }

    /// <summary>How litter is sorted (分別).</summary>
    public LocalizedText Sorting { get; set; }

    /// <summary>The office that answers (担当窓口).</summary>
    public string Office { get; set; } = "";

    /// <summary>Its telephone.</summary>
    public string Phone { get; set; } = "";

    /// <summary>Its e-mail; may be empty.</summary>
    public string Email { get; set; } = "";

    internal Municipality Municipality => SharedKernel.Municipality.ByCode(MunicipalityCode)!;

    internal static Guid IdOf(Guid campaign, string municipality) => FactId.Of($"clean-up.rules|{campaign:N}|{municipality}");

    /// <summary>How many bags a group may have for an activity with so many people; null: no limit.</summary>
    /// <param name="people">The people that are expected.</param>
    /// <param name="groupHas">Bags that the group has had in this campaign, of this municipality.</param>
    internal int? BagsLeft(int people, int groupHas)
    {
        var ofGroup = BagsPerGroup is { } group ? Math.Max(0, group - groupHas) : (int?)null;
        var ofPeople = BagsPerPerson is { } person ? (int)Math.Min((long)person * Math.Max(0, people), int.MaxValue) : (int?)null;
        return (ofGroup, ofPeople) switch { (null, _) => ofPeople, (_, null) => ofGroup, var (g, p) => Math.Min(g.Value, p.Value) };
    }

    /// <summary>The first collection day on or after a day; null when there is none.</summary>
    internal DateOnly? CollectionFrom(DateOnly day) => CollectionDays.Where(d => d >= day).Order().Cast<DateOnly?>().FirstOrDefault();

    /// <summary>Whether so many bags had to be announced earlier than on a day.</summary>
    internal bool IsLate(int bags, DateOnly announced, DateOnly collection) =>
        LargeFrom is { } from && bags >= from && announced.AddDays(NoticeDays ?? 0) > collection;
}
