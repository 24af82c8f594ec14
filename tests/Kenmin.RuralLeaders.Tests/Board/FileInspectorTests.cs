using System.IO.Compression;
using System.Text;
using CsCheck;
using Kenmin.Pictures;
using Kenmin.RuralLeaders.Board;
using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Tests.Board;

/// <summary>What a file is, is told by what is in it.</summary>
public sealed class FileInspectorTests
{
    [Fact]
    public async Task Office_files_and_PDF_are_known_whatever_they_are_called()
    {
        (await KindAsync(Office("word/document.xml"))).ShouldBe(SentFileKind.Word);
        (await KindAsync(Office("xl/workbook.xml"))).ShouldBe(SentFileKind.Excel);
        (await KindAsync(Office("ppt/presentation.xml"))).ShouldBe(SentFileKind.PowerPoint);
        (await KindAsync("%PDF-1.7\n/JSON /Catalog\n%%EOF"u8.ToArray())).ShouldBe(SentFileKind.Pdf, "a longer name is another name");
    }

    [Fact]
    public async Task What_runs_is_refused()
    {
        foreach (var pdf in new[] { "%PDF-1.7 <</S/JavaScript/JS(x)>>", "%PDF-1.7 <</S /J#61vaScript>>", "%PDF-1.7 <</S/Launch>>", "%PDF-1.7 /JS" })
            (await ReasonAsync(Encoding.ASCII.GetBytes(pdf))).ShouldContain("マクロやプログラム", customMessage: pdf);
        (await ReasonAsync(Office("word/document.xml", "word/vbaProject.bin"))).ShouldContain("マクロやプログラム");
        (await ReasonAsync(Office("xl/workbook.xml", "xl/activeX/activeX1.bin"))).ShouldContain("マクロやプログラム");
        (await ReasonAsync(Office("xl/workbook.xml", types: "application/vnd.ms-excel.sheet.macroEnabled.main+xml"))).ShouldContain("マクロやプログラム");
    }

    [Fact]
    public async Task What_is_neither_is_refused_with_what_to_do()
    {
        foreach (var (bytes, reason) in new (byte[], string)[]
                 {
                     ([], "空です"), ("MZ\u0090"u8.ToArray(), "だけを置けます"), ("<html><script>"u8.ToArray(), "だけを置けます"), ([0xD0, 0xCF, 0x11, 0xE0], "保存しなおしてください"),
                     (Office("readme.txt"), "だけを置けます"), ("PK\u0003\u0004 broken"u8.ToArray(), "こわれています"), ([0xFF, 0xD8, 0xFF, 0x00], "写真として読み取れません"),
                     (new byte[FileInspector.LargestFile + 1], "10 MB まで"),
                 })
            (await ReasonAsync(bytes)).ShouldContain(reason);
    }

    [Fact]
    public async Task An_archive_that_states_too_much_is_not_unpacked()
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in new[] { "[Content_Types].xml", "word/document.xml" }) zip.CreateEntry(name);
            using var zeros = zip.CreateEntry("word/media/large.bin", CompressionLevel.Fastest).Open();
            var block = new byte[1024 * 1024];
            for (var i = 0; i < 301; i++) zeros.Write(block);
        }

        file.Length.ShouldBeLessThan(FileInspector.LargestFile);
        (await ReasonAsync(file.ToArray())).ShouldContain("大きすぎます");
    }

    [Fact]
    public void Whatever_bytes_come_there_is_an_answer_and_no_name_leads_elsewhere() =>
        Gen.Select(Gen.Byte.Array[0, 60], Gen.OneOf(Gen.Const("%PDF-"), Gen.Const("PK\u0003\u0004"), Gen.Const("RIFF"), Gen.Const(""), Gen.Const("\u0089PNG")), Gen.String).Sample(
            (tail, head, name) =>
            {
                using var stream = new MemoryStream([.. Encoding.Latin1.GetBytes(head), .. tail]);
                using var maker = new PictureMaker();
                var read = new FileInspector(maker).ReadAsync(stream, CancellationToken.None).GetAwaiter().GetResult();
                if (!read.TryGet(out var file)) read.Error.Ja.ShouldNotBeEmpty();
                else file.Kind.ShouldBe(SentFileKind.Pdf);
                var kept = SentFiles.NameOf(name, SentFileKind.Pdf);
                kept.ShouldEndWith(".pdf");
                kept.Length.ShouldBeInRange(5, 104);
                kept.Any(c => char.IsControl(c) || c is '/' or '\\' or '"').ShouldBeFalse();
            }, iter: 300);

    [Theory]
    [InlineData("当番表.pdf", "当番表.pdf")]
    [InlineData(@"C:\書類\当番表.exe", "当番表.pdf")]
    [InlineData("../../etc/passwd", "passwd.pdf")]
    [InlineData("cod\u202efdp.exe", "codfdp.pdf")]
    [InlineData("", "file.pdf")]
    [InlineData(null, "file.pdf")]
    public void A_name_keeps_what_people_read_and_gets_the_ending_of_what_is_in_it(string? sent, string kept) => SentFiles.NameOf(sent, SentFileKind.Pdf).ShouldBe(kept);

    internal static byte[] Office(string part, string? more = null, string types = "application/xml")
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var writer = new StreamWriter(zip.CreateEntry("[Content_Types].xml").Open())) writer.Write($"<Types><Override ContentType=\"{types}\"/></Types>");
            zip.CreateEntry(part);
            if (more is not null) zip.CreateEntry(more);
        }

        return file.ToArray();
    }

    private static async Task<Parsed<InspectedFile>> ReadAsync(byte[] bytes)
    {
        using var maker = new PictureMaker();
        using var stream = new MemoryStream(bytes);
        return await new FileInspector(maker).ReadAsync(stream, TestContext.Current.CancellationToken);
    }

    private static async Task<SentFileKind> KindAsync(byte[] bytes)
    {
        var read = await ReadAsync(bytes);
        return read.TryGet(out var file) ? file.Kind : throw new InvalidOperationException(read.Error.Ja);
    }

    private static async Task<string> ReasonAsync(byte[] bytes)
    {
        var read = await ReadAsync(bytes);
        return read.TryGet(out var file) ? throw new InvalidOperationException($"It was taken as {file.Kind}.") : read.Error.Ja;
    }
}
