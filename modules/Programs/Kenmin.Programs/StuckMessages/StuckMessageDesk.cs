using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Wolverine.Persistence.Durability;
using Wolverine.Persistence.Durability.DeadLetterManagement;
using Wolverine.Runtime;

namespace Kenmin.Programs.StuckMessages;

/// <summary>
/// A message that could not be handled and that nobody tries again by itself (処理できなかった連絡). What it carries may be about persons
/// and is not shown; the log has the exception, by the message's id.
/// </summary>
/// <param name="Id">The message.</param>
/// <param name="Type">Its alias, such as <c>passport.sign-ups-changed.v1</c>.</param>
/// <param name="Receiver">Who was to handle it.</param>
/// <param name="SentAt">When it was sent.</param>
/// <param name="Cause">The kind of the exception.</param>
/// <param name="Again">Whether it is about to be handled again.</param>
internal sealed record StuckMessage(Guid Id, string Type, string Receiver, DateTimeOffset SentAt, string Cause, bool Again)
{
    /// <summary>The key of the module that the alias names.</summary>
    public string Module => Type.Split('.')[0];

    public static StuckMessage Of(DeadLetterEnvelope letter) => new(
        letter.Id, letter.MessageType, ReceiverOf(letter.ReceivedAt), letter.SentAt, letter.ExceptionType.Split('.')[^1], letter.Replayable);

    private static string ReceiverOf(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.Host.Trim('/') : address;
}

/// <summary>A page of them.</summary>
/// <param name="Items">Newest last, as they are kept.</param>
/// <param name="Total">How many there are in all.</param>
internal sealed record StuckPage(IReadOnlyList<StuckMessage> Items, int Total);

/// <summary>Sees what got stuck, has it handled again, or lets it go. Each step is in the audit log before it is done.</summary>
internal sealed class StuckMessageDesk(IWolverineRuntime messages, IAuditTrail audit)
{
    /// <summary>How many a page shows.</summary>
    public const int PageSize = 100;

    private IDeadLetters Letters => messages.Storage.DeadLetters;

    /// <summary>What got stuck.</summary>
    /// <param name="type">Only of this type; null for all.</param>
    /// <param name="page">The page, from 1.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<StuckPage> PageAsync(string? type, int page, CancellationToken cancellationToken)
    {
        var found = await Letters.QueryAsync(new() { MessageType = string.IsNullOrWhiteSpace(type) ? null : type, PageNumber = Math.Max(1, page), PageSize = PageSize }, cancellationToken);
        return new([.. found.Envelopes.Select(StuckMessage.Of)], found.TotalCount);
    }

    /// <summary>One of them; null when it is not there any more.</summary>
    public async Task<StuckMessage?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        (await Letters.QueryAsync(new([id]), cancellationToken)).Envelopes.Select(StuckMessage.Of).FirstOrDefault();

    /// <summary>Has them handled again, within seconds, by any host. Those that are not there any more are passed over.</summary>
    public async Task ReplayAsync(IReadOnlyCollection<Guid> ids, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        foreach (var id in ids) await audit.RecordAsync(new(user.AccountId(), "programs.stuck-message.replayed", [], id.ToString()), cancellationToken);
        await Letters.ReplayAsync(new DeadLetterEnvelopeQuery([.. ids]), cancellationToken);
    }

    /// <summary>Lets them go for good.</summary>
    public async Task DiscardAsync(IReadOnlyCollection<Guid> ids, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        foreach (var id in ids) await audit.RecordAsync(new(user.AccountId(), "programs.stuck-message.discarded", [], id.ToString()), cancellationToken);
        await Letters.DiscardAsync(new DeadLetterEnvelopeQuery([.. ids]), cancellationToken);
    }
}
