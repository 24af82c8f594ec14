using System.Security.Cryptography;
using Kenmin.SharedKernel;
using Npgsql;
using NpgsqlTypes;

namespace Kenmin.SportsVolunteers.Imports;

/// <summary>The uploaded files, in pieces in the module's schema, so that any host can go on with an import.</summary>
internal static class ImportFiles
{
    /// <summary>The largest file, in bytes.</summary>
    public const int Largest = 20 << 20;

    private const int ChunkSize = 256 << 10;

    public static LocalizedText TooLarge { get; } = new(
        $"ファイルが大きすぎます（{Largest >> 20}MBまで）。行を分けて、いくつかのファイルにしてください。",
        $"The file is too large (at most {Largest >> 20} MB). Divide it into several files.");

    /// <summary>Copies an upload to a temporary file, which goes when it is closed; null when the upload is too large.</summary>
    public static async Task<FileStream?> ReceiveAsync(Stream upload, CancellationToken cancellationToken)
    {
        var file = TemporaryFile();
        var buffer = new byte[64 << 10];
        int read;
        while ((read = await upload.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (file.Length + read > Largest)
            {
                await file.DisposeAsync();
                return null;
            }
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
        return file;
    }

    public static async Task<string> DigestAsync(Stream file, CancellationToken cancellationToken)
    {
        file.Position = 0;
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    /// <summary>Keeps a file within the transaction of <paramref name="connection"/>.</summary>
    public static async Task KeepAsync(Guid import, Stream file, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        file.Position = 0;
        var chunk = new byte[ChunkSize];
        int length;
        for (var number = 0; (length = await file.ReadAtLeastAsync(chunk, ChunkSize, throwOnEndOfStream: false, cancellationToken)) > 0; number++)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"insert into {ImportTables.Chunks} (import_id, number, bytes) values ($1, $2, $3)";
            command.Parameters.Add(new() { Value = import });
            command.Parameters.Add(new() { Value = number });
            command.Parameters.Add(new() { Value = chunk.AsMemory(0, length), NpgsqlDbType = NpgsqlDbType.Bytea });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>A temporary copy of a kept file; null when it was removed.</summary>
    public static async Task<FileStream?> OpenAsync(Guid import, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var file = TemporaryFile();
        await using var command = database.CreateCommand($"select bytes from {ImportTables.Chunks} where import_id = $1 order by number");
        command.Parameters.Add(new() { Value = import });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            await file.WriteAsync(reader.GetFieldValue<byte[]>(0), cancellationToken);
        if (file.Length > 0)
        {
            file.Position = 0;
            return file;
        }
        await file.DisposeAsync();
        return null;
    }

    private static FileStream TemporaryFile() => new(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
        new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose });
}
