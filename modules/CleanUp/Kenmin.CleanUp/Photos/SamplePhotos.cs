using Kenmin.CleanUp.Activities;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace Kenmin.CleanUp.Photos;

/// <summary>Photos for the demonstration data, drawn here: a shore with litter, and the same shore without.</summary>
internal static class SamplePhotos
{
    private const int Width = 640, Height = 480;

    private static readonly Rgb24 Sky = new(170, 205, 235), Sea = new(45, 110, 160), Sand = new(225, 205, 160);

    /// <summary>One that was made public, and one that waits.</summary>
    public static IEnumerable<(Photo Photo, Picture Picture)> Of(Activity activity, Guid sender, Doer office, DateTimeOffset now)
    {
        foreach (var (moment, pieces) in new[] { (PhotoMoment.Before, 60), (PhotoMoment.After, 0) })
        {
            var approved = moment == PhotoMoment.Before;
            yield return (new Photo
            {
                Id = Guid.CreateVersion7(now), SubjectId = activity.Id, MunicipalityCode = activity.MunicipalityCode, Moment = moment, AccountId = sender, Width = Width, Height = Height, At = now,
                State = approved ? PhotoState.Approved : PhotoState.Waiting, DecidedAt = approved ? now : null, DecidedBy = approved ? office : null,
            }, Shore(pieces));
        }
    }

    private static Picture Shore(int pieces)
    {
        using var image = new Image<Rgb24>(Width, Height);
        image.ProcessPixelRows(rows =>
        {
            for (var y = 0; y < Height; y++) rows.GetRowSpan(y).Fill(y < 190 ? Sky : y < 260 ? Sea : Sand);
            // The same litter each time: the numbers only have to look scattered.
            for (var i = 0; i < pieces; i++)
            {
                var (left, top) = (i * 197 % (Width - 14), 265 + (i * 89 % (Height - 280)));
                for (var y = top; y < top + 9; y++) rows.GetRowSpan(y).Slice(left, 13).Fill(i % 2 == 0 ? new(200, 60, 50) : new(235, 240, 245));
            }
        });
        return PictureMaker.Drawn(image);
    }
}
