using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.PersonalData.Consents;

/// <summary>Somebody agreed on the page of consents, or staff entered it there.</summary>
[WolverineHandler]
[StickyHandler("sports-volunteers-consents-recorded")]
[NoNewEntries("who is in the register already says that they stay; nobody new comes in")]
public static class OnConsentRecorded
{
    /// <summary>Registers the person, or shows them to their municipality again. Where that cannot be, the ledger is told so.</summary>
    public static async Task<ConsentEnded?> Handle(ConsentRecorded message, IDocumentSession session, CancellationToken cancellationToken)
    {
        switch (message.Purpose)
        {
            case ConsentPurposes.ProvisionToMunicipalities:
                await OnConsentWithdrawn.ShowToMunicipalityAsync(session, message.PersonId, shown: true, cancellationToken);
                return null;
            case ConsentPurposes.StayingRegistered:
                var statement = new Statement(OnConsentWithdrawn.ChannelOf(message.Channel), message.RecordedBy, message.At);
                var outcome = await session.DecideAsync(message.PersonId, r => r.Agree(message.TextVersion, statement), cancellationToken);
                return outcome == Outcome.Unknown || outcome.Refusal is not null
                    ? new ConsentEnded(message.Purpose, message.PersonId, message.Channel, message.RecordedBy, message.At)
                    : null;
            default:
                return null;
        }
    }
}

/// <summary>Somebody withdrew a consent, or it ran out.</summary>
[WolverineHandler]
[StickyHandler("sports-volunteers-consents-withdrawn")]
[NoNewEntries("people rule over their data whatever is switched on")]
public static class OnConsentWithdrawn
{
    /// <summary>Ends the registration, or takes the person out of the view of their municipality.</summary>
    public static async Task Handle(ConsentWithdrawn message, IDocumentSession session, CancellationToken cancellationToken)
    {
        switch (message.Purpose)
        {
            case ConsentPurposes.ProvisionToMunicipalities:
                await ShowToMunicipalityAsync(session, message.PersonId, shown: false, cancellationToken);
                break;
            case ConsentPurposes.StayingRegistered:
                var statement = new Statement(ChannelOf(message.Channel), message.RecordedBy, message.At);
                await session.DecideAsync(message.PersonId, r => r.State switch
                {
                    RegistrationState.Continuing => r.End(EndReason.NotSaid, statement),
                    RegistrationState.AskingNeeded or RegistrationState.Asked => r.Refuse(statement),
                    _ => Decision.Nothing,
                }, cancellationToken);
                break;
        }
    }

    internal static async Task ShowToMunicipalityAsync(IDocumentSession session, Guid id, bool shown, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<Volunteer>(id, cancellationToken) is not { Erased: false } person
            || (person.NotForMunicipalities, person.ForMunicipalities) == (!shown, shown)) return;
        (person.NotForMunicipalities, person.ForMunicipalities) = (!shown, shown);
        session.Store(person);
    }

    internal static AnswerChannel ChannelOf(ConsentChannel channel) => channel switch
    {
        ConsentChannel.Counter => AnswerChannel.Counter,
        ConsentChannel.Paper => AnswerChannel.Form,
        ConsentChannel.Phone => AnswerChannel.Phone,
        _ => AnswerChannel.Self,
    };
}
