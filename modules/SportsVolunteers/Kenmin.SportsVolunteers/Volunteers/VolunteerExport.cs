using System.Security.Claims;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;

namespace Kenmin.SportsVolunteers.Volunteers;

/// <summary>Takes volunteers out as a spreadsheet; texts stay texts, nothing in it is run as a formula.</summary>
internal static class VolunteerExport
{
    /// <summary>Writes a file; <paramref name="output"/> must be written synchronously, such as a temporary file.</summary>
    public static async Task WriteAsync(
        IAsyncEnumerable<Volunteer> volunteers, bool workbook, bool remarks, Stream output, CancellationToken cancellationToken)
    {
        List<LocalizedText> headings =
        [
            new("氏名", "Name"), new("フリガナ", "Reading"), new("生年月日", "Date of birth"), new("性別", "Gender"), new("郵便番号", "Postal code"),
            new("市町", "Municipality"), new("住所", "Address"), new("電話番号", "Telephone"), new("メールアドレス", "E-mail"),
            new("希望活動", "Activities wished for"), new("資格", "Qualifications"),
        ];
        if (remarks) headings.Add(new("備考", "Remarks"));
        using var csv = workbook ? null : new CsvWriter(output);
        using var xlsx = workbook ? new XlsxWriter(output, new LocalizedText("ボランティア", "Volunteers").ToString()) : null;
        void Write(IReadOnlyList<string?> cells)
        {
            csv?.WriteRow(cells);
            xlsx?.WriteRow(cells);
        }

        Write([.. headings.Select(h => h.ToString())]);
        await foreach (var v in volunteers.WithCancellation(cancellationToken))
        {
            List<string?> cells =
            [
                v.FullName, v.Kana, $"{v.BirthDate:yyyy-MM-dd}", v.Gender.Name().ToString(), v.PostalCode,
                Municipality.ByCode(v.MunicipalityCode)?.Names.ToString(), v.Address, v.Phone, v.Email, string.Join('、', v.Wishes), string.Join('、', v.Qualifications),
            ];
            if (remarks) cells.Add(v.Remarks);
            Write(cells);
        }
    }
}
