using Kenmin.CommunityBusiness.Library;
using Kenmin.CommunityBusiness.Showcase;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Pictures;
using Kenmin.SharedKernel;
using Marten;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace Kenmin.CommunityBusiness.Consents;

/// <summary>Fictional stories and businesses that are shown: the resident's two, with consents of both kinds, and a story of what was stopped, without names, that waits for staff.</summary>
internal static class PublicityDemonstration
{
    private const int Width = 640, Height = 480;

    public static void Seed(IDocumentSession session, Venture own, Venture launched, Venture stopped, Venture elsewhere, Doer resident, Doer office, DateTimeOffset now)
    {
        var today = JapanTime.DayOf(now);
        PublicConsent Consent(PublicPurpose purpose, Doer by, string how = "") => new(purpose, today.AddDays(-20), today.AddDays(300), how, by);
        Story Write(Venture venture, StoryText text, StoryState state, EditionState edition, Doer by, PublicConsent consent)
        {
            Story story = new() { Id = Guid.CreateVersion7(now), VentureId = venture.Id, Text = text, State = state, Editions = 1, Consent = consent, Revision = 1, ChangedAt = now.AddDays(-15), ChangedBy = by };
            var decided = edition == EditionState.Published;
            session.Store(new StoryEdition
            {
                Id = StoryEdition.IdOf(story.Id, 1), StoryId = story.Id, VentureId = venture.Id, Number = 1, Text = text, State = edition, At = now.AddDays(-15), By = by, DecidedAt = decided ? now.AddDays(-10) : null, DecidedBy = decided ? office : null,
            });
            return story;
        }

        var told = Write(launched, new(
            "惣菜を夕方に売ってわかったこと（見本）", "夕方に開いている店がなく、高齢の人が困っていました（見本）。", "空き店舗を借り、夕方だけ惣菜を売りました（見本）。", StoryOutcome.Worked, "作る量を前の日の注文で決めたので、残りが出ませんでした（見本）。", "1 日 40 食、残りは 2 食まで（見本）",
            "はじめは週 2 日で十分です（見本）。", BusinessField.Food, false, "見本の惣菜の会"), StoryState.Published, EditionState.Published, resident, Consent(PublicPurpose.PagesAndOpenData, resident));
        told.Publish(new(1, told.Text, launched.Stage, false, launched.MunicipalityCode, launched.Title, today.AddDays(-10), today.AddDays(-10)));
        var failed = Write(stopped, new(
            "景色だけでは続かなかった店（見本）", "農地が荒れ、人を呼びたいと考えました（見本）。", "週末だけ、飲み物を出しました（見本）。", StoryOutcome.Failed, "雨の日に客が来ず、担い手が休めませんでした（見本）。", "", "雨の日の計画を先に決めてください（見本）。", BusinessField.Places, true, ""),
            StoryState.Waiting, EditionState.Waiting, office, Consent(PublicPurpose.Pages, office, "電話で同意を聞いた（見本）"));
        session.Store(told, failed);

        Showing Show(Venture venture, BusinessField field, string about, string seeks, Doer by, PublicConsent? consent) => new()
        {
            Id = venture.Id, Text = new(venture.Title, about, venture.Problem, venture.Resource, seeks, "火・金 16 時から（見本）", "", field), Consent = consent, Revision = 1, ChangedAt = now.AddDays(-12), ChangedBy = by,
        };
        var truck = Show(own, BusinessField.Shopping, "注文を聞いて、坂の上に届けます（見本）。", "週に 1 度、運転を手伝える人（見本）", resident, Consent(PublicPurpose.PagesAndOpenData, resident));
        (truck.Latitude, truck.Longitude) = (34.18, 131.48);
        truck.Picture = new(Guid.CreateVersion7(now), "坂道に止まった赤い軽トラック（見本の絵）", Width, Height, now.AddDays(-12));
        session.StoreShowingPicture(own.Id, Truck());
        var hidden = Show(elsewhere, BusinessField.Food, "夏みかんの皮を煮て、菓子にします（見本）。", "", office, Consent(PublicPurpose.Pages, office, "同意書を受け取った（見本）"));
        hidden.Hidden = new("住所が書かれていたため（見本）。", now.AddDays(-2), office);
        session.Store(truck, Show(launched, BusinessField.Food, "夕方に、惣菜を届けます（見本）。", "空いた厨房（見本）", resident, Consent(PublicPurpose.Pages, resident)), hidden);
    }

    private static Picture Truck()
    {
        using var image = new Image<Rgb24>(Width, Height);
        image.ProcessPixelRows(rows =>
        {
            for (var y = 0; y < Height; y++)
            {
                var row = rows.GetRowSpan(y);
                row.Fill(y < 260 ? new Rgb24(170, 205, 235) : new(120, 150, 90));
                // The road, the truck's bed and cab, and two wheels.
                if (y is >= 360 and < 430) row.Fill(new(110, 110, 115));
                if (y is >= 270 and < 350) row.Slice(180, 190).Fill(new(200, 60, 50));
                if (y is >= 220 and < 350) row.Slice(380, 90).Fill(new(200, 60, 50));
                if (y is >= 240 and < 285) row.Slice(400, 55).Fill(new(225, 235, 240));
                if (y is >= 335 and < 375)
                {
                    row.Slice(220, 40).Fill(new(40, 40, 45));
                    row.Slice(400, 40).Fill(new(40, 40, 45));
                }
            }
        });
        return PictureMaker.Drawn(image);
    }
}
