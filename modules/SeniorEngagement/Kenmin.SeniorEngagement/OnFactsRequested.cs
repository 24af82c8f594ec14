using Kenmin.Modularity.Features;
using Kenmin.Passport.Contracts;
using Kenmin.SeniorEngagement.Circles;
using Kenmin.SeniorEngagement.Points;
using Kenmin.SeniorEngagement.Requests;
using Kenmin.SeniorEngagement.Training;
using Kenmin.SeniorEngagement.Training.Courses;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement;

/// <summary>Tells everything once more when it is asked for.</summary>
[WolverineHandler]
[StickyHandler("senior-engagement-facts-requested")]
[NoNewEntries("tells of what there is")]
public static class OnFactsRequested
{
    /// <summary>Begins with the first batches.</summary>
    public static (TellAllMeetings, TellAllPoints, TellAllLicences, TellAllCourses, TellAllLeads) Handle(FactsRequested message) => (new(), new(), new(), new(), new());
}
