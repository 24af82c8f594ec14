using System.Globalization;
using Kenmin.Pages;

namespace Kenmin.CommunityBusiness.Plans.Pages;

/// <summary>What is typed about a line of the cash flow.</summary>
internal sealed class CashLineForm
{
    /// <summary>The revision that was read.</summary>
    public string? Revision { get; set; }

    /// <summary>The line's id, made when the page is opened, so that sending twice adds one.</summary>
    public string? Id { get; set; }

    /// <summary>Its kind.</summary>
    public string? Kind { get; set; }

    /// <summary>Its name.</summary>
    public string? Name { get; set; }

    /// <summary>Yen for one.</summary>
    public string? UnitPrice { get; set; }

    /// <summary>The share of the income, in per cent.</summary>
    public string? BasisPoints { get; set; }

    /// <summary>One value for all months; taken instead of the months when it is filled in.</summary>
    public string? Every { get; set; }

    /// <summary>The value of each month.</summary>
    public List<string> Months { get; set; } = [];

    internal static CashLineForm Of(BusinessPlan plan, CashLine line) => new()
    {
        Revision = plan.Revision.ToString(CultureInfo.InvariantCulture), Id = line.Id.ToString(), Kind = line.Kind.ToString(), Name = line.Name, UnitPrice = line.Kind == CashKind.Income ? PlanNumbers.Text(line.UnitPrice) : null,
        BasisPoints = line.Kind == CashKind.VariableCost ? PlanNumbers.Share(line.BasisPoints) : null, Months = [.. line.Months.Select(m => m == 0 ? "" : PlanNumbers.Text(m))],
    };

    /// <summary>The line that was typed; what cannot be read is told at its field.</summary>
    internal CashLine? ToLine(FormErrors errors)
    {
        if (!Guid.TryParse(Id, out var id) || !Enum.TryParse<CashKind>(Kind, out var kind) || !Enum.IsDefined(kind)) return null;
        errors.Take(() => UnitPrice, PlanNumbers.Whole(UnitPrice), out var price);
        errors.Take(() => BasisPoints, PlanNumbers.BasisPoints(BasisPoints), out var share);
        List<long> months = [];
        if (!string.IsNullOrWhiteSpace(Every))
        {
            errors.Take(() => Every, PlanNumbers.Whole(Every), out var every);
            months = [.. Enumerable.Repeat(every, CashPlan.Length)];
        }
        else
        {
            for (var i = 0; i < CashPlan.Length; i++)
            {
                var parsed = PlanNumbers.Whole(Months.ElementAtOrDefault(i));
                if (!parsed.TryGet(out var value)) errors.Add($"Input.Months[{i}]", parsed.Error);
                months.Add(value);
            }
        }

        return new(id, kind, Name ?? "", price, share, months);
    }
}
