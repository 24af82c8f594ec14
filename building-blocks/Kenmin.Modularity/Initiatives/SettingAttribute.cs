using Kenmin.SharedKernel;

namespace Kenmin.Modularity.Initiatives;

/// <summary>
/// Declares a property as a setting of a module within an initiative, or names a member of an enum that a setting chooses from.
/// </summary>
/// <param name="ja">The label in Japanese.</param>
/// <param name="en">The label in English.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class SettingAttribute(string ja, string en) : Attribute
{
    /// <summary>The label.</summary>
    public LocalizedText Label { get; } = new(ja, en);

    /// <summary>How to fill it in, in Japanese.</summary>
    public string? HintJa { get; set; }

    /// <summary>How to fill it in, in English.</summary>
    public string? HintEn { get; set; }

    /// <summary>The unit of a number in Japanese.</summary>
    public string? UnitJa { get; set; }

    /// <summary>The unit of a number in English.</summary>
    public string? UnitEn { get; set; }

    /// <summary>The lowest number that is taken.</summary>
    public int Minimum { get; set; }

    /// <summary>The highest number that is taken.</summary>
    public int Maximum { get; set; } = 1_000_000;

    /// <summary>The longest text that is taken, in characters.</summary>
    public int Longest { get; set; } = 200;

    /// <summary>Whether it may differ by fiscal year (年度).</summary>
    public bool ByYear { get; set; } = true;
}

/// <summary>Settings with rules that concern several of them at once.</summary>
public interface IValidatedSettings
{
    /// <summary>What stands against these values together; nothing when they can be taken.</summary>
    IEnumerable<SettingProblem> Problems();
}

/// <summary>What is wrong with a setting.</summary>
/// <param name="Key">The setting's key: the property's name in camel case.</param>
/// <param name="Reason">What was expected, in words for the person who set it.</param>
public sealed record SettingProblem(string Key, LocalizedText Reason);
