using Kenmin.SportsVolunteers.Assignment;
using Kenmin.SportsVolunteers.Calendars;
using Kenmin.SportsVolunteers.Certificates;
using Kenmin.SportsVolunteers.Insurance;
using Kenmin.SportsVolunteers.OnTheDay;
using Kenmin.SportsVolunteers.OnTheDay.Incidents;
using Kenmin.SportsVolunteers.Registrations.Links;
using Kenmin.SportsVolunteers.Registrations.SelfRegistration;
using Kenmin.SportsVolunteers.Shifts.Swaps;
using Kenmin.SportsVolunteers.Volunteers.Provision;
using Kenmin.SportsVolunteers.Volunteers.SamePerson;
using Marten;

namespace Kenmin.SportsVolunteers.PersonalData;

/// <summary>What goes with a volunteer's personal data, whether on request or at the retention date: the one list of it.</summary>
internal static class ForgettingVolunteers
{
    /// <summary>Takes out all that is kept by the volunteer's id, in the transaction that removes the data; the sign-ups have their own.</summary>
    public static void ForgetVolunteer(this IDocumentSession session, Guid volunteer)
    {
        session.DeleteWhere<PersonalLink>(l => l.VolunteerId == volunteer);
        session.Delete<GuardianConsent>(volunteer);
        session.ForgetAssignments(volunteer);
        session.ForgetSwaps(volunteer);
        session.DeleteWhere<PersonMerge>(m => m.KeptId == volunteer);
        session.DeleteWhere<DuplicatePair>(p => p.First == volunteer || p.Second == volunteer);
        OnTheDayTables.Forget(session, volunteer);
        Certificate.Forget(session, volunteer);
        session.DeleteWhere<InsuranceCover>(c => c.VolunteerId == volunteer);
        session.ForgetIncidents(volunteer);
        session.ForgetProvisions(volunteer);
        session.Delete<CalendarFeed>(volunteer);
    }
}
