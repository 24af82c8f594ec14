using Kenmin.Modularity;
using Kenmin.SportsVolunteers.Registrations;

namespace Kenmin.SportsVolunteers.PersonalData.Consents;

/// <summary>What the module uses personal data for only while the person agrees.</summary>
internal static class ConsentPurposes
{
    public const string StayingRegistered = "sports-volunteers.staying-registered";
    public const string ProvisionToMunicipalities = "sports-volunteers.provision-to-municipalities";

    /// <summary>What was agreed to on a festival's own form.</summary>
    public const string FestivalForm = "festival-form";

    /// <summary>The version of the purpose of use from which on it says that municipalities see the roster.</summary>
    public const string SaysProvision = "2026-11";

    public static IReadOnlyList<PurposeDeclaration> All { get; } =
    [
        new(StayingRegistered, new("スポーツボランティアとしての継続登録", "Staying registered as a sports volunteer"),
            new("ボランティア登録、活動への申込、活動のご案内", "Registration, signing up for shifts, news of activities."),
            [
                new(FestivalForm, new(
                    "大会のボランティア申込書の「大会後の継続登録」の欄で、大会が終わったあとも登録を続けることに同意する。",
                    "On the festival's volunteer form: to stay registered after the festival.")),
                // The festival's consent was for the festival: those who gave it are asked for a fresh one.
                .. PurposeOfUse.All.Select(v => new PurposeText(v.Version, v.Text, AsksAgain: true)),
            ]),
        new(ProvisionToMunicipalities, new("お住まいの市町への情報の提供", "Provision to your municipality"),
            new("お住まいの市町の担当者からの活動のご案内", "News of activities from the staff of your municipality."),
            [
                new(SaysProvision, new(
                    "お預かりした氏名、フリガナ、生年月日、住所、連絡先、希望する活動、資格を、お住まいの市町のスポーツボランティア担当者が見ることに同意する。",
                    "The staff for sports volunteers of your municipality see your name and its reading, date of birth, address, contacts, wished activities and qualifications.")),
            ]),
    ];
}
