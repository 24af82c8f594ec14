using System.Net;
using Kenmin.CommunityBusiness;
using Kenmin.CommunityBusiness.Consents;
using Kenmin.CommunityBusiness.Contests;
using Kenmin.CommunityBusiness.Library;
using Kenmin.CommunityBusiness.Money;
using Kenmin.CommunityBusiness.Money.Offers;
using Kenmin.CommunityBusiness.Organisations;
using Kenmin.CommunityBusiness.Plans;
using Kenmin.CommunityBusiness.Resources;
using Kenmin.CommunityBusiness.Resources.Import;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Showcase;
using Kenmin.CommunityBusiness.Support.Consultations;
using Kenmin.CommunityBusiness.Support.Dispatches;
using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.CommunityBusiness.Support.Mentors;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Host.Tests.Doors;

/// <summary>The doors of community business, on a venture that each scenario makes for itself. See <see cref="DoorScenarios"/>.</summary>
internal static class CommunityBusinessDoors
{
    private const string Yamaguchi = "352039";
    private static readonly Doer Somebody = new(Guid.CreateVersion7(), "見本 起子");

    public static IReadOnlyDictionary<string, Func<DoorHouse, Task>> All { get; } = new Dictionary<string, Func<DoorHouse, Task>>
    {
        ["community-business.save-idea.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new SaveIdea(Guid.CreateVersion7(), new("題名", "課題", "資源", "だれ", "どう", Yamaguchi, ""), null, null, Somebody, null, 0, true))),
        ["community-business.invite-to-team.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new InviteToTeam((await VentureAsync(house, VentureState.Active)).Id, new PrintedCode(12).New(), Somebody, null))),
        ["community-business.join-team.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new JoinTeam(new PrintedCode(12).New(), Somebody))),
        ["community-business.resume-venture.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new ResumeVenture((await VentureAsync(house, VentureState.Stopped)).Id, "また", Somebody, null))),
        ["community-business.save-organisation.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new SaveOrganisation(Guid.CreateVersion7(), OrganisationKind.Voluntary, null, "見本の会", null, null, null, Yamaguchi, 0, Somebody, null))),
        ["community-business.save-call.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new SaveCall(
            Guid.CreateVersion7(), null, new(new("公募", ""), new("目的", ""), new("内容", "")), Eligibility.Everybody, Today, Today.AddDays(10), Today.AddDays(20), 1, 5, [new("c1", new("効果", ""), "", 1)], [], Somebody))),
        ["community-business.announce-call.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new AnnounceCall((await CallAsync(house, CallState.Draft)).Id))),
        ["community-business.ask-judge.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new AskJudge(Guid.CreateVersion7(), (await CallAsync(house, CallState.Announced)).Id, "見本 審査子", null, new PrintedCode(12).New(), Somebody))),
        ["community-business.hand-in.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new HandIn(
            Guid.CreateVersion7(), (await CallAsync(house, CallState.Announced)).Id, (await VentureAsync(house, VentureState.Active)).Id, new("題名", "課題", "取組み", "資源", "効果", "見通し"), null, Somebody))),
        ["POST /community-business/ideas/draft"] = async house =>
        {
            var visitor = await house.AsAsync(null);
            var token = (await visitor.HiddenAsync("/community-business/ideas/return", "open")).First(f => f.Name == "__RequestVerificationToken");
            using var answer = await visitor.SendAsync("/community-business/ideas/draft", token, ("Input.Id", Guid.CreateVersion7().ToString()), ("Input.Code", new PrintedCode(12).New()), ("Input.Revision", "0"), ("Input.Title", "題名"));
            answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("Nothing new is taken");
        },
        ["community-business.save-canvas.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new SaveCanvas((await VentureAsync(house, VentureState.Active)).Id, new("課題", "", "", "", "", "", "", "", ""), 0, Somebody))),
        ["community-business.save-cash-start.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new SaveCashStart((await VentureAsync(house, VentureState.Active)).Id, JapanTime.Today(TimeProvider.System), [0, 0, 0], 0, Somebody))),
        ["community-business.save-expert.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new SaveExpert(Guid.CreateVersion7(), new("見本 師子", "", "083-933-0000", "", [ExpertField.Sales], [Yamaguchi], 2), 0, Somebody, null))),
        ["community-business.give-listing-consent.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new GiveListingConsent((await ExpertAsync(house)).Id, ListingPurpose.Matching, JapanTime.Today(TimeProvider.System), null, Somebody, null))),
        ["community-business.open-case.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new OpenCase(Guid.CreateVersion7(), Yamaguchi, ExpertField.Sales, "匿名", "", JapanTime.Today(TimeProvider.System), "相談", new OfficePowers(Somebody, null, true)))),
        ["community-business.propose-mentor.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new ProposeMentor(Guid.CreateVersion7(), (await VentureAsync(house, VentureState.Active)).Id, Guid.CreateVersion7(), "お願い", Somebody, null))),
        ["community-business.write-story.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new WriteStory(Guid.CreateVersion7(), (await VentureAsync(house, VentureState.Active)).Id, new("題名", "状況", "したこと", StoryOutcome.Worked, "理由", "", "", BusinessField.Food, false, ""), 0, true, Somebody, null))),
        ["community-business.publish-story.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new PublishStory((await VentureAsync(house, VentureState.Active)).Id, 1, new(Somebody, null, true)))),
        ["community-business.give-story-consent.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new GiveStoryConsent((await VentureAsync(house, VentureState.Active)).Id, PublicPurpose.Pages, Today, null, Somebody, null))),
        ["community-business.save-showing.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new SaveShowing((await VentureAsync(house, VentureState.Active)).Id, new("名前", "すること", "課題", "", "", "", "", BusinessField.Food), null, 0, Somebody, null))),
        ["community-business.set-showing-picture.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new SetShowingPicture((await VentureAsync(house, VentureState.Active)).Id, Guid.CreateVersion7(), new([1], [1], 1, 1), "絵", Somebody, null))),
        ["community-business.give-showing-consent.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new GiveShowingConsent((await VentureAsync(house, VentureState.Active)).Id, PublicPurpose.Pages, Today, null, Somebody, null))),
        ["community-business.save-local-entry.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new SaveEntry(Guid.CreateVersion7(), House, null, true, 0, Somebody, null))),
        ["community-business.publish-local-entry.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new PublishEntry((await EntryAsync(house, EntryState.Waiting)).Id, "窓口", 1, new(Somebody, null, true)))),
        ["community-business.show-interest.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new ShowInterest(Guid.CreateVersion7(), (await EntryAsync(house, EntryState.Published)).Id, (await VentureAsync(house, VentureState.Active)).Id, "使いたい", Somebody))),
        ["community-business.apply-entry-import.v1"] = async house =>
        {
            EntryImport import = new() { Id = Guid.CreateVersion7(), By = Somebody, At = DateTimeOffset.UtcNow, Rows = [new(2, "1", House, "", true)] };
            await using var session = house.Services.GetRequiredService<ICommunityBusinessStore>().LightweightSession();
            session.Store(import);
            await session.SaveChangesAsync();
            IsClosed(await house.InvokeAsync<CommandAnswer>(new ApplyEntryImport(import.Id, new(Somebody, null, true))));
        },
        ["community-business.save-money-offer.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new SaveMoneyOffer(
            Guid.CreateVersion7(), "補助金", null, "県", "備品", null, MoneyKind.Grant, 100_000, 500, null, false, [], [], Today, Today.AddDays(10), 0, new OfficePowers(Somebody, null, true)))),
        ["community-business.save-application.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new SaveApplication(
            Guid.CreateVersion7(), (await VentureAsync(house, VentureState.Active)).Id, Guid.CreateVersion7(), "備品", 1, 1, 2, [new("箱", 2)], 0, Somebody))),
        ["community-business.submit-application.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(new SubmitApplication((await ApplicationAsync(house)).Id, Somebody))),
        ["community-business.request-dispatch.v1"] = async house => IsClosed(await house.InvokeAsync<CommandAnswer>(
            new RequestDispatch(Guid.CreateVersion7(), (await VentureAsync(house, VentureState.Active)).Id, [ExpertField.Sales], 1, JapanTime.Today(TimeProvider.System).AddDays(7), "相談", Somebody, null))),
    };

    private static DateOnly Today => JapanTime.Today(TimeProvider.System);

    private static async Task<Call> CallAsync(DoorHouse house, CallState state)
    {
        Call call = new() { Id = Guid.CreateVersion7(), Year = FiscalYear.Of(Today).StartYear, State = state, OpensOn = Today, ClosesOn = Today.AddDays(10), ScoresUntil = Today.AddDays(20), Criteria = [new("c1", LocalizedText.Same("効果"), "", 1)] };
        await using var session = house.Services.GetRequiredService<ICommunityBusinessStore>().LightweightSession();
        session.Store(call);
        await session.SaveChangesAsync();
        return call;
    }

    private static void IsClosed(CommandAnswer answer) => answer.Code.ShouldBe(CommandAnswer.Closed);

    private static EntryFacts House => new(LocalKind.EmptyHouse, "空き家", "使えます", Yamaguchi, "見本地区", "", "", "", null, null, "窓口", "見本 家主 083-933-0000", "");

    private static async Task<LocalEntry> EntryAsync(DoorHouse house, EntryState state)
    {
        LocalEntry entry = new() { Id = Guid.CreateVersion7(), State = state, Revision = 1 };
        entry.Title = "空き家";
        (entry.MunicipalityCode, entry.Place) = (Yamaguchi, "見本地区");
        await using var session = house.Services.GetRequiredService<ICommunityBusinessStore>().LightweightSession();
        session.Store(entry);
        await session.SaveChangesAsync();
        return entry;
    }

    private static async Task<Expert> ExpertAsync(DoorHouse house)
    {
        await using var session = house.Services.GetRequiredService<ICommunityBusinessStore>().LightweightSession();
        var expert = await session.Query<Expert>().FirstOrDefaultAsync(e => e.AccountId == Somebody.AccountId) ?? new() { Id = Guid.CreateVersion7(), AccountId = Somebody.AccountId, Name = Somebody.Name, Municipalities = [Yamaguchi] };
        session.Store(expert);
        await session.SaveChangesAsync();
        return expert;
    }

    private static async Task<MoneyApplication> ApplicationAsync(DoorHouse house)
    {
        MoneyApplication application = new() { Id = Guid.CreateVersion7(), VentureId = (await VentureAsync(house, VentureState.Active)).Id, MunicipalityCode = Yamaguchi, RequestedBy = Somebody };
        await using var session = house.Services.GetRequiredService<ICommunityBusinessStore>().LightweightSession();
        session.Store(application);
        await session.SaveChangesAsync();
        return application;
    }

    private static async Task<Venture> VentureAsync(DoorHouse house, VentureState state)
    {
        Venture venture = new() { Id = Guid.CreateVersion7(), Title = "見本", MunicipalityCode = Yamaguchi, OwnerAccountId = Somebody.AccountId, OwnerName = Somebody.Name, State = state, Next = new(LocalizedText.Same("次"), JapanTime.Today(TimeProvider.System), NextSide.Team) };
        venture.Number = venture.Id.ToString();
        await using var session = house.Services.GetRequiredService<ICommunityBusinessStore>().LightweightSession();
        session.Store(venture);
        await session.SaveChangesAsync();
        return venture;
    }
}
