using System.Globalization;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using static Kenmin.Pages.Texts;

namespace Kenmin.CommunityBusiness.Organisations.Pages;

/// <summary>What is typed about an organisation. Fields have the names of the command's, so that what stands against it is shown where it is.</summary>
internal sealed class OrganisationForm
{
    /// <summary>The organisation's id, made when the page is opened, so that sending twice enters one.</summary>
    public string? Id { get; set; }

    /// <summary>The revision that was read.</summary>
    public string? Revision { get; set; }

    /// <summary>The kind.</summary>
    public string? Kind { get; set; }

    /// <summary>The corporate number.</summary>
    public string? Number { get; set; }

    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The reading.</summary>
    public string? Kana { get; set; }

    /// <summary>The postal code.</summary>
    public string? PostalCode { get; set; }

    /// <summary>The address.</summary>
    public string? Address { get; set; }

    /// <summary>The municipality.</summary>
    public string? Municipality { get; set; }

    internal static OrganisationForm New(DateTimeOffset now) => new() { Id = Guid.CreateVersion7(now).ToString(), Revision = "0" };

    internal static OrganisationForm Of(Organisation o) => new()
    {
        Id = o.Id.ToString(), Revision = o.Revision.ToString(CultureInfo.InvariantCulture), Kind = o.Kind.ToString(), Number = o.Number, Name = o.Name.Text, Kana = o.Kana.Text,
        PostalCode = OrganisationWords.PostalCodeOf(o.PostalCode.Text), Address = o.Address.Text, Municipality = o.MunicipalityCode,
    };

    internal SaveOrganisation? ToCommand(Doer? by, OfficePowers? office) => Guid.TryParse(Id, out var id) && int.TryParse(Revision, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
        ? new(id, Enum.TryParse<OrganisationKind>(Kind, out var kind) && Enum.IsDefined(kind) ? kind : null, Number, Name, Kana, PostalCode, Address, Municipality, revision, by, office) : null;

    /// <summary>Fills the fields with what the register says of the number.</summary>
    internal void Fill(string number, RegisterAnswer found)
    {
        (Number, Name, Kana, PostalCode, Address) = (number, found.Name, found.Kana, OrganisationWords.PostalCodeOf(found.PostalCode), found.Address);
        Kind = OrganisationWords.KindByName(found.Name)?.ToString() ?? Kind;
        Municipality = OrganisationWords.PlaceOf(found.Address)?.Code6 ?? Municipality;
    }

    /// <summary>What came of a look into the register, in words.</summary>
    internal static (Tone Tone, LocalizedText Text) Told(RegisterLook look)
    {
        if (look.Answer is not { Found: true } found)
            return (Tone.Warning, look.Silence is { } silence ? OrganisationWords.Silence(silence)
                : L("この法人番号は gBizINFO にありませんでした。番号を確かめるか、そのまま入力してください。", "gBizINFO does not know this number. Check it, or enter the facts by hand."));
        var day = Dates.LongText(JapanTime.DayOf(found.AskedAt));
        var closed = found.Closed ? L("この法人は、登記が閉鎖されています。", " The register says that this corporation was closed.") : LocalizedText.Same("");
        return (found.Closed || look.Silence is not null ? Tone.Warning : Tone.Success, look.Silence is null
            ? L($"gBizINFO の情報（{day.Ja}に取得）を下に入れました。確かめて、保存してください。{closed.Ja}", $"Filled in below from gBizINFO ({day.En}). Check it and save.{closed.En}")
            : L($"gBizINFO から今は答えがないため、前に取得した情報（{day.Ja}）を下に入れました。{closed.Ja}", $"gBizINFO does not answer now; what it said before ({day.En}) was filled in below.{closed.En}"));
    }
}

/// <summary>A number that is to be looked up.</summary>
internal sealed class LookForm
{
    /// <summary>The corporate number.</summary>
    public string? Number { get; set; }
}

/// <summary>Which organisation runs a venture, and words that are searched for.</summary>
internal sealed class ChoiceForm
{
    /// <summary>The organisation; empty for none.</summary>
    public string? OrganisationId { get; set; }

    /// <summary>What is searched for.</summary>
    public string? Words { get; set; }
}
