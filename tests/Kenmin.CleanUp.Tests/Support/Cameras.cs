using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;

namespace Kenmin.CleanUp.Tests.Support;

/// <summary>Makes photos as phones make them: sideways, with position and device written beside the pixels.</summary>
internal static class Cameras
{
    public const string Device = "Sample Phone 12345";

    /// <summary>A JPEG of a red upper half over a blue one as people see it; the pixels lie on their side.</summary>
    public static byte[] Sideways(int width = 800, int height = 600)
    {
        using var image = new Image<Rgb24>(width, height);
        image.ProcessPixelRows(rows =>
        {
            for (var y = 0; y < rows.Height; y++)
                for (var x = 0; x < rows.Width; x++) rows.GetRowSpan(y)[x] = x < width / 2 ? new Rgb24(220, 20, 20) : new Rgb24(20, 20, 220);
        });
        var exif = new ExifProfile();
        exif.SetValue(ExifTag.Orientation, (ushort)6);
        exif.SetValue(ExifTag.Model, Device);
        exif.SetValue(ExifTag.GPSLatitudeRef, "N");
        exif.SetValue(ExifTag.GPSLatitude, [new Rational(34, 1), new Rational(10, 1), new Rational(41, 1)]);
        exif.SetValue(ExifTag.GPSLongitudeRef, "E");
        exif.SetValue(ExifTag.GPSLongitude, [new Rational(131, 1), new Rational(28, 1), new Rational(17, 1)]);
        image.Metadata.ExifProfile = exif;
        using var file = new MemoryStream();
        image.Save(file, new JpegEncoder { Quality = 90 });
        return file.ToArray();
    }
}
