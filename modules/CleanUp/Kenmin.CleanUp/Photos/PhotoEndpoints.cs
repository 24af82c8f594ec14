using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.CleanUp.Photos;

/// <summary>A photo that everybody may see.</summary>
internal sealed record PhotoView(Guid Id, string Moment, string Href, string SmallHref, int Width, int Height)
{
    public static PhotoView Of(Photo photo) =>
        new(photo.Id, photo.Moment == PhotoMoment.Before ? "before" : "after", photo.Href, photo.SmallHref, photo.Width, photo.Height);

    public static PhotoView Example { get; } = new(
        Guid.Parse("0197a000-0000-7000-8000-0000000000f1"), "after", "/clean-up/photos/0197a000-0000-7000-8000-0000000000f1.jpg", "/clean-up/photos/0197a000-0000-7000-8000-0000000000f1-small.jpg", 1600, 1200);
}

/// <summary>Photos for programs, among them the page that works without a network.</summary>
internal sealed class PhotoApi(PictureMaker pictures, PhotoReader photos) : IApiEndpoints
{
    private const string Kept = "photos that were sent stay and can be taken back; whether more are taken is decided for the campaign's fiscal year";

    public void Map(IEndpointRouteBuilder api)
    {
        var own = api.MapGroup("/clean-up/me/activities/{id:guid}/photos").WithTags("clean-up").RequirePermission(Permissions.TakePart)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        own.MapPut("/{photoId:guid}", async (Guid id, Guid photoId, string? moment, HttpRequest request, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
            {
                if (!Enum.TryParse<PhotoMoment>(moment, ignoreCase: true, out var taken) || !Enum.IsDefined(taken))
                    return ApiProblems.Invalid(new FieldProblem("#/moment", new("before か after を指定してください。", "Say before or after.")));
                Parsed<Picture> read;
                try
                {
                    read = await pictures.ReadAsync(request.Body, cancellationToken);
                }
                catch (BadHttpRequestException e)
                {
                    // Cut off on its way, as happens with poor reception: nobody waits for the answer, and nothing is wrong here.
                    return Results.StatusCode(e.StatusCode);
                }

                if (!read.TryGet(out var picture)) return ApiProblems.Invalid(new FieldProblem("#", read.Error));
                return (await bus.InvokeAsync<CommandAnswer>(new AddPhoto(photoId, id, taken, picture, user.AccountId()!.Value), cancellationToken)).ToResult();
            })
            .Produces(StatusCodes.Status204NoContent).WithSummary("写真を送る / Send a photo")
            .WithDescription("The body is the picture: JPEG, PNG or WebP. The id is made by the sender: sent again, nothing more happens. Position and camera data are taken off; staff look at it before it is public.")
            .AlwaysOn(Kept);

        own.MapDelete("/{photoId:guid}", async (Guid id, Guid photoId, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new RemovePhoto(photoId, user.AccountId()!.Value), cancellationToken)).ToResult())
            .Produces(StatusCodes.Status204NoContent).WithSummary("写真を取り消す / Take a photo back").AlwaysOn(Kept);

        api.MapGet("/clean-up/activities/{id:guid}/photos", async (Guid id, CancellationToken cancellationToken) =>
                Results.Ok((await photos.PublicAsync(id, cancellationToken)).Select(PhotoView.Of).ToList()))
            .WithTags("clean-up").Produces<IReadOnlyList<PhotoView>>().WithExample(response: new[] { PhotoView.Example })
            .WithSummary("公開された写真 / Photos that were made public").AllowAnonymous().AlwaysOn(Kept);
    }
}

/// <summary>The pictures themselves.</summary>
internal sealed class PhotoFiles(PhotoReader photos) : ISiteEndpoints
{
    public void Map(IEndpointRouteBuilder site)
    {
        var files = site.MapGroup("/clean-up/photos").AllowAnonymous().AlwaysOn("photos that were made public stay; others are shown to who may see them");
        files.MapGet("/{id:guid}.jpg", (Guid id, HttpContext http) => SendAsync(id, small: false, http));
        files.MapGet("/{id:guid}-small.jpg", (Guid id, HttpContext http) => SendAsync(id, small: true, http));
    }

    private async Task<IResult> SendAsync(Guid id, bool small, HttpContext http)
    {
        if (await photos.PictureAsync(id, small, http.User, http.RequestAborted) is not { } found) return Results.NotFound();
        // Taken back, a photo is gone everywhere within minutes; what is not public is kept by no cache.
        http.Response.Headers.CacheControl = found.Public ? "public, max-age=300" : "private, no-store";
        return Results.Bytes(found.Bytes, "image/jpeg");
    }
}
