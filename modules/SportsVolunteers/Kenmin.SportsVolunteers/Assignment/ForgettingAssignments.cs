using Kenmin.SportsVolunteers.Assignment.Cover;
using Marten;

namespace Kenmin.SportsVolunteers.Assignment;

/// <summary>Takes a person out of proposals, decisions and requests to step in.</summary>
internal static class ForgettingAssignments
{
    public static void ForgetAssignments(this IDocumentSession session, Guid volunteer)
    {
        session.DeleteWhere<AssignmentLine>(l => l.VolunteerId == volunteer);
        session.DeleteWhere<AssignmentRuling>(r => r.VolunteerId == volunteer);
        session.Delete<CoverAsked>(volunteer);
        session.QueueSqlCommand(
            "update sports_volunteers.mt_doc_coverrequest set data = jsonb_set(data, '{asked}', (data -> 'asked') - ?) where jsonb_exists(data -> 'asked', ?)", volunteer.ToString(), volunteer.ToString());
        // What a run could not keep names people until the next run.
        session.QueueSqlCommand(
            "update sports_volunteers.mt_doc_eventassignment set data = jsonb_set(data, '{figures,notKept}', '[]'::jsonb) where data -> 'figures' -> 'notKept' @> jsonb_build_array(jsonb_build_object('volunteerId', ?))", volunteer.ToString());
    }
}
