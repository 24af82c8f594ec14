using Kenmin.CommunityBusiness.Consents;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence;
using Kenmin.Pictures;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Showcase;

/// <summary>The team, or the office for it, writes how a business is shown (紹介文を書く).</summary>
/// <param name="VentureId">The venture.</param>
/// <param name="Text">What everybody reads.</param>
/// <param name="Point">Where it is; null where it is shown by its municipality only.</param>
/// <param name="Revision">The revision that was read; 0 when it is begun.</param>
/// <param name="By">Somebody of the team; null for the office.</param>
/// <param name="Office">The office; else null.</param>
[MessageIdentity("community-business.save-showing.v1")]
[NewEntries(Features.Showcase)]
public sealed record SaveShowing(Guid VentureId, ShowingText Text, GeoPoint? Point, int Revision, Doer? By, OfficePowers? Office)
{
    internal const int LongestName = 60, Longest = 1000, LongestHours = 300, LongestWebsite = 300;

    internal IEnumerable<Flaw> Flaws()
    {
        foreach (var flaw in Flaw.OfText(Text.Name, nameof(Text.Name), LongestName)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Text.About, nameof(Text.About), Longest, lines: true)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Text.Problem, nameof(Text.Problem), Longest, lines: true)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Text.Resource, nameof(Text.Resource), Longest, required: false, lines: true)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Text.Seeks, nameof(Text.Seeks), Longest, required: false, lines: true)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Text.Hours, nameof(Text.Hours), LongestHours, required: false, lines: true)) yield return flaw;
        foreach (var flaw in Flaw.OfText(Text.Website, nameof(Text.Website), LongestWebsite, required: false)) yield return flaw;
        // Only what a browser opens as a page: an address of another kind could run something.
        if (!string.IsNullOrWhiteSpace(Text.Website) && (!Uri.TryCreate(Text.Website.Trim(), UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)))
            yield return new(nameof(Text.Website), new("https:// から始まるアドレスを入力してください。例：https://mihon.example.jp/", "Enter an address that begins with https://, such as https://mihon.example.jp/."));
        if (Text.Field is not { } field || !Enum.IsDefined(field)) yield return new(nameof(Text.Field), new("分野を選んでください。", "Choose the field."));
    }

    internal ShowingText TidyText => new(
        VentureWork.Tidy(Text.Name), VentureWork.Tidy(Text.About), VentureWork.Tidy(Text.Problem), VentureWork.Tidy(Text.Resource), VentureWork.Tidy(Text.Seeks), VentureWork.Tidy(Text.Hours), VentureWork.Tidy(Text.Website), Text.Field);
}

/// <summary>Keeps it.</summary>
public static class SaveShowingHandler
{
    /// <summary>Begun while the feature is on, put right always. It is shown only with the owner's consent.</summary>
    public static async Task<CommandAnswer> Handle(SaveShowing command, IDocumentSession session, FeatureGates gates, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(VentureWork.TurnOf(command.VentureId), cancellationToken);
        if (await session.LockAsync<Venture>(command.VentureId, cancellationToken) is not { State: not VentureState.Draft } venture || !GoOn.May(venture, command.By, command.Office, initiatives)) return CommandAnswer.Unknown;
        var known = await session.LockAsync<Showing>(command.VentureId, cancellationToken);
        if (known is null && !await gates.IsOnNowAsync(Features.Showcase)) return CommandAnswer.Off;
        foreach (var flaw in command.Flaws()) return CommandAnswer.Invalid(flaw);
        var text = command.TidyText;
        if ((known?.Revision ?? 0) != command.Revision) return known is not null && known.Text == text && known.Point == command.Point ? CommandAnswer.Done : VentureWork.Changed;
        known ??= new() { Id = command.VentureId };
        (known.Text, known.Latitude, known.Longitude) = (text, command.Point?.Latitude, command.Point?.Longitude);
        (known.Revision, known.ChangedAt, known.ChangedBy) = (known.Revision + 1, clock.GetUtcNow(), command.By ?? command.Office!.By);
        session.Store(known);
        if (venture.Field is null)
        {
            venture.Field = text.Field;
            session.Store(venture);
        }

        return CommandAnswer.Done;
    }
}

/// <summary>The team, or the office for it, gives a business a picture, or takes it away (写真).</summary>
/// <param name="VentureId">The venture.</param>
/// <param name="PictureId">Made by the page, so that sending twice keeps one.</param>
/// <param name="Picture">The picture, drawn anew; null to take it away.</param>
/// <param name="Alternative">What it shows, in words.</param>
/// <param name="By">Somebody of the team; null for the office.</param>
/// <param name="Office">The office; else null.</param>
[MessageIdentity("community-business.set-showing-picture.v1")]
[NewEntries(Features.Showcase)]
public sealed record SetShowingPicture(Guid VentureId, Guid PictureId, Picture? Picture, string? Alternative, Doer? By, OfficePowers? Office);

/// <summary>Keeps it.</summary>
public static class SetShowingPictureHandler
{
    internal const int LongestAlternative = 200;

    /// <summary>A business has one; it says in words what it shows.</summary>
    public static async Task<CommandAnswer> Handle(SetShowingPicture command, IDocumentSession session, FeatureGates gates, InitiativeDirectory initiatives, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (command.Picture is not null && !await gates.IsOnNowAsync(Features.Showcase)) return CommandAnswer.Off;
        if (await ShowingWork.LockAsync(session, command.VentureId, command.By, command.Office, initiatives, cancellationToken) is not { } found) return CommandAnswer.Unknown;
        var showing = found.Showing;
        if (command.Picture is not { } picture)
        {
            showing.Picture = null;
            session.DeleteShowingPicture(showing.Id);
        }
        else
        {
            foreach (var flaw in Flaw.OfText(command.Alternative, nameof(command.Alternative), LongestAlternative)) return CommandAnswer.Invalid(flaw);
            showing.Picture = new(command.PictureId, VentureWork.Tidy(command.Alternative), picture.Width, picture.Height, clock.GetUtcNow());
            session.StoreShowingPicture(showing.Id, picture);
        }

        session.Store(showing);
        return CommandAnswer.Done;
    }
}

/// <summary>What all commands about a showing have in common.</summary>
internal static class ShowingWork
{
    /// <summary>How a venture is shown, kept from others, for who may write it; null when there is nothing for them.</summary>
    public static async Task<(Showing Showing, Venture Venture)?> LockAsync(
        IDocumentSession session, Guid ventureId, Doer? by, OfficePowers? office, InitiativeDirectory initiatives, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(VentureWork.TurnOf(ventureId), cancellationToken);
        return await session.LoadAsync<Venture>(ventureId, cancellationToken) is { State: not VentureState.Draft } venture && GoOn.May(venture, by, office, initiatives)
            && await session.LockAsync<Showing>(ventureId, cancellationToken) is { } showing ? (showing, venture) : null;
    }

    /// <summary>Throws it away with its picture.</summary>
    public static void Drop(IDocumentSession session, Guid venture)
    {
        session.Delete<Showing>(venture);
        session.DeleteShowingPicture(venture);
    }
}
