using System.Text.Json;
using Kenmin.SharedKernel;
using Npgsql;

namespace Kenmin.Persistence.PersonalData;

/// <summary>
/// Reads all that a module's schema holds on a person: the tables that the module names, and every other one that has the usual
/// column or field for an account's id, so that a new table is not forgotten.
/// </summary>
/// <param name="database">The database.</param>
public sealed class PersonalDataReader(NpgsqlDataSource database)
{
    private static readonly string[] Secrets = ["hash", "stamp", "secret", "token", "protected", "password", "credential", "publickey", "sealed"];

    /// <summary>The sections that hold something.</summary>
    /// <param name="schema">The module's schema.</param>
    /// <param name="tables">The tables that the module names.</param>
    /// <param name="accountId">The account; null for a person without one.</param>
    /// <param name="ids">All ids of the person in this module, the account's among them.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<IReadOnlyList<PersonalDataSection>> ReadAsync(
        string schema, IReadOnlyList<PersonalDataTable> tables, Guid? accountId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        List<PersonalDataSection> sections = [];
        var named = tables.Select(t => t.Table).ToHashSet(StringComparer.Ordinal);
        List<PersonalDataTable> all = [.. tables, .. (accountId is null ? [] : await UnnamedAsync(schema, cancellationToken)).Where(t => !named.Contains(t.Table))];
        foreach (var table in all)
        {
            var name = table.Table.Contains('.', StringComparison.Ordinal) ? table.Table : $"{schema}.{table.Table}";
            await using var command = database.CreateCommand($"select ({table.Row})::text from {name} t where {table.Key} limit 20000");
            command.Parameters.Add(new() { Value = ids.ToArray() });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            List<IReadOnlyList<PersonalDataField>> entries = [];
            while (await reader.ReadAsync(cancellationToken))
            {
                using var row = JsonDocument.Parse(reader.GetString(0));
                List<PersonalDataField> fields = [];
                Flatten("", row.RootElement, fields);
                entries.Add(fields);
            }

            if (entries.Count > 0) sections.Add(new(table.Table, table.Title, entries));
        }

        return sections;
    }

    /// <summary>
    /// The sections of a module that keeps no data about persons but says who acted in office: every row of every table that names
    /// the account.
    /// </summary>
    /// <param name="schema">The module's schema.</param>
    /// <param name="title">What the module keeps.</param>
    /// <param name="accountId">The account.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<IReadOnlyList<PersonalDataSection>> ReadActsInOfficeAsync(string schema, LocalizedText title, Guid accountId, CancellationToken cancellationToken)
    {
        List<PersonalDataTable> tables = [];
        await using (var command = database.CreateCommand("select table_name::text from information_schema.tables where table_schema = $1 and table_type = 'BASE TABLE' order by 1"))
        {
            command.Parameters.Add(new() { Value = schema });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                tables.Add(new(reader.GetString(0), title, "t::text like '%' || ($1::uuid[])[1]::text || '%'", "to_jsonb(t)"));
        }

        return await ReadAsync(schema, tables, null, [accountId], cancellationToken);
    }

    private async Task<List<PersonalDataTable>> UnnamedAsync(string schema, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            select table_name::text, column_name::text from information_schema.columns
            where table_schema = $1 and ((column_name in ('account_id', 'user_id') and data_type = 'uuid' and table_name not like 'mt\_doc\_%')
              or (column_name = 'data' and data_type = 'jsonb' and table_name like 'mt\_doc\_%'))
            order by table_name
            """);
        command.Parameters.Add(new() { Value = schema });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<PersonalDataTable> tables = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            var (table, column) = (reader.GetString(0), reader.GetString(1));
            tables.Add(column == "data"
                ? new(table, LocalizedText.Same(table), "t.data ->> 'accountId' = any(select x::text from unnest($1) x)")
                : new(table, LocalizedText.Same(table), $"t.{column} = any($1)", "to_jsonb(t)"));
        }

        return tables;
    }

    private static void Flatten(string name, JsonElement value, List<PersonalDataField> fields)
    {
        if (Secrets.Any(s => name.Replace("_", "", StringComparison.Ordinal).Contains(s, StringComparison.OrdinalIgnoreCase))) return;
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject()) Flatten(name.Length == 0 ? property.Name : $"{name}.{property.Name}", property.Value, fields);
                break;
            case JsonValueKind.Array when value.EnumerateArray().All(v => v.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)):
                if (value.GetArrayLength() > 0) Add(string.Join('、', value.EnumerateArray().Select(v => v.ToString())));
                break;
            case JsonValueKind.Array:
                var number = 0;
                foreach (var item in value.EnumerateArray()) Flatten($"{name}.{++number}", item, fields);
                break;
            case JsonValueKind.Null or JsonValueKind.Undefined:
                break;
            default:
                if (value.ToString() is { Length: > 0 } text) Add(text);
                break;
        }

        void Add(string text) => fields.Add(new(name, PersonalDataLabels.Of(name), text));
    }
}
