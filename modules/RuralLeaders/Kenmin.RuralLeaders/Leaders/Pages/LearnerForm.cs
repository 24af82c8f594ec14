using System.Globalization;
using Kenmin.Pages;

namespace Kenmin.RuralLeaders.Leaders.Pages;

/// <summary>What is typed about a person.</summary>
public sealed class LearnerForm
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The telephone.</summary>
    public string? Phone { get; set; }

    /// <summary>The municipality.</summary>
    public string? Municipality { get; set; }

    /// <summary>The settlement or district.</summary>
    public string? AreaId { get; set; }

    /// <summary>The year of birth.</summary>
    public string? BirthYear { get; set; }

    /// <summary>The paper.</summary>
    public string? Paper { get; set; }

    /// <summary>Staff say that it is another person.</summary>
    public bool AnotherPerson { get; set; }

    internal static LearnerForm Of(Learner l) => new()
    {
        Name = l.Name, Phone = l.Phone, Municipality = l.MunicipalityCode, AreaId = l.AreaId?.ToString(), BirthYear = l.BirthYear?.ToString(CultureInfo.InvariantCulture), Paper = l.Paper,
    };

    internal SaveLearner ToCommand(Guid id, Guid? account, Doer? by, FormErrors errors) => new(
        id, account, Name ?? "", Phone ?? "", Municipality ?? "", Guid.TryParse(AreaId, out var area) ? area : null, errors.TakeNumber("Input.BirthYear", BirthYear), Paper ?? "", by, AnotherPerson);
}
