using Kenmin.Persistence;
using Kenmin.Pictures;
using Marten;

namespace Kenmin.CommunityBusiness.Showcase;

/// <summary>Where pictures of businesses stand: one for each.</summary>
internal static class ShowingPictureTable
{
    private static readonly BytesTable Pictures = new("showing_pictures", "venture_id", "large", "small");

    public static void AddTo(StoreOptions options) => Pictures.AddTo(options);

    /// <summary>Keeps the picture of a business with the session's other changes, in the place of the former one.</summary>
    public static void StoreShowingPicture(this IDocumentSession session, Guid venture, Picture picture) => Pictures.Replace(session, venture, picture.Large, picture.Small);

    /// <summary>Deletes it with the session's other changes.</summary>
    public static void DeleteShowingPicture(this IDocumentSession session, Guid venture) => Pictures.Delete(session, venture);

    /// <summary>A picture; null when there is none.</summary>
    public static Task<byte[]?> ShowingPictureAsync(this IQuerySession session, Guid venture, bool small, CancellationToken cancellationToken) =>
        Pictures.FindAsync(session, venture, small ? "small" : "large", cancellationToken);
}
