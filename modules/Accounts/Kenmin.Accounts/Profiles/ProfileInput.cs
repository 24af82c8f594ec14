using Kenmin.SharedKernel;

namespace Kenmin.Accounts.Profiles;

/// <summary>The fields of a profile as people write them.</summary>
public class ProfileInput
{
    /// <summary>Family name.</summary>
    public string? FamilyName { get; set; }

    /// <summary>Given name.</summary>
    public string? GivenName { get; set; }

    /// <summary>Reading of the family name.</summary>
    public string? FamilyKana { get; set; }

    /// <summary>Reading of the given name.</summary>
    public string? GivenKana { get; set; }

    /// <summary>Birth date in any usual style.</summary>
    public string? BirthDate { get; set; }

    /// <summary>Postal code.</summary>
    public string? PostalCode { get; set; }

    /// <summary>Address.</summary>
    public string? Address { get; set; }

    /// <summary>Telephone number.</summary>
    public string? Phone { get; set; }

    /// <summary>The fields as a profile has them.</summary>
    internal static void Fill(ProfileInput input, PersonProfile profile)
    {
        (input.FamilyName, input.GivenName) = (profile.FamilyName, profile.GivenName);
        var kana = profile.Kana.Split('\u3000', 2);
        (input.FamilyKana, input.GivenKana) = (kana[0], kana.Length > 1 ? kana[1] : "");
        input.BirthDate = profile.BirthDate is { } birth ? $"{birth:yyyy-MM-dd}" : "";
        input.PostalCode = profile.PostalCode is { } code && SharedKernel.PostalCode.Parse(code).TryGet(out var postal) ? postal.ToString() : "";
        input.Address = profile.Address;
        input.Phone = profile.Phone is { } digits && PhoneNumber.Parse(digits).TryGet(out var phone) ? phone.ToString() : "";
    }

    /// <summary>Writes what was entered to a profile; what is wrong is said at its field, and nothing is written then.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="today">Today in Japan.</param>
    /// <param name="needed">Whether name, birth date and address must be there.</param>
    internal IReadOnlyList<FieldRefusal> WriteTo(PersonProfile profile, DateOnly today, bool needed)
    {
        List<FieldRefusal> refusals = [];
        var name = Take(FamilyName is null or "" && GivenName is null or "", needed, nameof(FamilyName), () => PersonName.Parse(Joined(FamilyName, GivenName)), refusals);
        var kana = Take(string.IsNullOrWhiteSpace(FamilyKana) && string.IsNullOrWhiteSpace(GivenKana), false, nameof(FamilyKana), () => KanaName.Parse(Joined(FamilyKana, GivenKana)), refusals);
        DateOnly? birth = string.IsNullOrWhiteSpace(BirthDate) && !needed ? null
            : SharedKernel.BirthDate.Parse(BirthDate, today) is var parsed && parsed.TryGet(out var day) ? day : Refuse(nameof(BirthDate), parsed.Error);
        var postal = Take(string.IsNullOrWhiteSpace(PostalCode), false, nameof(PostalCode), () => SharedKernel.PostalCode.Parse(PostalCode), refusals);
        var address = Take(string.IsNullOrWhiteSpace(Address), needed, nameof(Address), () => PostalAddress.Parse(Address), refusals);
        var phone = Take(string.IsNullOrWhiteSpace(Phone), false, nameof(Phone), () => PhoneNumber.Parse(Phone), refusals);
        if (refusals.Count > 0) return refusals;

        // Two fields were asked for: what stands in them divides the name, whatever spaces are within.
        (profile.FamilyName, profile.GivenName) = name is null ? ("", "") : (FamilyName?.Trim() ?? "", GivenName?.Trim() ?? "");
        if (profile.FamilyName.Length == 0) (profile.FamilyName, profile.GivenName) = (profile.GivenName, "");
        profile.Kana = kana?.Full ?? "";
        profile.BirthDate = birth;
        profile.PostalCode = postal?.Digits;
        profile.Address = address?.Original ?? "";
        profile.MunicipalityCode = address?.Municipality?.Code6;
        profile.Phone = phone?.Digits;
        profile.Reindex();
        return [];

        DateOnly? Refuse(string field, LocalizedText reason)
        {
            refusals.Add(new(field, reason));
            return null;
        }
    }

    private static string Joined(string? family, string? given) => $"{family?.Trim()}\u3000{given?.Trim()}".Trim();

    private static T? Take<T>(bool empty, bool needed, string field, Func<Parsed<T>> parse, List<FieldRefusal> refusals) where T : class
    {
        if (empty && !needed) return null;
        var parsed = parse();
        if (parsed.TryGet(out var value)) return value;
        refusals.Add(new(field, parsed.Error));
        return null;
    }
}
