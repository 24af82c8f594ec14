using Kenmin.CleanUp.Scope;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Photos;

/// <summary>Staff make a photo public, or do not, with a reason (写真を公開する). What was made public can still be taken back.</summary>
/// <param name="Id">The photo.</param>
/// <param name="Approve">Whether everybody may see it.</param>
/// <param name="Reason">Why not; who sent it reads it.</param>
/// <param name="By">Who decides.</param>
[MessageIdentity("clean-up.decide-photo.v1")]
[NoNewEntries("decides about what was sent")]
public sealed record DecidePhoto(Guid Id, bool Approve, string? Reason, Doer By);

/// <summary>Decides.</summary>
public static class DecidePhotoHandler
{
    /// <summary>What is refused is deleted at once: it may show people who did not agree. That cannot be undone.</summary>
    public static async Task<CommandAnswer> Handle(DecidePhoto command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Photo>(command.Id, cancellationToken) is not { } photo) return CommandAnswer.Unknown;
        if (photo.State == (command.Approve ? PhotoState.Approved : PhotoState.Refused)) return CommandAnswer.Done;
        if (photo.State == PhotoState.Refused)
            return CommandAnswer.Refused("deleted", "公開しないと決めた写真は、もうありません。", "This photo was not made public and is gone.");
        if (!command.Approve)
            foreach (var flaw in Flaw.OfText(command.Reason, nameof(command.Reason), 200)) return CommandAnswer.Invalid(flaw);
        (photo.State, photo.Reason) = command.Approve ? (PhotoState.Approved, "") : (PhotoState.Refused, command.Reason!.Trim());
        (photo.DecidedAt, photo.DecidedBy) = (clock.GetUtcNow(), command.By);
        session.Store(photo);
        if (!command.Approve) session.DeletePicture(photo.Id);
        return CommandAnswer.Done;
    }
}

/// <summary>Who sent a photo takes it back (写真を取り消す), also after it became public.</summary>
/// <param name="Id">The photo.</param>
/// <param name="AccountId">Who sent it.</param>
[MessageIdentity("clean-up.remove-photo.v1")]
[NoNewEntries("takes away what was sent")]
public sealed record RemovePhoto(Guid Id, Guid AccountId);

/// <summary>Deletes it.</summary>
public static class RemovePhotoHandler
{
    /// <summary>What is gone is not found again.</summary>
    public static async Task<CommandAnswer> Handle(RemovePhoto command, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Photo>(command.Id, cancellationToken) is not { } photo || photo.AccountId != command.AccountId) return CommandAnswer.Unknown;
        session.Delete(photo);
        session.DeletePicture(photo.Id);
        return CommandAnswer.Done;
    }
}
