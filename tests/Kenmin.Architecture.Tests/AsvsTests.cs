using System.Text.RegularExpressions;
using Kenmin.Architecture.Tests.House;

namespace Kenmin.Architecture.Tests;

/// <summary>The walk through OWASP ASVS 5.0.0 leaves nothing out, and names only what is there.</summary>
public sealed partial class AsvsTests
{
    private static readonly string Document = File.ReadAllText(RealHouse.Folder("docs", "asvs.md"));

    [Fact]
    public void Every_requirement_of_levels_1_and_2_stands_there_once()
    {
        var asked = File.ReadAllLines(RealHouse.Folder("tests", "Kenmin.Architecture.Tests", "asvs-5.0.0.txt")).Where(l => l.Length > 0).ToList();
        asked.Count.ShouldBe(253);
        Rows(Document).Select(r => $"{r.Number} {r.Level}").ShouldBe(asked);
        Rows("| 1.2.3 | 1 | something | ✓ | somewhere |\n| 1.2.3 | 1 | again | ✗ | nowhere |").Count.ShouldBe(2, "one that stands there twice is seen twice");
    }

    [Fact]
    public void Each_is_judged_and_what_is_not_met_says_why()
    {
        Rows(Document).Where(r => r.Mark is not ("✓" or "◐" or "✗" or "–")).Select(r => r.Number).ShouldBeEmpty();
        Rows(Document).Where(r => r.Mark is "◐" or "✗" && r.Where.Length < 10).Select(r => r.Number).ShouldBeEmpty("say what is missing");
        var counts = Rows(Document).CountBy(r => r.Mark).ToDictionary();
        Document.ShouldContain($"Of {Rows(Document).Count}: {counts["✓"]} met, {counts["◐"]} in part, {counts["✗"]} not met, {counts["–"]} do not apply.");
    }

    [Fact]
    public void What_it_points_to_is_there()
    {
        var sources = string.Join('\n', new[] { "host", "building-blocks", "modules", "tests" }
            .SelectMany(part => Directory.EnumerateFiles(RealHouse.Folder(part), "*.*", SearchOption.AllDirectories))
            .Where(f => (f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal))
                && !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !f.EndsWith("AsvsTests.cs", StringComparison.Ordinal))
            .Select(File.ReadAllText));
        var named = Rows(Document).SelectMany(r => Names().Matches(r.Where).Select(m => m.Groups[1].Value)).Distinct().ToList();
        named.Count.ShouldBeGreaterThan(60);
        named.Where(n => !sources.Contains(n, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static List<(string Number, string Level, string Mark, string Where)> Rows(string text) =>
        [.. Row().Matches(text).Select(m => (m.Groups[1].Value, m.Groups[2].Value, m.Groups[3].Value, m.Groups[4].Value))];

    [GeneratedRegex(@"^\| (\d+\.\d+\.\d+) \| (\d) \| [^|]+ \| (\S+) \| ([^|]*) \|\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();

    /// <summary>Names of types, and of members after them, such as <c>HostCookies</c> or <c>SecurityHeaders.Configure</c>.</summary>
    [GeneratedRegex("`([A-Z][a-z]+[A-Z][A-Za-z]+)[.A-Za-z<>]*`")]
    private static partial Regex Names();
}
