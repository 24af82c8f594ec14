using System.Security.Claims;
using JasperFx;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Imports.Roster;
using Kenmin.SportsVolunteers.Volunteers.SamePerson;
using Marten;

namespace Kenmin.SportsVolunteers.Volunteers;

/// <summary>The data of a volunteer as staff enter them: all texts, read as leniently as a roster.</summary>
internal sealed record VolunteerCorrection
{
    public string? FamilyName { get; set; }

    public string? GivenName { get; set; }

    public string? Kana { get; set; }

    public string? BirthDate { get; set; }

    public string? Gender { get; set; }

    public string? PostalCode { get; set; }

    public string? Address { get; set; }

    public string? Phone { get; set; }

    public string? Email { get; set; }

    /// <summary>Activities, divided by ・ 、 or lines.</summary>
    public string? Wishes { get; set; }

    /// <summary>Qualifications, divided by ・ 、 or lines.</summary>
    public string? Qualifications { get; set; }

    public string? Remarks { get; set; }

    /// <summary>The version of the volunteer that the user saw.</summary>
    public Guid Version { get; set; }

    public static VolunteerCorrection Of(Volunteer volunteer) => new()
    {
        FamilyName = volunteer.FamilyName,
        GivenName = volunteer.GivenName,
        Kana = volunteer.Kana,
        BirthDate = volunteer.BirthDate is { } birth ? $"{birth:yyyy-MM-dd}" : "",
        Gender = volunteer.Gender.Name().Ja,
        PostalCode = Shown(SharedKernel.PostalCode.Parse(volunteer.PostalCode), volunteer.PostalCode),
        Address = volunteer.Address,
        Phone = Shown(PhoneNumber.Parse(volunteer.Phone), volunteer.Phone),
        Email = volunteer.Email,
        Wishes = string.Join('、', volunteer.Wishes),
        Qualifications = string.Join('、', volunteer.Qualifications),
        Remarks = volunteer.Remarks,
        Version = volunteer.Version,
    };

    private static string? Shown<T>(Parsed<T> parsed, string? stored) => parsed.TryGet(out var value) ? value!.ToString() : stored;
}

/// <summary>Corrects a volunteer's data, and keeps who changed what.</summary>
internal sealed class EditVolunteer(ISportsVolunteersStore store, IAuditTrail audit, TimeProvider clock)
{
    private const int LongestRemarks = 2000;

    /// <summary>What came of it.</summary>
    /// <param name="Found">Whether there is such a volunteer for this user.</param>
    /// <param name="Problems">What is wrong, by the field's name; an empty name is the whole.</param>
    public sealed record Answer(bool Found, IReadOnlyList<KeyValuePair<string, LocalizedText>> Problems);

