using Kenmin.Accounts.Contracts;
using Kenmin.Pages;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SharedKernel;

namespace Kenmin.SeniorEngagement.Proxies.Pages;

/// <summary>Who may act for a person.</summary>
public sealed class ProxyForm
{
    /// <summary>The proxy's id, made when the page is opened, so that sending twice opens one.</summary>
    public string? Id { get; set; }

    /// <summary>The code, made when the page is opened, so that sending twice shows the one that works.</summary>
    public string? Code { get; set; }

    /// <summary>The name.</summary>
    public string? ProxyName { get; set; }

    /// <summary>Who that is.</summary>
    public string? Relation { get; set; }

    /// <summary>What for.</summary>
    public string? Purpose { get; set; }

    /// <summary>Until when.</summary>
    public string? Until { get; set; }

    /// <summary>How the person said so; asked of staff.</summary>
    public string? Channel { get; set; }

    internal static ProxyForm New(TimeProvider clock) => new()
    {
        Id = Guid.CreateVersion7(clock.GetUtcNow()).ToString(), Code = Proxy.Codes.New(), Until = JapanTime.Today(clock).AddMonths(6).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
    };

    internal OpenProxy ToCommand(Guid holder, Doer by, ActingAs @as, ConsentChannel channel, FormErrors errors)
    {
        if (!Enum.TryParse<ProxyRelation>(Relation, out var relation) || !Enum.IsDefined(relation))
            errors.Add("Input.Relation", new("どなたかを選んでください。", "Choose who it is."));
        // Staff of the desk are whoever is there; they have no name here.
        var name = relation == ProxyRelation.Staff && string.IsNullOrWhiteSpace(ProxyName) ? ProxyWords.Of(ProxyRelation.Staff).Ja : ProxyName;
        return new(Guid.TryParse(Id, out var id) ? id : Guid.CreateVersion7(), holder, name, relation, Purpose, errors.TakeDay("Input.Until", Until), Code ?? "", by, @as, channel);
    }
}
