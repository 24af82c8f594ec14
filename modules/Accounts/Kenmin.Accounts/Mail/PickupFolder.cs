using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Kenmin.Accounts.Mail;

/// <summary>Writes mails to a folder instead of sending them; <c>/dev/mail</c> reads them there in Development.</summary>
internal sealed class PickupFolder(IOptions<AccountsSettings> settings, IHostEnvironment environment, TimeProvider clock) : IMailTransport
{
    private const int Listed = 200;

    /// <summary>The folder; null when there is none.</summary>
    public string? Path { get; } = settings.Value.Mail.PickupFolder is { Length: > 0 } set
        ? System.IO.Path.GetFullPath(set, environment.ContentRootPath)
        : environment.IsDevelopment() ? System.IO.Path.Combine(environment.ContentRootPath, ".kenmin", "mail") : null;

    public bool IsSetUp => Path is not null;

    public bool StaysHere => true;

    public async Task<Delivery> SendAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        if (Path is null) return new(DeliveryOutcome.NotNow);
        Directory.CreateDirectory(Path);
        var name = string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow().UtcTicks:D19}-{Guid.NewGuid():N}");
        // Whole or not at all, for whoever reads the folder meanwhile.
        var unfinished = System.IO.Path.Combine(Path, name + ".tmp");
        await using (var file = File.Create(unfinished)) await message.WriteToAsync(file, cancellationToken);
        File.Move(unfinished, System.IO.Path.Combine(Path, name + ".eml"));
        return new(DeliveryOutcome.Taken);
    }

    /// <summary>The newest mails, the newest first.</summary>
    public async Task<IReadOnlyList<(string Name, MimeMessage Message)>> NewestAsync(CancellationToken cancellationToken)
    {
        if (Path is null || !Directory.Exists(Path)) return [];
        List<(string, MimeMessage)> found = [];
        foreach (var file in Directory.GetFiles(Path, "*.eml").OrderByDescending(f => f, StringComparer.Ordinal).Take(Listed))
            if (await LoadAsync(file, cancellationToken) is { } message) found.Add((System.IO.Path.GetFileNameWithoutExtension(file), message));
        return found;
    }

    /// <summary>One mail by its name in the list; null when there is none.</summary>
    public async Task<MimeMessage?> ReadAsync(string name, CancellationToken cancellationToken) =>
        Path is not null && name.Length < 80 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? await LoadAsync(System.IO.Path.Combine(Path, name + ".eml"), cancellationToken) : null;

    private static async Task<MimeMessage?> LoadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(file);
            return await MimeMessage.LoadAsync(stream, cancellationToken);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException or FormatException)
        {
            return null;
        }
    }
}
