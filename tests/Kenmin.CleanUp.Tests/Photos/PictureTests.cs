using System.Text;
using Kenmin.CleanUp.Photos;
using Kenmin.CleanUp.Tests.Support;
using Kenmin.SharedKernel;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace Kenmin.CleanUp.Tests.Photos;

/// <summary>What is left of a sent file: its pixels.</summary>
public sealed class PictureTests
{
    [Fact]
    public async Task Position_and_device_go_and_the_picture_stands_upright()
    {
        var sent = Cameras.Sideways();
        Encoding.Latin1.GetString(sent).ShouldContain(Cameras.Device, customMessage: "else the test proves nothing");

        var picture = (await ReadAsync(sent)).ShouldBeRead();

        (picture.Width, picture.Height).ShouldBe((600, 800));
        foreach (var written in new[] { picture.Large, picture.Small })
        {
            var text = Encoding.Latin1.GetString(written);
            text.ShouldNotContain(Cameras.Device);
            text.ShouldNotContain("Exif");
            using var read = Image.Load<Rgb24>(written);
            read.Metadata.ExifProfile.ShouldBeNull();
            read[read.Width / 2, 5].ShouldSatisfyAllConditions(p => p.R.ShouldBeGreaterThan((byte)180), p => p.B.ShouldBeLessThan((byte)80));
            read[read.Width / 2, read.Height - 5].B.ShouldBeGreaterThan((byte)180);
        }
    }

    [Fact]
    public async Task Large_pictures_are_made_smaller_and_small_ones_are_not_made_larger()
    {
        (await ReadAsync(Cameras.Sideways(4000, 3000))).ShouldBeRead().ShouldSatisfyAllConditions(
            p => (p.Width, p.Height).ShouldBe((1200, 1600)), p => Size(p.Small).ShouldBe((300, 400)));
        (await ReadAsync(Cameras.Sideways(90, 60))).ShouldBeRead().ShouldSatisfyAllConditions(p => Size(p.Large).ShouldBe((60, 90)), p => Size(p.Small).ShouldBe((60, 90)));
    }

    [Fact]
    public async Task What_is_no_photo_is_refused_in_words()
    {
        (await ReadAsync([])).Error.Ja.ShouldContain("JPEG、PNG、WebP");
        (await ReadAsync("<svg onload=alert(1)>"u8.ToArray())).Error.Ja.ShouldContain("JPEG、PNG、WebP");
        (await ReadAsync(Cameras.Sideways()[..20])).Error.Ja.ShouldContain("JPEG、PNG、WebP");
        (await ReadAsync(new byte[PictureMaker.LargestFile + 1])).Error.Ja.ShouldContain("15 MB");
    }

    [Fact]
    public async Task A_small_file_that_says_it_is_huge_is_never_unpacked()
    {
        // A JPEG whose frame header says 60,000 by 60,000: ten gigabytes once it is unpacked.
        var bomb = Cameras.Sideways();
        var frame = bomb.AsSpan().IndexOf<byte>([0xFF, 0xC0]);
        foreach (var at in new[] { frame + 5, frame + 7 }) System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(bomb.AsSpan(at), 60_000);

        (await ReadAsync(bomb)).Error.Ja.ShouldContain("画素");
    }

    private static (int, int) Size(byte[] picture)
    {
        using var read = Image.Load<Rgb24>(picture);
        return (read.Width, read.Height);
    }

    private static async Task<Parsed<Picture>> ReadAsync(byte[] file)
    {
        using var maker = new PictureMaker();
        using var stream = new MemoryStream(file);
        return await maker.ReadAsync(stream, TestContext.Current.CancellationToken);
    }
}

internal static class ReadPictures
{
    public static Picture ShouldBeRead(this Parsed<Picture> read) => read.TryGet(out var picture) ? picture : throw new InvalidOperationException(read.Error.En);
}
