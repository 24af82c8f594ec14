using Kenmin.Modularity;
using Kenmin.Pages;
using Kenmin.Passport.Contracts;
using Kenmin.Passport.Search;
using Kenmin.SharedKernel;

namespace Kenmin.Passport.Records;

/// <summary>Records in words.</summary>
internal static class RecordWords
{
    public static LocalizedText NameOf(ProofLevel proof) => proof switch
    {
        ProofLevel.CheckedIn => new("受付で記録", "Recorded on the spot"), ProofLevel.Confirmed => new("代表者が確認", "Confirmed by the leader"),
        ProofLevel.DocumentHeld => new("本人の申告（書類あり）", "Stated, with a paper"), _ => new("本人の申告", "Stated by the person"),
    };

    public static LocalizedText NameOf(ModuleCatalog modules, string? module) => module is null ? new("自分で入力した活動", "Entered by the person") : modules.NameOf(module);

    public static LocalizedText NameOf(CertificateKind kind) => kind == CertificateKind.Completion ? new("修了証", "Certificate") : new LocalizedText("登録・資格", "Licence");

    public static string Valid(Certificate certificate, DateOnly today) => certificate.ValidUntil is not { } last ? new LocalizedText("期限なし", "Does not end").ToString()
        : certificate.IsValidOn(today) ? new LocalizedText($"{Dates.LongText(last).Ja}まで", $"Until {Dates.LongText(last).En}").ToString()
        : new LocalizedText($"{Dates.LongText(last).Ja}に終わりました", $"Ended on {Dates.LongText(last).En}").ToString();

    public static string Days(RecordLine line) => line.First == line.Last
        ? Dates.Long(line.First) : $"{Dates.Long(line.First)}{new LocalizedText("～", " – ")}{Dates.Long(line.Last)}";

    public static string Length(int? minutes) => minutes is { } known ? Times.Duration(TimeSpan.FromMinutes(known)) : new LocalizedText("わからない", "Not known").ToString();

    public static string Where(RecordLine line) => string.Join(
        new LocalizedText("　", ", ").ToString(), new[] { Municipality.ByCode(line.MunicipalityCode)?.Names.ToString(), line.Place }.Where(p => !string.IsNullOrWhiteSpace(p)));
}
