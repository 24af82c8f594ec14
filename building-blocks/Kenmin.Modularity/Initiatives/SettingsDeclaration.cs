using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Kenmin.SharedKernel;

namespace Kenmin.Modularity.Initiatives;

/// <summary>
/// The settings of a module within an initiative, read from the type that the module declares: whole numbers, texts, yes or no,
/// and choices. Values travel as texts by key; what is not said follows the module's defaults.
/// </summary>
public sealed class SettingsDeclaration
{
    private static readonly ConcurrentDictionary<Type, SettingsDeclaration> Known = new();

    private readonly Type _type;
    private readonly IReadOnlyDictionary<string, SettingField> _byKey;

    private SettingsDeclaration(Type type)
    {
        _type = type;
        var defaults = New();
        Fields = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.GetCustomAttribute<SettingAttribute>() is not null).Select(p => SettingField.Of(p, defaults))];
        if (Fields.Count == 0) throw new ArgumentException($"{type.Name} has no property with [Setting].", nameof(type));
        _byKey = Fields.ToDictionary(f => f.Key, StringComparer.Ordinal);
    }

    /// <summary>The settings in the order of their declaration.</summary>
    public IReadOnlyList<SettingField> Fields { get; }

    /// <summary>Reads a type's declaration, once.</summary>
    /// <exception cref="ArgumentException">The type declares no settings, or one of a kind that is not supported.</exception>
    public static SettingsDeclaration Of(Type type) => Known.GetOrAdd(type, t => new(t));

    /// <summary>
    /// Reads texts as a person or program entered them. A blank is not a value: the standing value or the module's default
    /// applies.
    /// </summary>
    /// <param name="texts">By key.</param>
    /// <param name="standing">Standing values that a fiscal year's values differ from; null when these are the standing values.</param>
    public SettingsReading Read(IReadOnlyDictionary<string, string?> texts, IReadOnlyDictionary<string, string>? standing = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var problems = new List<SettingProblem>();
        foreach (var (key, text) in texts)
        {
            if (!_byKey.TryGetValue(key, out var field))
                problems.Add(new(key, new("この設定はありません。", "There is no such setting.")));
            else if (string.IsNullOrWhiteSpace(text))
                continue;
            else if (standing is not null && !field.ByYear)
                problems.Add(new(key, new("この設定は年度で分けられません。", "This setting is the same in all years.")));
            else if (field.Parse(text).TryGet(out var value)) values[key] = field.Write(value);
            else problems.Add(new(key, field.Parse(text).Error));
        }

        if (problems.Count == 0 && Make(Merge(standing, values)) is IValidatedSettings validated) problems.AddRange(validated.Problems());
        return new(values, problems);
    }

    /// <summary>The settings object for values that were taken by <see cref="Read"/>. What a newer version no longer knows or takes is passed over.</summary>
    public object Make(IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var made = New();
        foreach (var (key, text) in values)
            if (_byKey.TryGetValue(key, out var field) && field.Parse(text).TryGet(out var value))
                field.Property.SetValue(made, value);
        return made;
    }

    /// <summary>Standing values with those of a fiscal year over them.</summary>
    public static IReadOnlyDictionary<string, string> Merge(IReadOnlyDictionary<string, string>? standing, IReadOnlyDictionary<string, string>? ofYear)
    {
        var merged = new Dictionary<string, string>(standing ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        foreach (var (key, value) in ofYear ?? new Dictionary<string, string>()) merged[key] = value;
        return merged;
    }

    private object New() => Activator.CreateInstance(_type) ?? throw new ArgumentException($"{_type.Name} cannot be made.");

    internal static string KeyOf(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);
}

/// <summary>What was made of entered settings.</summary>
/// <param name="Values">The values that were said, as they are stored.</param>
/// <param name="Problems">What stands against them; nothing when they can be stored.</param>
public sealed record SettingsReading(IReadOnlyDictionary<string, string> Values, IReadOnlyList<SettingProblem> Problems);
