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
    /// What is to be told of what an account's holder has signed up for, as it stands now, and notes it. Those of one account take turns, so
    /// that what is told last is what was changed last: a handler of several takes them in the order of their accounts.
    /// </summary>
    /// <typeparam name="TFact">The message.</typeparam>
    /// <param name="session">The handler's session; its store has <see cref="ToldSignUps"/>.</param>
    /// <param name="module">The key of the module.</param>
    /// <param name="account">The account.</param>
    /// <param name="again">Whether what did not change is told once more, with the version that it has.</param>
    /// <param name="now">The time.</param>
    /// <param name="signUps">Reads the sign-ups of the account's holder, all of them.</param>
    /// <param name="fact">The message about those that are neither cancelled nor over, by their start; its version is left at zero.</param>
    /// <param name="versioned">The same message with a version.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<TFact>> TellSignUpsAsync<TFact>(
        this IDocumentSession session, string module, Guid account, bool again, DateTimeOffset now, Func<Task<IReadOnlyList<SignUpView>>> signUps,
        Func<IReadOnlyList<SignUpView>, TFact> fact, Func<TFact, long, TFact> versioned, CancellationToken cancellationToken)
        where TFact : notnull
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(signUps);
        ArgumentNullException.ThrowIfNull(fact);
        ArgumentNullException.ThrowIfNull(versioned);
        var id = ToldSignUps.IdOf(module, account);
        await session.TakeTurnsAsync($"tell-sign-ups|{id:N}", cancellationToken);
        List<SignUpView> open = [.. (await signUps()).Where(s => s.State != SignUpState.Cancelled && s.Opening.Ends > now).OrderBy(s => s.Opening.Starts).ThenBy(s => s.OpeningId)];
        // Of who never signed up, and of the name that stands for somebody who was erased, there is nothing to tell.
        if (open.Count == 0 && await session.LoadAsync<ToldSignUps>(id, cancellationToken) is null) return [];
        var next = await session.NextToTellAsync<ToldSignUps>(id, new Dictionary<Guid, object> { [id] = fact(open) }, again, now, cancellationToken);
        return [.. next.Select(t => versioned((TFact)t.Fact!, t.Version))];
    }
}
