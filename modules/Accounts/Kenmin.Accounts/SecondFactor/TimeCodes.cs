using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Kenmin.Accounts.Identity;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Kenmin.Accounts.SecondFactor;

/// <summary>
/// One-time codes of an authenticator app (TOTP, RFC 6238: SHA-1, six digits, 30 seconds). A code works once, also when it is sent
/// twice at the same moment, to any host.
/// </summary>
internal sealed class TimeCodes(AccountsDbContext database, TimeProvider clock) : IUserTwoFactorTokenProvider<Account>
{
    /// <summary>The provider's name, under which Identity asks for it.</summary>
    public const string Provider = "Authenticator";

    /// <summary>How many steps a clock may be wrong, before and after.</summary>
    private const int Drift = 1;
    private const int StepSeconds = 30;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The code of a key at a moment.</summary>
    public static string At(string key, DateTimeOffset moment) => Compute(Decode(key), Step(moment));

    // Identity asks this before it asks for a code at signing in.
    public async Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<Account> manager, Account user) =>
        await manager.GetAuthenticatorKeyAsync(user) is { Length: > 0 };

    public Task<string> GenerateAsync(string purpose, UserManager<Account> manager, Account user) => throw new NotSupportedException("The app makes the codes.");

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<Account> manager, Account user)
    {
        if (await manager.GetAuthenticatorKeyAsync(user) is not { Length: > 0 } key || StepOf(key, token) is not { } step) return false;
        var claimed = await database.Users.Where(a => a.Id == user.Id && a.LastCodeStep < step).ExecuteUpdateAsync(set => set.SetProperty(a => a.LastCodeStep, step));
        return claimed == 1;
    }

    /// <summary>The step to which a code belongs; null when it is wrong or too old. Widths and spaces do not matter.</summary>
    public long? StepOf(string key, string? code)
    {
        var digits = string.Concat((code ?? "").Where(c => !char.IsWhiteSpace(c)).Select(c => c is >= '０' and <= '９' ? (char)(c - '０' + '0') : c));
        if (digits.Length != 6) return null;
        var secret = Decode(key);
        var now = Step(clock.GetUtcNow());
        long? found = null;
        for (var step = now - Drift; step <= now + Drift; step++)
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Compute(secret, step)), Encoding.UTF8.GetBytes(digits))) found = step;
        return found;
    }

    private static long Step(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / StepSeconds;

    private static string Compute(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[20];
#pragma warning disable CA5350 // The RFC's default, and the only one that all apps know.
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var offset = hash[^1] & 15;
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[offset..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] Decode(string key)
    {
        var bytes = new byte[key.Length * 5 / 8];
        for (var i = 0; i < key.Length; i++)
        {
            var value = Alphabet.IndexOf(key[i], StringComparison.Ordinal);
            for (var bit = 0; bit < 5; bit++)
            {
                var at = i * 5 + bit;
                if (at / 8 < bytes.Length && (value >> (4 - bit) & 1) == 1) bytes[at / 8] |= (byte)(128 >> (at % 8));
            }
        }

        return bytes;
    }
}
