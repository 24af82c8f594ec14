using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Groups;

/// <summary>What kind of group it is.</summary>
public enum GroupKind
{
    /// <summary>A neighbourhood association (自治会・町内会).</summary>
    Neighbourhood,

    /// <summary>A school (学校).</summary>
    School,

    /// <summary>A company (企業・事業所).</summary>
    Company,

    /// <summary>An association or club (団体).</summary>
    Association,

    /// <summary>Friends or family (友人・家族).</summary>
    Friends,

    /// <summary>A lone resident (個人).</summary>
    Alone,
}

/// <summary>Those who clean together (グループ), led by a resident. Everybody may see its name, and nothing else.</summary>
public sealed class Group
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>What it is.</summary>
    public GroupKind Kind { get; set; }

    /// <summary>Its name; empty for a lone resident, whose name is nobody's business.</summary>
    public string Name { get; set; } = "";

    /// <summary>The municipality that it is at home in, by its code of 6 digits.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>The account of who leads it (代表者); null once that person's data are erased.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>The leader's name, for staff.</summary>
    public string LeaderName { get; set; } = "";

    /// <summary>The leader's telephone, for staff.</summary>
    public string Phone { get; set; } = "";

    /// <summary>The name that everybody sees.</summary>
    internal LocalizedText PublicName => Kind == GroupKind.Alone ? new("個人での参加", "A resident alone") : LocalizedText.Same(Name);

    /// <summary>Takes the leader out of it. What the group did stays; the name of friends may be a person's and goes too.</summary>
    internal void ForgetLeader()
    {
        (AccountId, LeaderName, Phone) = (null, "", "");
        if (Kind == GroupKind.Friends) Name = new LocalizedText("（名称は削除済み）", "(name removed)").Ja;
    }
}

/// <summary>Names of <see cref="GroupKind"/>.</summary>
internal static class GroupKinds
{
    public static LocalizedText NameOf(GroupKind kind) => kind switch
    {
        GroupKind.Neighbourhood => new("自治会・町内会", "Neighbourhood association"), GroupKind.School => new("学校", "School"),
        GroupKind.Company => new("企業・事業所", "Company"), GroupKind.Association => new("団体・サークル", "Association or club"),
        GroupKind.Friends => new("友人・家族", "Friends or family"), _ => new("個人", "Alone"),
    };
}
