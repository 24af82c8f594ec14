using Npgsql;
using NpgsqlTypes;

namespace Kenmin.Participation.Engine;

/// <summary>Parameters that keep their type when there is no value.</summary>
internal static class Nullable
{
    public static NpgsqlParameter Int(int? value) => new NpgsqlParameter<int?> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Integer };

    public static NpgsqlParameter Date(DateOnly? value) => new NpgsqlParameter<DateOnly?> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Date };

    public static NpgsqlParameter Time(DateTimeOffset? value) =>
        new NpgsqlParameter<DateTimeOffset?> { TypedValue = value?.ToUniversalTime(), NpgsqlDbType = NpgsqlDbType.TimestampTz };

    public static NpgsqlParameter Text(string? value) => new NpgsqlParameter<string?> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text };
}
