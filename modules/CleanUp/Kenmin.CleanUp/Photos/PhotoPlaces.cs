using Kenmin.CleanUp.Activities;
using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Photos;

/// <summary>What a photo is of, for staff.</summary>
/// <param name="Name">The place.</param>
/// <param name="Detail">When and who.</param>
/// <param name="Href">The page of it.</param>
internal sealed record PhotoPlace(string Name, string Detail, string Href);

/// <summary>Names what photos are of.</summary>
internal sealed class PhotoPlaces(ActivityReader activities)
{
    /// <summary>By the id of the subject.</summary>
    public async Task<IReadOnlyDictionary<Guid, PhotoPlace>> OfAsync(IReadOnlyCollection<Photo> photos, CancellationToken cancellationToken)
    {
        var lines = await activities.ManyAsync([.. photos.Where(p => p.Subject == PhotoSubject.Activity).Select(p => p.SubjectId).Distinct()], cancellationToken);
        return lines.ToDictionary(l => l.Key, l => new PhotoPlace(
            l.Value.Site.Name, $"{l.Value.Group.PublicName} {ActivityWords.When(l.Value.Activity)}", $"/staff/clean-up/activities/{l.Key}"));
    }
}
