using System.Threading.RateLimiting;
using Kenmin.SharedKernel;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace Kenmin.Pictures;

/// <summary>A picture as it is kept: JPEG, upright, without anything that the camera wrote beside the pixels.</summary>
/// <param name="Large">At most <see cref="PictureMaker.LargestSide"/> pixels a side.</param>
/// <param name="Small">At most <see cref="PictureMaker.SmallestSide"/> pixels a side, for lists.</param>
/// <param name="Width">Width of the large one, in pixels.</param>
/// <param name="Height">Height of the large one, in pixels.</param>
public sealed record Picture(byte[] Large, byte[] Small, int Width, int Height);

/// <summary>
/// Draws sent photos anew: only the pixels are taken over, so that position (GPS), time and device of EXIF, XMP and IPTC, and whatever
/// else a file may carry, go. Photos come from people whom nobody knows: size is looked at before anything is unpacked, and no more than
/// a few are unpacked at once.
/// </summary>
public sealed class PictureMaker : IDisposable
{
    /// <summary>The longest side of the large picture, in pixels.</summary>
    public const int LargestSide = 1_600;

    /// <summary>The longest side of the small picture, in pixels.</summary>
    public const int SmallestSide = 400;

    /// <summary>The largest file, in bytes.</summary>
    public const int LargestFile = 15 * 1024 * 1024;

    private const long MostPixels = 50_000_000;
    private const int Quality = 80;

    private static readonly Configuration Formats = new(new JpegConfigurationModule(), new PngConfigurationModule(), new WebpConfigurationModule());

    private static readonly LocalizedText Unreadable = new(
        "写真として読み取れません。JPEG、PNG、WebP の写真を選んでください。", "This cannot be read as a photo. Choose a JPEG, PNG or WebP picture.");

    // Who comes when so many wait already would get an answer only after a browser has given up.
    private readonly ConcurrencyLimiter _turns = new(new() { PermitLimit = Environment.ProcessorCount, QueueLimit = 16 * Environment.ProcessorCount });

    /// <summary>The picture of a sent file, or why it is none.</summary>
    /// <exception cref="TooMuchAtOnceException">So many wait to be drawn that this one has to come later.</exception>
    public async Task<Parsed<Picture>> ReadAsync(Stream file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (await BytesAsync(file) is not { } bytes)
            return new LocalizedText($"写真は {LargestFile / 1024 / 1024} MB までです。小さくしてから送ってください。", $"A photo may have up to {LargestFile / 1024 / 1024} MB. Make it smaller and send it again.");
        using var turn = await _turns.AcquireAsync(1, cancellationToken);
        if (!turn.IsAcquired) throw new TooMuchAtOnceException();
        try
        {
            return Draw(bytes);
        }
        catch (Exception e) when (e is ImageFormatException or InvalidImageContentException or UnknownImageFormatException or NotSupportedException)
        {
            return Unreadable;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _turns.Dispose();

    private static Parsed<Picture> Draw(byte[] bytes)
    {
        using (var file = new MemoryStream(bytes, writable: false))
        {
            if (Image.Identify(Formats, file) is not { } info) return Unreadable;
            if ((long)info.Width * info.Height > MostPixels)
                return new LocalizedText("写真の縦横が大きすぎます（5,000 万画素まで）。", "The picture is too large: up to 50 million pixels.");
        }

        using var image = Image.Load<Rgb24>(Formats, bytes);
        image.Mutate(i => i.AutoOrient());
        return Parsed<Picture>.Ok(Drawn(image));
    }

    /// <summary>The picture of what is drawn, which is used up.</summary>
    public static Picture Drawn(Image<Rgb24> image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var large = Write(image, LargestSide);
        var (width, height) = (image.Width, image.Height);
        return new(large, Write(image, SmallestSide), width, height);
    }

    /// <summary>Shrinks the picture where it is larger, and writes its pixels.</summary>
    private static byte[] Write(Image<Rgb24> image, int side)
    {
        if (image.Width > side || image.Height > side)
            image.Mutate(i => i.Resize(new ResizeOptions { Mode = ResizeMode.Max, Size = new(side, side), Sampler = KnownResamplers.Triangle }));
        image.Metadata.ExifProfile = null;
        image.Metadata.XmpProfile = null;
        image.Metadata.IptcProfile = null;
        image.Metadata.IccProfile = null;
        using var written = new MemoryStream();
        image.Save(written, new JpegEncoder { Quality = Quality });
        return written.ToArray();
    }

    /// <summary>The file; null when it is too large. A connection that breaks ends it; being stopped besides would leave a read behind that the server trips over.</summary>
    private static async Task<byte[]?> BytesAsync(Stream file)
    {
        using var read = new MemoryStream();
        var buffer = new byte[81_920];
        for (int some; (some = await file.ReadAsync(buffer, CancellationToken.None)) > 0;)
        {
            if (read.Length + some > LargestFile) return null;
            read.Write(buffer, 0, some);
        }

        return read.ToArray();
    }
}
