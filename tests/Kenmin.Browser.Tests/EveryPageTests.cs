using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Kenmin.Modularity.Access;
using Kenmin.Pages;
using Kenmin.Testing;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Playwright;

namespace Kenmin.Browser.Tests;

/// <summary>
/// Walks the site as every role would, by its own links, and looks at each kind of page once: no dead link, nothing that axe
/// finds, nothing that must be scrolled sideways on a phone. A new page that no link leads to fails here.
/// </summary>
public sealed partial class EveryPageTests(Site site)
{
    /// <summary>Pages that no link of the site leads to, and why.</summary>
    private static readonly Dictionary<string, string> ReachedOtherwise = new(StringComparer.Ordinal)
    {
        ["/error"] = "shown when something broke",
        ["/status/{Code:int}"] = "shown for an answer without a page",
        ["/not-found"] = "shown for an unknown address",
        ["/accounts/first-administrator"] = "the link is in the log of a host without an administrator",
        ["/admin/features/drafts/{Id:guid}"] = "made by sending a form; its own journey walks it",
        ["/admin/features/history/{Id:guid}"] = "there is none before something was decided; its own journey walks it",
        ["/accounts/check-mail"] = "shown after a form that sends a mail",
        ["/accounts/verify"] = "the link is in a mail",
        ["/accounts/reset-password"] = "the link is in a mail",
        ["/accounts/change-address"] = "the link is in a mail",
        ["/accounts/claim/finish"] = "the link is in a mail; its own journey walks it",
        ["/accounts/guardian"] = "the link is in a mail; its own journey walks it",
        ["/admin/merges/{Id:guid}"] = "there is no merging in the demonstration; the module's tests walk it",
        ["/accounts/unsubscribe"] = "the link is in a mail",
        ["/accounts/external/failed"] = "shown when a provider did not sign somebody in; only where one is configured",
        ["/accounts/external/unknown"] = "shown after a provider named somebody new; only where one is configured",
        ["/accounts/external/register"] = "shown after a provider named somebody new; only where one is configured",
        ["/me/security/external"] = "linked from the page of security where a provider is configured; its own tests walk it",
        ["/accounts/second-factor"] = "shown after the password, where there is a second factor",
        ["/dev/mail/{Name}"] = "there may be no mail yet; its own journey reads one",
        ["/sports/cover/{Id:guid}"] = "the link is in a notice to who is asked to step in; the module's tests walk it",
        ["/sports/answer/{Token}"] = "the link is in a letter; its own journey walks it",
        ["/staff/requests/{Id:guid}"] = "there is no request in the demonstration; its own journey walks it",
        ["/staff/requests/{Id:guid}/certificate"] = "there is no request in the demonstration; its own journey walks it",
        ["/staff/sports/imports/{Id:guid}"] = "there is no import before somebody uploads a file; the festival's journey walks it",
        ["/staff/initiatives/{Id:guid}/profiles"] = "opened by the form that chooses presets; its own journey walks it",
        ["/staff/clean-up/sites/imports/{Id:guid}"] = "there is no import before somebody hands in a file; the module's tests walk it",
        ["/clean-up/litter/mine/{Secret}"] = "the link is shown once to who reported; its own journey walks it",
        ["/staff/rural-leaders/areas/imports/{Id:guid}"] = "there is no import before somebody hands in a file; the module's tests walk it",
        ["/staff/community-business/local/imports/{Id:guid}"] = "there is no import before somebody hands in a file; the module's tests walk it",
        ["/certificates/{Number}"] = "the address is on a certificate; its own journey walks it",
        ["/staff/senior-engagement/calls/{Id:guid}"] = "a call that was made is on no list; its own journey makes it",
        ["/senior-engagement/leader-requests/mine/{Secret}"] = "the link is shown once to who asked; its own journey walks it",
        ["/community-business/library/{Id:guid}"] = "linked from the library; a journey withdraws one, and walks it",
        ["/community-business/showcase/{Id:guid}"] = "linked from the showcase; a journey hides one, and walks it",
        ["/sports/link/{Token}"] = "the link is in a letter or on a sheet; its own journey walks it",
    };

