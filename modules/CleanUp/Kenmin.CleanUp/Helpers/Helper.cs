namespace Kenmin.CleanUp.Helpers;

/// <summary>A resident who has signed up as a helper (参加者): the name by which leaders and staff know them.</summary>
public sealed class Helper
{
    /// <summary>The account.</summary>
    public Guid Id { get; set; }

    /// <summary>The name, as it was when the person last signed up.</summary>
    public string Name { get; set; } = "";
}
