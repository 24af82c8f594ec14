using Kenmin.CleanUp.Photos;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.LitterReports;

/// <summary>A reporter adds the photo of a report that was sent without one (写真を送る). Sent again, nothing more happens.</summary>
/// <param name="Id">The report.</param>
/// <param name="SecretHash">The hash of the reporter's secret.</param>
/// <param name="Picture">The photo, drawn anew.</param>
[MessageIdentity("clean-up.add-litter-photo.v1")]
[NewEntries(Features.LitterReports)]
public sealed record AddLitterPhoto(Guid Id, string SecretHash, Picture Picture);

/// <summary>Keeps it for staff to look at.</summary>
public static class AddLitterPhotoHandler
{
    /// <summary>One photo, as long as nobody has settled the report.</summary>
    public static async Task<CommandAnswer> Handle(AddLitterPhoto command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<LitterReport>(command.Id, cancellationToken) is not { } report || report.SecretHash != command.SecretHash) return CommandAnswer.Unknown;
        if (await session.LoadAsync<Photo>(LitterPhotos.BeforeOf(report.Id), cancellationToken) is not null) return CommandAnswer.Done;
        if (report.IsSettled || report.Abuse) return LitterSteps.Settled;
        if (!await gates.IsOnNowAsync(Features.LitterReports)) return LitterAnswers.Off;
        session.StoreLitterPhoto(report.Id, report.MunicipalityCode, report.AccountId, command.Picture, clock.GetUtcNow());
        return CommandAnswer.Done;
    }
}

/// <summary>Photos that reporters send.</summary>
internal static class LitterPhotos
{
    /// <summary>The id of a report's photo.</summary>
    public static Guid BeforeOf(Guid report) => FactId.Of($"clean-up.litter-photo|{report:N}|before");

    /// <summary>Keeps a reporter's photo; staff look at it before anybody else does.</summary>
    public static void StoreLitterPhoto(this IDocumentSession session, Guid report, string municipality, Guid? account, Picture picture, DateTimeOffset now) => session.StorePhoto(new()
    {
        Id = BeforeOf(report), Subject = PhotoSubject.LitterReport, SubjectId = report, MunicipalityCode = municipality, Moment = PhotoMoment.Before, AccountId = account, State = PhotoState.Waiting,
        Width = picture.Width, Height = picture.Height, At = now,
    }, picture);
}
