using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.Accounts.Letters;

/// <summary>Puts the letters that wait for a municipality into one print.</summary>
/// <param name="PrintId">The print; sent again with the same id, it takes no more letters.</param>
/// <param name="Municipality">The municipality (6 digits); null for addresses outside the prefecture.</param>
/// <param name="By">The member of staff.</param>
/// <param name="ByName">Their name.</param>
[MessageIdentity("accounts.print-letters.v1")]
[NoNewEntries("people without mail are told what happened")]
public sealed record PrintLetters(Guid PrintId, string? Municipality, Guid By, string ByName);

/// <summary>How many letters are in a print.</summary>
/// <param name="Count">Letters; none when nothing waits.</param>
public sealed record LettersPrinted(int Count);

/// <summary>Carries <see cref="PrintLetters"/> out.</summary>
public static class PrintLettersHandler
{
    /// <summary>How many letters one print holds at most.</summary>
    internal const int InOnePrint = 200;

    /// <summary>In the order of postal codes. Of two who print at once each gets other letters.</summary>
    public static async Task<LettersPrinted> Handle(PrintLetters command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<LetterPrint>(command.PrintId, cancellationToken) is { } before) return new(before.Count);
        await session.BeginAsync(cancellationToken);
        var letters = await session.QueryAsync<QueuedLetter>(
            $"""
            where d.data ->> 'printId' is null and exists (
              select from accounts.account a join accounts.person_profile p on p.account_id = a.id
              where a.id = d.account_id and {WithoutMail} and p.address <> '' and coalesce(p.municipality_code, '') = ?)
            order by (select concat(p.postal_code, ' ', p.sort_key) from accounts.person_profile p where p.account_id = d.account_id), d.id
            limit ? for update skip locked
            """, cancellationToken, command.Municipality ?? "", InOnePrint);
        if (letters.Count == 0) return new(0);
        foreach (var letter in letters) letter.PrintId = command.PrintId;
        session.Store(letters.ToArray());
        session.Insert(new LetterPrint
        {
            Id = command.PrintId, Municipality = command.Municipality, By = command.By, ByName = command.ByName, At = clock.GetUtcNow(), Count = letters.Count,
        });
        return new(letters.Count);
    }

    /// <summary>SQL on the account <c>a</c>: nobody signs in, and there is no address that mail could go to.</summary>
    internal const string WithoutMail = "a.standing = 1 and a.email is null";
}
