using System.Globalization;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Initiatives;
using Kenmin.SportsVolunteers.Volunteers;
using Kenmin.SportsVolunteers.Volunteers.SamePerson;
using Marten;
using Wolverine.Attributes;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace Kenmin.SportsVolunteers.Registrations.SelfRegistration;

/// <summary>A signed-in resident registers as a sports volunteer for the present fiscal year.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Details">What was entered and read.</param>
[MessageIdentity("sports-volunteers.register-volunteer.v1")]
[NewEntries(Features.ContinuingRegistration)]
public sealed record RegisterVolunteer(Guid AccountId, VolunteerDetails Details);

/// <summary>A registered resident corrects what is kept about them.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Details">What was entered and read.</param>
[MessageIdentity("sports-volunteers.correct-volunteer.v1")]
[NoNewEntries("people may have their data corrected at any time")]
public sealed record CorrectVolunteer(Guid AccountId, VolunteerDetails Details);

/// <summary>A registered resident stops.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Reason">Why, if they say so.</param>
[MessageIdentity("sports-volunteers.stop-registration.v1")]
[NoNewEntries("nobody is kept registered")]
public sealed record StopRegistration(Guid AccountId, EndReason Reason);

/// <summary>Registers, corrects and stops.</summary>
public static class RegisterVolunteerHandler
{
    /// <summary>Two requests at once: the database lets one account have one record, and the second request finds it.</summary>
    public static void Configure(HandlerChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        chain.OnException<JasperFx.DocumentAlreadyExistsException>().RetryTimes(2);
    }

    /// <summary>Registers.</summary>
    public static async Task<Outcome> Handle(
        RegisterVolunteer command, IDocumentSession session, FeatureGates gates, InitiativeDirectory initiatives, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (!await gates.IsOnNowAsync(Features.ContinuingRegistration)) return Outcome.Closed;
        if (await session.Query<Volunteer>().AnyAsync(v => v.AccountId == command.AccountId, cancellationToken))
            return new(new LocalizedText("すでに登録されています。", "You are registered already."));
        var now = clock.GetUtcNow();
        var person = new Volunteer
        {
            Id = Guid.CreateVersion7(now), AccountId = command.AccountId, RegisteredUnder = initiatives.OfRegister(FiscalYear.Of(now)),
        };
        command.Details.WriteTo(person);
        session.Insert(person);
        await session.FindDuplicatesAsync(person, now, cancellationToken);
        List<object> events = [new RegisteredThemselves(FiscalYear.Of(now), PurposeOfUse.Current, now)];
        if (session.KeepGuardian(person.Id, command.Details.Guardian, now) is { } declared) events.Add(declared);
        session.Events.StartStream(person.Id, events.ToArray());
        return Outcome.Done;
    }

    /// <summary>Corrects.</summary>
    public static async Task<(Outcome, NoticeIssued?)> Handle(
        CorrectVolunteer command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await Own(session, command.AccountId, cancellationToken) is not { } person) return (Outcome.Unknown, null);
        var now = clock.GetUtcNow();
        var before = person.MunicipalityCode;
        var changed = command.Details.WriteTo(person);
        List<object> events = changed.Length > 0 ? [new DetailsCorrected(changed, now)] : [];
        if (session.KeepGuardian(person.Id, command.Details.Guardian, now) is { } declared) events.Add(declared);
        if (events.Count == 0) return (Outcome.Done, null);
        session.Store(person);
        await session.FindDuplicatesAsync(person, now, cancellationToken);
        var outcome = await session.DecideAsync(person.Id, _ => Decision.Of(events), cancellationToken);
        return (outcome, before == person.MunicipalityCode ? null : Moved(command.AccountId, person, now));
    }

    /// <summary>
    /// A move ends nothing: whoever moves stays registered, also outside the prefecture. It is said who sees them from now on, since
    /// that is what a move changes.
    /// </summary>
    private static NoticeIssued Moved(Guid account, Volunteer person, DateTimeOffset at)
    {
        var place = Municipality.ByCode(person.MunicipalityCode)?.Names;
        var body = (place, person.NotForMunicipalities) switch
        {
            ({ } city, false) => new LocalizedText(
                $"登録はそのまま続きます。これからは{city.Ja}の職員が名簿を見られます。前の市町の職員は見られなくなりました。見せたくないときは、同意のページで取りやめられます。",
                $"You stay registered. From now on the staff of {city.En} see you in the roster; those of your former municipality no longer do. You can withdraw this on the page of your consents."),
            ({ } city, true) => new LocalizedText(
                $"登録はそのまま続きます。市町への提供には同意していないため、{city.Ja}の職員には見えません。", $"You stay registered. As you asked, the staff of {city.En} do not see you."),
            _ => new LocalizedText(
                "登録はそのまま続きます。県外のため、市町の職員には見えません。県内の大会には、これまでどおり申し込めます。",
                "You stay registered. Outside the prefecture no municipality sees you. You can sign up for events as before."),
        };
        return new(
            FactId.Of(string.Create(CultureInfo.InvariantCulture, $"sports-volunteers.moved|{person.Id:N}|{at.UtcTicks}")), account,
            new("住所を変更しました", "Your address was changed"), body, "/me/consents", at);
    }

    /// <summary>Stops: who was being asked refuses, who stayed ends.</summary>
    public static async Task<Outcome> Handle(StopRegistration command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await Own(session, command.AccountId, cancellationToken) is not { } person) return Outcome.Unknown;
        var statement = new Statement(AnswerChannel.Self, null, clock.GetUtcNow());
        return await session.DecideAsync(
            person.Id,
            r => r.State is RegistrationState.AskingNeeded or RegistrationState.Asked ? r.Refuse(statement) : r.End(command.Reason, statement),
            cancellationToken);
    }

    private static Task<Volunteer?> Own(IDocumentSession session, Guid account, CancellationToken cancellationToken) =>
        session.Query<Volunteer>().FirstOrDefaultAsync(v => v.AccountId == account && !v.Erased, cancellationToken);
}