    [Fact]
    public async Task Every_page_is_reached_by_links_works_for_everyone_and_fits_a_phone()
    {
        var templates = Templates();
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        var problems = new List<string>();
        // Where journeys that run at the same time have put what they made before the demonstration's, more of each kind is walked.
        foreach (var limit in new[] { 3, 12 })
        {
            if (limit > 3 && !Unseen().Any()) break;
            foreach (var persona in new string?[] { null, Roles.Resident, Roles.ProgramOwner, Roles.Administrator, Roles.MunicipalStaff, Roles.Auditor })
            {
                var page = await site.OnPhoneAsync(persona);
                await WalkAsync(page, persona ?? "visitor", limit, templates, seen, problems);
                await page.Context.CloseAsync();
            }
        }

        problems.ShouldBeEmpty();
        Unseen().ShouldBeEmpty("no link leads to these pages");

        IEnumerable<string> Unseen() => templates.Select(t => "/" + t.TemplateText!.TrimStart('/')).Where(t => !seen.ContainsKey(t) && !ReachedOtherwise.ContainsKey(t));
    }

    private async Task WalkAsync(IPage page, string reader, int limit, List<RouteTemplate> templates, Dictionary<string, string> seen, List<string> problems)
    {
        // Each kind of page is walked so many times for its links, but examined once.
        var walked = new Dictionary<string, int>(StringComparer.Ordinal);
        var queue = new Queue<string>(["/"]);
        var queued = new HashSet<string>(["/"], StringComparer.Ordinal);
        while (queue.TryDequeue(out var path))
        {
            var template = TemplateOf(path, templates) ?? path.Split('?')[0];
            if (walked.GetValueOrDefault(template) >= limit) continue;
            walked[template] = walked.GetValueOrDefault(template) + 1;
            // What was examined before is read for its links only, without drawing it.
            var answer = await page.APIRequest.GetAsync(site.At(path), new() { Headers = AsABrowser });
            // A journey that runs at the same time may have settled what the link led to.
            if (answer.Status == 404 && ReachedOtherwise.ContainsKey(template)) continue;
            if (!answer.Ok)
            {
                problems.Add($"{reader}: {path} answers {answer.Status}");
                continue;
            }

            if (seen.TryAdd(template, path))
            {
                await page.GotoAsync(site.At(path));
                await ExamineAsync(page, reader, path, template, problems);
            }

            foreach (var link in Links().Matches(await answer.TextAsync()).Where(l => !l.Value.Contains(" download", StringComparison.Ordinal)))
            {
                var uri = new Uri(new Uri(answer.Url), WebUtility.HtmlDecode(link.Groups[1].Value));
                if (uri.Authority != site.Address.Authority || uri.AbsolutePath.StartsWith("/health", StringComparison.Ordinal)) continue;
                var next = uri.PathAndQuery;
                // Files are fetched by their own tests; a browser would start a download.
                if (Path.GetExtension(uri.AbsolutePath) is ".csv" or ".xlsx" or ".pdf" or ".ics" or ".json" or ".jpg" || uri.AbsolutePath.Contains("/export", StringComparison.Ordinal) || uri.AbsolutePath.StartsWith("/api/", StringComparison.Ordinal)) continue;
                if (uri.Query.Contains("lang=", StringComparison.Ordinal)) continue;
                if (queued.Add(next)) queue.Enqueue(next);
            }
        }
    }

    private static async Task ExamineAsync(IPage page, string reader, string path, string template, List<string> problems)
    {
        var before = problems.Count;
        try
        {
            await page.AxeAsync();
        }
        catch (AccessibilityException exception)
        {
            problems.Add($"{reader}: {path}: {exception.Message}");
        }

        var overflow = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (overflow > 0) problems.Add($"{reader}: {path} is {overflow} pixels wider than the phone");
        if (await page.Locator("h1").CountAsync() != 1) problems.Add($"{reader}: {path} has not exactly one main heading");
        if (problems.Count > before) await page.SaveScreenshotAsync(string.Concat(["page", .. template.Replace('/', '-').Where(c => char.IsAsciiLetterOrDigit(c) || c == '-').Select(c => c.ToString())]));
    }

    private List<RouteTemplate> Templates() =>
    [
        .. site.Modules.PageAssemblies().Append(typeof(App).Assembly)
            .SelectMany(a => a.GetTypes()).SelectMany(t => t.GetCustomAttributes<RouteAttribute>())
            .Select(r => TemplateParser.Parse(r.Template.TrimStart('/'))),
    ];

    private static readonly KeyValuePair<string, string>[] AsABrowser = [new("Accept", "text/html")];

    [GeneratedRegex("<a\\s[^>]*?href=\"([^\"]+)\"[^>]*>")]
    private static partial Regex Links();

    private static string? TemplateOf(string path, List<RouteTemplate> templates)
    {
        var best = templates
            .Where(t => new TemplateMatcher(t, []).TryMatch(new PathString(path.Split('?')[0]), []))
            .OrderBy(t => t.Parameters.Count).FirstOrDefault();
        return best is null ? null : "/" + best.TemplateText;
    }
}
