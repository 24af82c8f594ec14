using Kenmin.Modularity;
using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;

namespace Kenmin.Programs.Initiatives.Enabling;

/// <summary>A value that is wanted for a setting, and by whom.</summary>
/// <param name="Value">The value as it is stored.</param>
/// <param name="WantedBy">The profiles, or what is set now.</param>
internal sealed record WantedValue(string Value, IReadOnlyList<LocalizedText> WantedBy);

/// <summary>A setting for which different values are wanted.</summary>
/// <param name="Module">The module's key.</param>
/// <param name="Field">The setting.</param>
/// <param name="Values">The values, at least two.</param>
internal sealed record ProfileClash(string Module, SettingField Field, IReadOnlyList<WantedValue> Values)
{
    /// <summary>What names it in forms and requests.</summary>
    public string Key => $"{Module}/{Field.Key}";
}

/// <summary>What several presets together would make of an initiative: pure, the same in the preview and in the doing.</summary>
/// <param name="Modules">The modules that they enable.</param>
/// <param name="Settings">The standing values of each of these modules afterwards.</param>
/// <param name="Clashes">Settings for which different values are wanted, decided or not.</param>
/// <param name="Problems">What stands against carrying it out.</param>
internal sealed record ProfilePlan(
    IReadOnlyList<string> Modules, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Settings, IReadOnlyList<ProfileClash> Clashes,
    IReadOnlyList<InitiativeProblem> Problems)
{
    private static readonly LocalizedText Now = new("今の設定", "as set now");

    /// <param name="initiative">The initiative.</param>
    /// <param name="profiles">Keys of the presets.</param>
    /// <param name="decided">The value for each clash, by the clash's key.</param>
    /// <param name="catalog">The modules that run.</param>
    public static ProfilePlan Make(
        Initiative initiative, IReadOnlyCollection<string> profiles, IReadOnlyDictionary<string, string> decided, ModuleCatalog catalog)
    {
        var (modules, clashes, problems) = (new List<string>(), new List<ProfileClash>(), new List<InitiativeProblem>());
        var settings = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        var known = catalog.Profiles();
        if (profiles.Count == 0 || profiles.Any(p => !known.ContainsKey(p)))
            problems.Add(new("Profiles", new("ひな形を一覧から1つ以上選んでください。", "Choose at least one preset from the list.")));

        foreach (var offer in catalog.Offers())
        {
            var chosen = offer.Profiles.Where(p => profiles.Contains(p.Key)).ToList();
            if (chosen.Count == 0) continue;
            modules.Add(offer.Key);
            if (offer.Settings is not { } declaration) continue;

            var now = initiative.SettingsOf(offer.Key, null);
            var values = new Dictionary<string, string?>(now.ToDictionary(v => v.Key, v => (string?)v.Value), StringComparer.Ordinal);
            foreach (var field in declaration.Fields)
            {
                var wanted = chosen.Where(p => p.Settings.ContainsKey(field.Key)).Select(p => (Value: p.Settings[field.Key], By: p.Name))
                    .Concat(now.TryGetValue(field.Key, out var set) ? [(set, Now)] : [])
                    .GroupBy(w => w.Item1, StringComparer.Ordinal).Select(g => new WantedValue(g.Key, [.. g.Select(w => w.Item2)])).ToList();
                if (wanted.Count == 0) continue;
                values[field.Key] = wanted[0].Value;
                if (wanted.Count == 1) continue;
                var clash = new ProfileClash(offer.Key, field, wanted);
                clashes.Add(clash);
                if (decided.TryGetValue(clash.Key, out var decision) && wanted.Any(w => w.Value == decision)) values[field.Key] = decision;
                else
                    problems.Add(new(clash.Key, new(
                        $"「{field.Label.Ja}」の値が分かれています。どれにするか選んでください。", $"“{field.Label.En}” is wanted with different values. Choose one.")));
            }

            var read = declaration.Read(values);
            problems.AddRange(read.Problems.Select(p => new InitiativeProblem($"{offer.Key}/{p.Key}", p.Reason)));
            settings[offer.Key] = read.Values;
        }

        return new(modules, settings, clashes, problems);
    }
}
