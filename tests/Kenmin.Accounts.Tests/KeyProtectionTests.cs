using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Tests.Support;
using Kenmin.Testing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Accounts.Tests;

public sealed class KeyProtectionTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IDisposable
{
    private const string Password = "a password of this test";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kenmin-keys-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Keys_are_encrypted_in_the_database_shared_by_hosts_and_survive_a_change_of_the_certificate()
    {
        var database = await KenminHost<Program>.CreateDatabaseAsync(postgres);
        var (first, second) = (Certificate("first"), Certificate("second"));
        string secret;
        await using (var house = HouseWith(database, ("Certificate", first)))
        {
            secret = Protector(house).Protect("見本");
            var kept = await house.WithAsync<AccountsDbContext, List<string?>>(db => db.DataProtectionKeys.Select(k => k.Xml).ToListAsync());
            kept.ShouldNotBeEmpty();
            kept.ShouldAllBe(xml => xml!.Contains("EncryptedData") && !xml.Contains("<value>"));
            await using var other = HouseWith(database, ("Certificate", first));
            Protector(other).Unprotect(secret).ShouldBe("見本");
        }

        await using (var house = HouseWith(database, ("Certificate", second), ("Former:0", first))) Protector(house).Unprotect(secret).ShouldBe("見本");
        // Whoever has the database only has nothing.
        await using (var house = HouseWith(database)) Should.Throw<CryptographicException>(() => Protector(house).Unprotect(secret));
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_stops_the_start_and_names_no_password()
    {
        var database = await KenminHost<Program>.CreateDatabaseAsync(postgres);
        await using var house = new House(database, "Production", ("Modules:accounts:Keys:Certificate", Certificate("wrong")), ("Modules:accounts:Keys:Password", "not that one"));
        var refused = Should.Throw<InvalidOperationException>(() => house.Services);
        refused.Message.ShouldContain("Modules:accounts:Keys");
        refused.Message.ShouldNotContain("not that one");
    }

    private static House HouseWith(string database, params (string Key, string Value)[] keys) =>
        new(database, "Production", [("Modules:accounts:Keys:Password", Password), .. keys.Select(k => ($"Modules:accounts:Keys:{k.Key}", k.Value))]);

    private static IDataProtector Protector(House house) => house.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private string Certificate(string name)
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var file = Path.Combine(_folder.FullName, $"{name}.p12");
        File.WriteAllBytes(file, certificate.Export(X509ContentType.Pkcs12, Password));
        return file;
    }
}
