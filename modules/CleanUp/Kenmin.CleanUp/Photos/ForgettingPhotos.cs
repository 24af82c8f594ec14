using Marten;

namespace Kenmin.CleanUp.Photos;

/// <summary>What becomes of a person's photos when the person is erased.</summary>
internal static class ForgettingPhotos
{
    /// <summary>What staff made public stays, for nobody: it shows a place. What waits or was refused goes with its picture.</summary>
    public static async Task ForgetPhotosAsync(this IDocumentSession session, Guid account, CancellationToken cancellationToken)
    {
        foreach (var photo in await session.Query<Photo>().Where(p => p.AccountId == account).ToListAsync(cancellationToken))
        {
            photo.AccountId = null;
            if (photo.State == PhotoState.Approved)
            {
                session.Store(photo);
                continue;
            }

            session.Delete(photo);
            session.DeletePicture(photo.Id);
        }
    }
}
