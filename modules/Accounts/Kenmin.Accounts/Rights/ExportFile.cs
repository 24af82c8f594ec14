using System.IO.Compression;
using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.Accounts.Rights;

/// <summary>The collection as one file: a page to read, and the same for programs.</summary>
internal sealed class ExportFile(IAccountsStore store, ModuleCatalog modules, TimeProvider clock) : ISiteEndpoints
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All),
    };

    public static string Address(Guid id) => $"/me/data/{id}/data.zip";

    public void Map(IEndpointRouteBuilder site) => site.MapGet("/me/data/{id:guid}/data.zip", DownloadAsync)
        .RequireAuthorization().AlwaysOn("people see what is held about them").ExcludeFromDescription();

    private async Task<IResult> DownloadAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<PersonalDataExport>(id, cancellationToken) is not { } export || export.AccountId != user.AccountId()
            || export.RequestedAt + PersonalDataExport.Kept < clock.GetUtcNow())
            return Results.NotFound();
        var answers = await session.Query<PersonalDataAnswer>().Where(a => a.RequestId == id).ToListAsync(cancellationToken);
        if (export.Modules.Except(answers.Select(a => a.Module)).Any()) return Results.NotFound();
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            await WriteAsync(zip, "index.html", Html(export, answers), cancellationToken);
            await WriteAsync(zip, "data.json", Json(export, answers), cancellationToken);
        }

        return Results.File(file.ToArray(), "application/zip", "my-data.zip");
    }

    private static async Task WriteAsync(ZipArchive zip, string name, string text, CancellationToken cancellationToken)
    {
        await using var entry = await zip.CreateEntry(name).OpenAsync(cancellationToken);
        await entry.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
    }

    private static string Json(PersonalDataExport export, IEnumerable<PersonalDataAnswer> answers) => JsonSerializer.Serialize(
        new
        {
            requestedAt = export.RequestedAt,
            modules = answers.OrderBy(a => a.Module, StringComparer.Ordinal).Select(a => new
            {
                module = a.Module,
                sections = a.Sections.Select(s => new
                {
                    source = s.Source, title = s.Title.ToString(),
                    entries = s.Entries.Select(e => e.GroupBy(f => f.Name).ToDictionary(g => g.Key, g => g.First().Value)),
                }),
            }),
        }, Readable);

    private string Html(PersonalDataExport export, IEnumerable<PersonalDataAnswer> answers)
    {
        var title = new LocalizedText("あなたについて保有している情報", "What is held about you").ToString();
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html><html lang=\"").Append(System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName)
            .Append("\"><head><meta charset=\"utf-8\"><title>").Append(Text(title))
            .Append("</title><style>body{font-family:sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;line-height:1.7}dl{display:grid;grid-template-columns:14rem 1fr;gap:.2rem 1rem;border-top:1px solid #999;padding-top:.6rem}dt{font-weight:bold}dd{margin:0;overflow-wrap:anywhere}</style></head><body><h1>")
            .Append(Text(title)).Append("</h1><p>").Append(Text(JapanTime.Local(export.RequestedAt).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture))).Append("</p>");
        foreach (var answer in answers.OrderBy(a => a.Module, StringComparer.Ordinal))
        {
            var module = modules.Modules.FirstOrDefault(m => m.Manifest.Key == answer.Module)?.Manifest.Name.ToString() ?? answer.Module;
            html.Append("<h2>").Append(Text(module)).Append("</h2>");
            if (answer.Sections.Length == 0) html.Append("<p>").Append(Text(new LocalizedText("保有している情報はありません。", "Nothing is held.").ToString())).Append("</p>");
            foreach (var section in answer.Sections)
            {
                html.Append("<h3>").Append(Text(section.Title.ToString())).Append("</h3>");
                foreach (var entry in section.Entries)
                {
                    html.Append("<dl>");
                    foreach (var field in entry) html.Append("<dt>").Append(Text(field.Label.ToString())).Append("</dt><dd>").Append(Text(field.Value)).Append("</dd>");
                    html.Append("</dl>");
                }
            }
        }

        return html.Append("</body></html>").ToString();
    }

    private static string Text(string text) => HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All).Encode(text);
}