    public async Task<Answer> HandleAsync(Guid id, VolunteerCorrection input, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession();
        var volunteer = await session.LoadAsync<Volunteer>(id, cancellationToken);
        if (volunteer is null or { Erased: true } || !VolunteerList.MaySee(user, volunteer)) return new(false, []);

        List<KeyValuePair<string, LocalizedText>> problems = [];
        T? Take<T>(string field, string? text, Func<string?, Parsed<T>> parse, bool required = false)
        {
            if (!required && string.IsNullOrWhiteSpace(text)) return default;
            var parsed = parse(text);
            if (parsed.IsOk) return parsed.Value;
            problems.Add(new(field, parsed.Error));
            return default;
        }

        var name = Take(nameof(input.FamilyName), input.FamilyName, 
            text => string.IsNullOrWhiteSpace(text) ? PersonName.Parse(text) : PersonName.Parse(text, input.GivenName), required: true);
        var kana = Take(nameof(input.Kana), input.Kana, KanaName.Parse);
        var birth = Take(nameof(input.BirthDate), input.BirthDate, text => BirthDate.Parse(text, JapanTime.Today(clock)).Then(day => Parsed<DateOnly?>.Ok(day)));
        var gender = Take(nameof(input.Gender), input.Gender, GenderText.Parse);
        var postal = Take(nameof(input.PostalCode), input.PostalCode, PostalCode.Parse);
        var address = Take(nameof(input.Address), input.Address, PostalAddress.Parse);
        var phone = Take(nameof(input.Phone), input.Phone, PhoneNumber.Parse);
        var email = Take(nameof(input.Email), input.Email, EmailAddress.Parse);
        var remarks = (input.Remarks ?? "").ReplaceLineEndings("\n").Trim();
        if (remarks.Length > LongestRemarks)
            problems.Add(new(nameof(input.Remarks), new($"備考は{LongestRemarks}文字までにしてください。", $"Keep the remarks to {LongestRemarks} characters.")));
        if (problems.Count == 0 && phone is null && email is null && address is null)
            problems.Add(new(nameof(input.Phone), new("電話番号・メールアドレス・住所のうち1つは入力してください。", "Enter at least one of telephone, mail address and address.")));
        if (input.Version != volunteer.Version)
            problems.Add(new("", new(
                "表示している間に、ほかの職員か取り込みがこの人の内容を変えました。最新の内容を開いて、もう一度直してください。",
                "Somebody else changed this person meanwhile. Open the latest data and make your change again.")));
        if (problems.Count > 0) return new(true, problems);

        List<FieldChange> changes = [];
        void Set(string ja, string en, string? before, string? after, Action set)
        {
            if ((before ?? "") == (after ?? "")) return;
            changes.Add(new(new(ja, en), before ?? "", after ?? ""));
            set();
        }

        Set("氏名", "Name", volunteer.FullName, name!.Full, () => (volunteer.FamilyName, volunteer.GivenName) = (name.Family, name.Given));
        Set("フリガナ", "Reading", volunteer.Kana, kana?.Full, () => volunteer.Kana = kana?.Full ?? "");
        Set("生年月日", "Date of birth", $"{volunteer.BirthDate:yyyy-MM-dd}", $"{birth:yyyy-MM-dd}", () => volunteer.BirthDate = birth);
        Set("性別", "Gender", volunteer.Gender.Name().Ja, gender.Name().Ja, () => volunteer.Gender = gender);
        Set("郵便番号", "Postal code", volunteer.PostalCode, postal?.Digits, () => volunteer.PostalCode = postal?.Digits);
        Set("住所", "Address", volunteer.Address, address?.Original,
            () => (volunteer.Address, volunteer.MunicipalityCode) = (address?.Original ?? "", address?.Municipality?.Code6));
        Set("電話番号", "Telephone", volunteer.Phone, phone?.Digits, () => volunteer.Phone = phone?.Digits);
        Set("メールアドレス", "E-mail", volunteer.Email, email?.Address, () => volunteer.Email = email?.Address);
        var wishes = Activities.Split(input.Wishes ?? "");
        Set("希望活動", "Activities wished for", string.Join('、', volunteer.Wishes), string.Join('、', wishes), () => volunteer.Wishes = wishes);
        var qualifications = Activities.Split(input.Qualifications ?? "");
        Set("資格", "Qualifications", string.Join('、', volunteer.Qualifications), string.Join('、', qualifications), () => volunteer.Qualifications = qualifications);
        Set("備考", "Remarks", volunteer.Remarks, remarks, () => volunteer.Remarks = remarks);
        if (changes.Count == 0) return new(true, []);

        await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.roster.changed", [id]), cancellationToken);
        volunteer.Changes.Add(new(clock.GetUtcNow(), user.AccountId(), user.DisplayName(), changes));
        volunteer.Reindex();
        session.Store(volunteer);
        await session.FindDuplicatesAsync(volunteer, clock.GetUtcNow(), cancellationToken);
        try
        {
            await session.SaveChangesAsync(cancellationToken);
        }
        catch (ConcurrencyException)
        {
            return new(true, [new("", new(
                "同時にほかの変更がありました。最新の内容を開いて、もう一度直してください。",
                "There was another change at the same time. Open the latest data and make your change again."))]);
        }
        return new(true, []);
    }
}
