namespace Kenmin.SharedKernel;

/// <summary>What a module holds on a person in one place, for disclosure (開示).</summary>
/// <param name="Source">The table, by which it is seen that nothing is left out.</param>
/// <param name="Title">What it is.</param>
/// <param name="Entries">Each entry with its fields.</param>
public sealed record PersonalDataSection(string Source, LocalizedText Title, IReadOnlyList<IReadOnlyList<PersonalDataField>> Entries);

/// <summary>A field of an entry.</summary>
/// <param name="Name">The field's name in the store.</param>
/// <param name="Label">The name as people read it.</param>
/// <param name="Value">What it holds.</param>
public sealed record PersonalDataField(string Name, LocalizedText Label, string Value);
