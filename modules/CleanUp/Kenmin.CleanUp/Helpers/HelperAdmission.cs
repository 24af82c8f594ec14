using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.PersonalData;
using Kenmin.CleanUp.Scope;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Marten;

namespace Kenmin.CleanUp.Helpers;

/// <summary>Somebody wants to help, with the own account.</summary>
/// <param name="Name">The name, for the leader's list.</param>
internal sealed record OwnApplication(string Name);

/// <summary>Which of those who apply may help at an activity, and their names.</summary>
internal sealed class HelperAdmission(FeatureGates gates) : ISignUpAdmission<ICleanUpStore>
{
    private static readonly CommandAnswer Leads = CommandAnswer.Refused("leader", "あなたはこの活動の代表者です。申し込む必要はありません。", "You lead this activity and need not sign up.");

    /// <inheritdoc />
    public async Task AdmitAsync(IDocumentSession session, IReadOnlyList<Applicant> applicants, CancellationToken cancellationToken)
    {
        var activities = (await session.LoadManyAsync<Activity>(cancellationToken, [.. applicants.Select(a => a.OpeningId).Distinct()])).ToDictionary(a => a.Id);
        var campaigns = (await session.LoadManyAsync<Campaign>(cancellationToken, [.. activities.Values.Select(a => a.CampaignId).Distinct()])).ToDictionary(c => c.Id);
        var groups = (await session.LoadManyAsync<Group>(cancellationToken, [.. activities.Values.Select(a => a.GroupId).Distinct()])).ToDictionary(g => g.Id);
        var stopped = await session.StoppedByGuardiansAsync([.. applicants.Select(a => a.PersonId).Distinct()], cancellationToken);
        foreach (var applicant in applicants)
        {
            var refusal = activities.GetValueOrDefault(applicant.OpeningId) is not { State: ActivityState.Accepted, HelperPlaces: > 0 } activity
                || campaigns.GetValueOrDefault(activity.CampaignId) is not { Published: true } campaign || groups.GetValueOrDefault(activity.GroupId) is not { } group ? CommandAnswer.Unknown
                : group.AccountId == applicant.PersonId ? Leads
                : !await gates.TakesAsync(Features.Activities, campaign) ? CleanUpAnswers.Off
                : stopped.Contains(applicant.PersonId) ? GuardianRule.Refusal
                : null;
            // The name is there with the place: nobody stands on the leader's list without one.
            if (refusal is null) session.Store(new Helper { Id = applicant.PersonId, Name = ((OwnApplication)applicant.Application).Name });
            else applicant.Refuse(refusal.Code!, refusal.Problem!.Value);
        }
    }
}
