namespace Kenmin.Client.CleanUp;

/// <summary>A campaign (一斉清掃).</summary>
/// <param name="Id">Its id.</param>
/// <param name="InitiativeId">The initiative that it belongs to.</param>
/// <param name="FiscalYear">The fiscal year, by the year it starts in.</param>
/// <param name="Name">Its name.</param>
/// <param name="Summary">What it is.</param>
/// <param name="FirstDay">The first day.</param>
/// <param name="LastDay">The last day.</param>
/// <param name="PlansUntil">The last day for plans.</param>
/// <param name="Published">Whether everybody sees it.</param>
public sealed record CleanUpCampaign(
    Guid Id, Guid? InitiativeId, int FiscalYear, BothLanguages Name, BothLanguages Summary, DateOnly FirstDay, DateOnly LastDay, DateOnly PlansUntil, bool Published);

/// <summary>A site.</summary>
/// <param name="Id">Its id.</param>
/// <param name="MunicipalityCode">Its municipality, 6 digits.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">coast, river, road, …</param>
/// <param name="Shape">point, line or area.</param>
/// <param name="Latitude">Degrees north (WGS 84).</param>
/// <param name="Longitude">Degrees east (WGS 84).</param>
/// <param name="LengthMetres">Its length in metres.</param>
/// <param name="CollectionNote">What the municipality says about collecting there.</param>
/// <param name="Closed">Whether it is no longer offered.</param>
public sealed record CleanUpSite(
    Guid Id, string MunicipalityCode, string Name, string Kind, string Shape, double Latitude, double Longitude, int? LengthMetres, string CollectionNote, bool Closed);

/// <summary>A group.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">Neighbourhood, School, Company, Association, Friends or Alone.</param>
/// <param name="Name">Its name.</param>
/// <param name="MunicipalityCode">Its municipality, 6 digits.</param>
/// <param name="LeaderName">Who leads it.</param>
/// <param name="Phone">The leader's telephone.</param>
public sealed record CleanUpGroup(Guid Id, string Kind, string Name, string MunicipalityCode, string LeaderName, string Phone);

/// <summary>A group to register; the caller leads it.</summary>
public sealed record NewCleanUpGroup(string Kind, string Name, string MunicipalityCode, string Phone, string? LeaderName = null);

/// <summary>An activity.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CampaignId">The campaign.</param>
/// <param name="SiteId">The site.</param>
/// <param name="Site">The site's name.</param>
/// <param name="MunicipalityCode">Its municipality, 6 digits.</param>
/// <param name="Group">The group.</param>
/// <param name="Day">The day.</param>
/// <param name="Start">When it starts.</param>
/// <param name="End">When it ends.</param>
/// <param name="MeetingPlace">Where people meet.</param>
/// <param name="Note">What to bring or know.</param>
/// <param name="State">handedIn, accepted, refused or cancelled.</param>
/// <param name="Reason">Why it was sent back or does not take place.</param>
/// <param name="HelperPlaces">How many helpers are sought.</param>
/// <param name="Free">How many places are free; null while none are open.</param>
public sealed record CleanUpActivity(
    Guid Id, Guid CampaignId, Guid SiteId, string Site, string MunicipalityCode, BothLanguages Group, DateOnly Day, TimeOnly Start, TimeOnly End, string MeetingPlace, string Note,
    string State, string Reason, int HelperPlaces, int? Free);

/// <summary>What a group plans.</summary>
public sealed record NewCleanUpActivity(
    Guid CampaignId, Guid SiteId, Guid GroupId, DateOnly Day, TimeOnly Start, TimeOnly End, string MeetingPlace, int People, int HelperPlaces = 0, string Note = "");

/// <summary>A wish to help; sent again with the same id, it changes nothing more.</summary>
public sealed record NewCleanUpSignUp(Guid? CommandId = null);

/// <summary>The caller's sign-up.</summary>
/// <param name="ActivityId">The activity.</param>
/// <param name="State">waiting, offered, confirmed or cancelled.</param>
/// <param name="Position">The place on the waiting list, from 1.</param>
public sealed record CleanUpSignUp(Guid ActivityId, string State, int? Position);

/// <summary>What came of a clean-up.</summary>
/// <param name="People">How many people cleaned.</param>
/// <param name="PersonMinutes">Their minutes together.</param>
/// <param name="BurnableBags">Bags of burnable litter.</param>
/// <param name="OtherBags">Bags of other litter.</param>
/// <param name="KgWeighed">Kilograms that were weighed.</param>
/// <param name="KgEstimated">Kilograms that were estimated.</param>
/// <param name="Litter">Pieces by code of the published list.</param>
public sealed record CleanUpFigures(
    int People, int PersonMinutes, int BurnableBags = 0, int OtherBags = 0, decimal? KgWeighed = null, decimal? KgEstimated = null, IReadOnlyDictionary<string, int>? Litter = null);

/// <summary>What was reported; version 0 and no figures when nothing was.</summary>
public sealed record CleanUpReported(int Version, CleanUpFigures? Figures);

/// <summary>A participant's report: waiting, approved or refused.</summary>
public sealed record CleanUpOwnReport(Guid Id, string Name, string State, CleanUpFigures Figures);

/// <summary>Whether a participant's report counts.</summary>
public sealed record CleanUpReportDecision(bool Approve);

/// <summary>What counts at a site.</summary>
public sealed record CleanUpSiteResult(
    Guid SiteId, string Site, string MunicipalityCode, double Latitude, double Longitude, CleanUpFigures Figures, decimal? BagsPerPersonHour);

/// <summary>A photo that was made public: before or after.</summary>
public sealed record CleanUpPhoto(Guid Id, string Moment, string Href, string SmallHref, int Width, int Height);

/// <summary>Accepts a plan, or says why not.</summary>
public sealed record CleanUpDecision(bool Accept, string? Reason = null);

/// <summary>How many of an item are where.</summary>
/// <param name="Item">BurnableBag, OtherBag, Gloves or Tongs.</param>
/// <param name="Office">At the office.</param>
/// <param name="Kept">Kept for activities.</param>
/// <param name="Out">With groups.</param>
/// <param name="Used">Used up.</param>
public sealed record CleanUpStock(string Item, long Office, long Kept, long Out, long Used);

/// <summary>A movement of supplies; sent again with the same id, nothing more happens.</summary>
/// <param name="Move">Receive, WriteOff, Allocate, Release, HandOver, Return or UseUp.</param>
/// <param name="Lines">How many of which.</param>
/// <param name="Id">The movement's id.</param>
/// <param name="Note">Why.</param>
public sealed record CleanUpSupplyMove(string Move, IReadOnlyList<CleanUpSupplyLine> Lines, Guid? Id = null, string? Note = null);

/// <summary>How many of an item.</summary>
public sealed record CleanUpSupplyLine(string Item, int Quantity);
