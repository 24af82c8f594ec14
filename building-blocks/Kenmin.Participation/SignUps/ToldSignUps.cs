using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.Participation;

/// <summary>What other modules were told of the sign-ups of an account's holder (知らせた内容).</summary>
public sealed class ToldSignUps : IToldFacts
{
    /// <summary>Made from the account; it cannot be turned back.</summary>
    public Guid Id { get; set; }

    /// <summary>The one fact there is: all that the person signed up for.</summary>
    public Dictionary<Guid, ToldFact> Facts { get; set; } = [];

    /// <summary>The id for an account.</summary>
    /// <param name="module">The key of the module.</param>
    /// <param name="account">The account.</param>
    public static Guid IdOf(string module, Guid account) => FactId.Of($"{module}.told-sign-ups|{account:N}");
}

/// <summary>Tells others of sign-ups.</summary>
public static class SignUpTelling
{
    /// <summary>
    /// What is to be told of what the holders of some accounts have signed up for, as it stands now, and notes it. Those of one account take
    /// turns, so that what is told last is what was changed last.
    /// </summary>
    /// <typeparam name="TFact">What is said of one account.</typeparam>
    /// <param name="session">The handler's session; its store has <see cref="ToldSignUps"/>.</param>
    /// <param name="module">The key of the module.</param>
    /// <param name="accounts">The accounts.</param>
    /// <param name="again">Whether what did not change is told once more, with the version that it has.</param>
    /// <param name="now">The time.</param>
    /// <param name="signUps">Reads the sign-ups of the accounts' holders, all of them, each with the account; called when it is their turn.</param>
    /// <param name="fact">What is said of an account whose sign-ups that are neither cancelled nor over are these, by their start; its version is left at zero.</param>
    /// <param name="versioned">The same with a version.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<TFact>> TellSignUpsAsync<TFact>(
        this IDocumentSession session, string module, IReadOnlyCollection<Guid> accounts, bool again, DateTimeOffset now,
        Func<Task<IEnumerable<(Guid Account, SignUpView SignUp)>>> signUps, Func<Guid, IReadOnlyList<SignUpView>, TFact> fact, Func<TFact, long, TFact> versioned,
        CancellationToken cancellationToken)
        where TFact : notnull
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(accounts);
        ArgumentNullException.ThrowIfNull(signUps);
        ArgumentNullException.ThrowIfNull(fact);
        ArgumentNullException.ThrowIfNull(versioned);
        if (accounts.Count == 0) return [];
        var ids = accounts.Distinct().ToDictionary(account => ToldSignUps.IdOf(module, account));
        await session.TakeTurnsAsync(ids.Keys.Select(id => $"tell-sign-ups|{id:N}"), cancellationToken);
        var open = (await signUps()).Where(s => s.SignUp.State != SignUpState.Cancelled && s.SignUp.Opening.Ends > now).ToLookup(s => s.Account, s => s.SignUp);
        // Of who never signed up, and of the name that stands for somebody who was erased, there is nothing to tell.
        var facts = ids.ToDictionary(i => i.Key, i =>
        {
            List<SignUpView> own = [.. open[i.Value].OrderBy(s => s.Opening.Starts).ThenBy(s => s.OpeningId)];
            return ((object)fact(i.Value, own), own.Count == 0);
        });
        var next = await session.NextToTellOfManyAsync<ToldSignUps>(facts, again, now, cancellationToken);
        return [.. next.Values.Select(t => versioned((TFact)t.Fact!, t.Version))];
    }
}
