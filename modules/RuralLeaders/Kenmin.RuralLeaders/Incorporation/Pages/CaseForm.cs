using System.Globalization;
using Kenmin.Pages;

namespace Kenmin.RuralLeaders.Incorporation.Pages;

/// <summary>What is typed about a corporation to be.</summary>
public sealed class CaseForm
{
    /// <summary>Its name.</summary>
    public string? Name { get; set; }

    /// <summary>The fields of activity, by their numbers.</summary>
    public List<string> Fields { get; set => field = value ?? []; } = [];

    /// <summary>Members with a vote.</summary>
    public string? Members { get; set; }

    /// <summary>Directors.</summary>
    public string? Directors { get; set; }

    /// <summary>Auditors.</summary>
    public string? Auditors { get; set; }

    /// <summary>Paid officers.</summary>
    public string? PaidOfficers { get; set; }

    internal static CaseForm Of(IncorporationCase c) => new()
    {
        Name = c.Name, Fields = [.. c.Fields.Select(Text)], Members = Text(c.Members), Directors = Text(c.Directors), Auditors = Text(c.Auditors), PaidOfficers = Text(c.PaidOfficers),
    };

    internal SaveIncorporation ToCommand(Guid id, Guid network, Guid account, FormErrors errors) => new(
        id, network, Name, [.. Fields.Select(f => int.TryParse(f, out var number) ? number : 0)], errors.TakeNumber("Input.Members", Members), errors.TakeNumber("Input.Directors", Directors),
        errors.TakeNumber("Input.Auditors", Auditors), errors.TakeNumber("Input.PaidOfficers", PaidOfficers), account);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
