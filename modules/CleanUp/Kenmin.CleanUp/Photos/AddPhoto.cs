using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.Outcomes;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Photos;

/// <summary>The leader or a helper sends a photo of an activity (写真を送る). Sent again with the same id, nothing more happens.</summary>
/// <param name="Id">The photo's id.</param>
/// <param name="ActivityId">The activity.</param>
/// <param name="Moment">When it was taken.</param>
/// <param name="Picture">The picture, drawn anew.</param>
/// <param name="AccountId">Who sends it.</param>
[MessageIdentity("clean-up.add-photo.v1")]
[NewEntries(Features.Photos)]
public sealed record AddPhoto(Guid Id, Guid ActivityId, PhotoMoment Moment, Picture Picture, Guid AccountId);

/// <summary>Keeps the photo.</summary>
public static class AddPhotoHandler
{
    internal const int MostPerActivity = 30;

    /// <summary>Photos of an activity take turns, so that there are never more than may be.</summary>
    public static async Task<CommandAnswer> Handle(
        AddPhoto command, IDocumentSession session, FeatureGates gates, IParticipation<ICleanUpStore> participation, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await session.LoadAsync<Activity>(command.ActivityId, cancellationToken) is not { } activity
            || !await IsOneOfThemAsync(activity, command.AccountId, session, participation, cancellationToken)) return CommandAnswer.Unknown;
        await session.TakeTurnsAsync($"photos|{activity.Id:N}", cancellationToken);
        if (await session.LoadAsync<Photo>(command.Id, cancellationToken) is { } known)
            return known.SubjectId == activity.Id && known.AccountId == command.AccountId ? CommandAnswer.Done : CommandAnswer.Unknown;
        if (activity.State != ActivityState.Accepted)
            return CommandAnswer.Refused("not-accepted", "受理された活動の写真だけを送れます。", "Only accepted activities have photos.");
        if (activity.Day > JapanTime.DayOf(now)) return CommandAnswer.Refused("not-begun", "写真は、活動の日から送れます。", "Send photos from the day of the activity.");
        var campaign = await ResultRules.UnfrozenAsync(activity, session, cancellationToken);
        if (campaign.FrozenAt is not null) return ResultRules.Frozen;
        if (!await gates.IsOnAsync(Features.Photos, campaign.FiscalYear, campaign.InitiativeId)) return CleanUpAnswers.Off;
        if (await session.Query<Photo>().CountAsync(p => p.SubjectId == activity.Id && p.State != PhotoState.Refused, cancellationToken) >= MostPerActivity)
            return CommandAnswer.Refused("too-many-photos", $"写真は 1 つの活動に {MostPerActivity} 枚までです。", $"An activity takes up to {MostPerActivity} photos.");
        session.StorePhoto(new()
        {
            Id = command.Id, Subject = PhotoSubject.Activity, SubjectId = activity.Id, MunicipalityCode = activity.MunicipalityCode, Moment = command.Moment, AccountId = command.AccountId,
            State = PhotoState.Waiting, Width = command.Picture.Width, Height = command.Picture.Height, At = now,
        }, command.Picture);
        return CommandAnswer.Done;
    }

    internal static async Task<bool> IsOneOfThemAsync(
        Activity activity, Guid account, IQuerySession session, IParticipation<ICleanUpStore> participation, CancellationToken cancellationToken) =>
        (await session.LoadAsync<Group>(activity.GroupId, cancellationToken))?.AccountId == account
        || (await participation.SignUpsOfPersonAsync(account, cancellationToken)).Any(s => s.OpeningId == activity.Id && s.State == SignUpState.Confirmed);
}
