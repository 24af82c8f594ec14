using Kenmin.Persistence;
using Marten;

namespace Kenmin.CleanUp.Photos;

/// <summary>Where pictures stand.</summary>
internal static class PictureTable
{
    private static readonly BytesTable Pictures = new("photo_pictures", "id", "large", "small");

    public static void AddTo(StoreOptions options) => Pictures.AddTo(options);

    /// <summary>Keeps a new photo with its picture, with the session's other changes.</summary>
    public static void StorePhoto(this IDocumentSession session, Photo photo, Picture picture)
    {
        session.Insert(photo);
        Pictures.Insert(session, photo.Id, picture.Large, picture.Small);
    }

    /// <summary>Deletes a picture with the session's other changes.</summary>
    public static void DeletePicture(this IDocumentSession session, Guid id) => Pictures.Delete(session, id);

    /// <summary>A picture; null when there is none.</summary>
    public static Task<byte[]?> PictureAsync(this IQuerySession session, Guid id, bool small, CancellationToken cancellationToken) =>
        Pictures.FindAsync(session, id, small ? "small" : "large", cancellationToken);
}
