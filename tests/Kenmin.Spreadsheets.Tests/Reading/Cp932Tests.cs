using System.Text;

namespace Kenmin.Spreadsheets.Tests;

public sealed class Cp932Tests
{
    [Theory]
    [InlineData(new byte[] { 0xFB, 0xFC }, "髙")]
    [InlineData(new byte[] { 0xEE, 0xE0 }, "髙")]
    [InlineData(new byte[] { 0xFA, 0xB1 }, "﨑")]
    [InlineData(new byte[] { 0xED, 0x95 }, "﨑")]
    [InlineData(new byte[] { 0x87, 0x90 }, "≒")]
    [InlineData(new byte[] { 0x81, 0x45 }, "・")]
    [InlineData(new byte[] { 0x85, 0x40 }, "\uFFFD")]
    [InlineData(new byte[] { 0x81, (byte)',' }, "\uFFFD,")]
    [InlineData(new byte[] { 0x81, (byte)'\n' }, "\uFFFD\n")]
    [InlineData(new byte[] { 0x81 }, "\uFFFD")]
    public void Both_codes_of_a_character_are_read_and_broken_bytes_are_not_hidden(byte[] bytes, string text) =>
        Cp932.Reading.GetString(bytes).ShouldBe(text);

    [Fact]
    public void Whatever_Windows_reads_as_a_character_is_read_as_the_same()
    {
        foreach (var pair in from lead in Enumerable.Range(0x81, 0x7C) where lead is < 0xA0 or >= 0xE0
                             from trail in Enumerable.Range(0x40, 0xBD) where trail != 0x7F
                             select new[] { (byte)lead, (byte)trail })
        {
            var windows = Files.Windows.GetString(pair);
            if (windows != "・") Cp932.Reading.GetString(pair).ShouldBe(windows);
        }
    }

    [Fact]
    public void A_character_that_lies_across_two_reads_is_whole()
    {
        var text = string.Concat(Enumerable.Repeat("髙a﨑・", 20_000));
        using var reader = new StreamReader(new Counting(Files.Cp932(text)), Cp932.Reading, false, 1024);
        reader.ReadToEnd().ShouldBe(text);
    }
}
