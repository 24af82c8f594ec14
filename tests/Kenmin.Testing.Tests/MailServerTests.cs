using System.Net.Sockets;
using System.Text;

namespace Kenmin.Testing.Tests;

public sealed class MailServerTests
{
    [Fact]
    public async Task A_mail_that_breaks_off_before_its_end_is_not_taken()
    {
        await using MailServer server = new();

        await SayAsync(server, "HELO a\r\nMAIL FROM:<a@example.jp>\r\nRCPT TO:<b@example.jp>\r\nDATA\r\nSubject: half\r\n\r\nHalf of");
        server.Taken.ShouldBeEmpty();

        await SayAsync(server, "HELO a\r\nMAIL FROM:<a@example.jp>\r\nRCPT TO:<b@example.jp>\r\nDATA\r\nSubject: whole\r\n\r\n..All of it\r\n.\r\nQUIT\r\n");
        server.Taken.ShouldHaveSingleItem().ShouldEndWith("Subject: whole\r\n\r\n.All of it\r\n");
    }

    /// <summary>Says it, hangs up, and waits until the server has done so too.</summary>
    private static async Task SayAsync(MailServer server, string words)
    {
        using TcpClient client = new();
        await client.ConnectAsync("127.0.0.1", server.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(words), TestContext.Current.CancellationToken);
        client.Client.Shutdown(SocketShutdown.Send);
        using StreamReader answers = new(stream);
        await answers.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
