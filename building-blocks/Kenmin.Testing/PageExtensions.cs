using System.Text;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Kenmin.Testing;

/// <summary>What tests ask of every page.</summary>
public static partial class PageExtensions
{
    private static readonly List<string> Tags =
        ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Examines the page, as it is now, with axe against WCAG 2.0, 2.1 and 2.2, levels A and AA.</summary>
    /// <param name="page">The page to examine.</param>
    /// <exception cref="AccessibilityException">Something is violated; every violation is named with its place.</exception>
    public static async Task AxeAsync(this IPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var result = await ExamineAsync(page);
        if (result.Violations.Length == 0)
            return;
        var message = new StringBuilder();
        message.AppendLine($"{page.Url} ({page.ViewportSize?.Width} px): {result.Violations.Length} accessibility rules are violated.");
        foreach (var violation in result.Violations)
        {
            message.AppendLine($"- {violation.Id} ({violation.Impact}): {violation.Help}");
            foreach (var node in violation.Nodes)
            {
                message.AppendLine($"    at {node.Target}");
                foreach (var check in node.Any.Concat(node.All).Concat(node.None))
                    message.AppendLine($"       {check.Message}");
            }
        }
        throw new AccessibilityException(message.ToString());
    }

    // Where the page is just being left, the one that comes is meant.
    private static async Task<AxeResult> ExamineAsync(IPage page)
    {
        for (var left = 3; ; left--)
        {
            try
            {
                // In a browser without scripts the question is never answered. The usual way opens a window of its own for each examination, to
                // keep frames of other sites apart; the site has none of them (see its policy), and the windows were most of the browser's work.
#pragma warning disable CS0618
                return await page.RunAxeLegacy(options: new AxeRunOptions
                {
                    RunOnly = new RunOnlyOptions { Type = "tag", Values = Tags },
                    // What is right need not be listed node by node.
                    ResultTypes = [ResultType.Violations],
                }).WaitAsync(Limit);
#pragma warning restore CS0618
            }
            catch (PlaywrightException failure) when (left > 1 && failure.Message.Contains("Execution context was destroyed", StringComparison.Ordinal))
            {
                await page.WaitForLoadStateAsync();
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
}

/// <summary>A page violates accessibility rules; the message lists them.</summary>
/// <param name="message">The rules, the places and what is wrong there.</param>
public sealed class AccessibilityException(string message) : Exception(message);
