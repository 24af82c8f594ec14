using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Kenmin.Testing;

/// <summary>What tests ask of every page.</summary>
public static partial class PageExtensions
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    // What is right need not be listed node by node.
    private const string Examine =
        """
        () => window.axe.run(document, {
          runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'] },
          resultTypes: ['violations'],
        }).then(result => result.violations.map(v => ({
          id: v.id, impact: v.impact, help: v.help,
          nodes: v.nodes.map(n => ({ target: n.target.join(' '), says: [...n.any, ...n.all, ...n.none].map(c => c.message) })),
        })))
        """;

    private const string Fetch =
        $$"""
        () => window.axe || !location.protocol.startsWith('http') ? !!window.axe : new Promise(fetched => {
          const rules = document.createElement('script');
          rules.src = '{{AxeRules.Path}}';
          rules.onload = rules.onerror = () => { rules.remove(); fetched(!!window.axe); };
          document.head.append(rules);
        })
        """;

    /// <summary>Examines the page, as it is now, with axe against WCAG 2.0, 2.1 and 2.2, levels A and AA.</summary>
    /// <param name="page">The page to examine, of a <see cref="BrowserFixture"/>, with scripts.</param>
    /// <exception cref="AccessibilityException">Something is violated; every violation is named with its place.</exception>
    public static async Task AxeAsync(this IPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var violations = await ViolationsAsync(page);
        if (violations.Length == 0)
            return;
        var message = new StringBuilder();
        message.AppendLine($"{page.Url} ({page.ViewportSize?.Width} px): {violations.Length} accessibility rules are violated.");
        foreach (var violation in violations)
        {
            message.AppendLine($"- {violation.Id} ({violation.Impact}): {violation.Help}");
            foreach (var node in violation.Nodes)
            {
                message.AppendLine($"    at {node.Target}");
                foreach (var said in node.Says)
                    message.AppendLine($"       {said}");
            }
        }
        throw new AccessibilityException(message.ToString());
    }

    // Where the page is just being left, the one that comes is meant.
    private static async Task<Violation[]> ViolationsAsync(IPage page)
    {
        for (var left = 3; ; left--)
        {
            try
            {
                // Before its styles are there, a page is not what anybody sees. In a browser without scripts the question is never answered.
                await page.WaitForLoadStateAsync();
                // The site itself has the rules at hand, which the browser keeps; where it has none, they are sent along: half a megabyte each time.
                if (!await page.EvaluateAsync<bool>(Fetch).WaitAsync(Limit)) await page.EvaluateAsync($"{AxeRules.Source};0");
                return await page.EvaluateAsync<Violation[]>(Examine).WaitAsync(Limit);
            }
            catch (PlaywrightException failure) when (left > 1 && failure.Message.Contains("Execution context was destroyed", StringComparison.Ordinal))
            {
                // Asked anew.
            }
        }
    }

    /// <summary>
    /// Saves a picture of the whole page as <c>artifacts/screenshots/NAME.png</c> of the repository, a folder that is
    /// not versioned.
    /// </summary>
    /// <param name="page">The page to picture.</param>
    /// <param name="name">Letters, digits and hyphens.</param>
    /// <returns>The full path of the picture.</returns>
    public static async Task<string> SaveScreenshotAsync(this IPage page, string name)
    {
        ArgumentNullException.ThrowIfNull(page);
        if (!PictureName().IsMatch(name))
            throw new ArgumentException($"'{name}' is not made of letters, digits and hyphens.", nameof(name));
        var path = Path.Combine(RepositoryRoot.Path, "artifacts", "screenshots", name + ".png");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = path, FullPage = true, Scale = ScreenshotScale.Css });
        return path;
    }

    [GeneratedRegex("^[A-Za-z0-9-]+$")]
    private static partial Regex PictureName();

    private sealed class Violation
    {
        public string Id { get; set; } = "";
        public string? Impact { get; set; }
        public string Help { get; set; } = "";
        public Node[] Nodes { get; set; } = [];
    }

    private sealed class Node
    {
        public string Target { get; set; } = "";
        public string[] Says { get; set; } = [];
    }
}

/// <summary>A page violates accessibility rules; the message lists them.</summary>
/// <param name="message">The rules, the places and what is wrong there.</param>
public sealed class AccessibilityException(string message) : Exception(message);
