using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Kenmin.Pages;
using MimeKit;

namespace Kenmin.Accounts.Mail;

/// <summary>The one template of all mails: text and HTML from the same words, which are encoded, whoever wrote them.</summary>
internal static class MailTemplate
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The mail in the reader's language.</summary>
    /// <param name="content">What it says.</param>
    /// <param name="language"><c>ja</c> or <c>en</c>.</param>
    /// <param name="site">The address of this site.</param>
    /// <param name="unsubscribe">Where mails of this kind are stopped, from the root; null where they are needed.</param>
    public static MimeMessage Render(MailContent content, string language, Uri site, string? unsubscribe)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        string Say(string ja, string en) => new SharedKernel.LocalizedText(ja, en).In(culture);
        // A subject is one line, whatever it was made of.
        var subject = string.Join(' ', content.Subject.In(culture).Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        var name = SiteName.Text.In(culture);
        var link = content.Link is { } path ? new Uri(site, path).AbsoluteUri : null;
        var linkText = content.LinkText?.In(culture) ?? Say("くわしく見る", "Read on");
        var stop = unsubscribe is null ? null : new Uri(site, unsubscribe).AbsoluteUri;
        var automatic = Say("このメールは自動でお送りしています。返信されてもお読みできません。", "This mail was sent automatically. Replies are not read.");
        var stopText = Say("この種類のメールを止める", "Stop mails of this kind");

        var text = new StringBuilder();
        var html = new StringBuilder($"<!DOCTYPE html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>{Encode(subject)}</title></head>"
            + "<body style=\"font-family:sans-serif;font-size:17px;line-height:1.7;color:#1a1a1c;background:#fff\"><div style=\"max-width:36em;margin:0 auto;padding:16px\">"
            + $"<h1 style=\"font-size:20px\">{Encode(subject)}</h1>");
        foreach (var paragraph in content.Paragraphs.Select(p => p.In(culture)).Where(p => p.Length > 0))
        {
            text.Append(paragraph).Append("\n\n");
            html.Append("<p>").Append(Encode(paragraph).Replace("\n", "<br>", StringComparison.Ordinal)).Append("</p>");
        }

        if (link is not null)
        {
            text.Append(linkText).Append('\n').Append(link).Append("\n\n");
            html.Append($"<p><a href=\"{Encode(link)}\" style=\"display:inline-block;padding:12px 20px;background:#0017c1;color:#fff;border-radius:8px;text-decoration:none\">{Encode(linkText)}</a></p>")
                .Append($"<p style=\"font-size:14px;word-break:break-all\">{Encode(Say("ボタンを押せないときは、次のアドレスをブラウザーで開いてください。", "If the button does not work, open this address in your browser."))}<br>{Encode(link)}</p>");
        }

        text.Append("--\n").Append(name).Append('\n').Append(site.AbsoluteUri).Append('\n').Append(automatic).Append('\n');
        html.Append($"<hr><p style=\"font-size:14px\">{Encode(name)}<br>{Encode(site.AbsoluteUri)}<br>{Encode(automatic)}</p>");
        if (stop is not null)
        {
            text.Append(stopText).Append('\n').Append(stop).Append('\n');
            html.Append($"<p style=\"font-size:14px\"><a href=\"{Encode(stop)}\">{Encode(stopText)}</a></p>");
        }

        html.Append("</div></body></html>");
        var message = new MimeMessage { Subject = subject, Body = new BodyBuilder { TextBody = text.ToString(), HtmlBody = html.ToString() }.ToMessageBody() };
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("Content-Language", language);
        return message;
    }

    private static string Encode(string text) => Encoder.Encode(text);
}
