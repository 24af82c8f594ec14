using Kenmin.CleanUp.Activities;
using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Photos;

/// <summary>What a photo is of, for staff.</summary>
/// <param name="Name">The place.</param>
/// <param name="Detail">When and who.</param>
/// <param name="Href">The page of it.</param>
internal sealed record PhotoPlace(string Name, string Detail, string Href);

/// <summary>Names what photos are of.</summary>
internal sealed class PhotoPlaces(ActivityReader activities, LitterReports.LitterReportReader reports)
{
    /// <summary>By the id of the subject.</summary>
    public async Task<IReadOnlyDictionary<Guid, PhotoPlace>> OfAsync(IReadOnlyCollection<Photo> photos, CancellationToken cancellationToken)
    {
        var lines = await activities.ManyAsync([.. photos.Where(p => p.Subject == PhotoSubject.Activity).Select(p => p.SubjectId).Distinct()], cancellationToken);
        var reported = await reports.ManyAsync([.. photos.Where(p => p.Subject == PhotoSubject.LitterReport).Select(p => p.SubjectId).Distinct()], cancellationToken);
        var places = lines.ToDictionary(l => l.Key, l => new PhotoPlace(
            l.Value.Site.Name, $"{l.Value.Group.PublicName} {ActivityWords.When(l.Value.Activity)}", $"/staff/clean-up/activities/{l.Key}"));
        foreach (var (id, line) in reported)
            places[id] = new(line.Place, new LocalizedText("ごみの通報", "Report of litter").ToString(), $"/staff/clean-up/litter/{id}");
        return places;
    }
}
