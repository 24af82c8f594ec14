using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Kenmin.Pages;

/// <summary>Adds the site's pages to a host.</summary>
public static class PagesExtensions
{
    /// <summary>Registers static server rendering, antiforgery and the two languages.</summary>
    public static IServiceCollection AddKenminPages(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<VisibleNavigation>();
        services.AddRazorComponents();
        services.AddAntiforgery(options => options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
        // Japanese stays readable in the page's source and takes a third of the bytes; what HTML needs escaped still is.
        services.AddWebEncoders(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddHttpContextAccessor();
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.SetDefaultCulture("ja").AddSupportedCultures(Language.Supported).AddSupportedUICultures(Language.Supported);
            options.ApplyCurrentCultureToResponseHeaders = true;
            options.RequestCultureProviders =
            [
                new CookieRequestCultureProvider { CookieName = Language.Cookie },
                new AcceptLanguageHeaderRequestCultureProvider(),
            ];
        });
        return services;
    }

    /// <summary>
    /// Chooses the language, and shows people a page for errors and refusals (programs get the bare status, or what
    /// the API makes of it). Belongs first in the pipeline, before authentication and antiforgery.
    /// </summary>
    public static WebApplication UseKenminPages(this WebApplication app)
    {
        app.UseRequestLocalization();
        app.Use(next => context => Language.Choose(context, next));
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/error", CreateScopeForErrors = true });
        app.UseStatusCodePagesWithReExecute("/status/{0}", createScopeForStatusCodePages: true);
        app.Use(next => context =>
        {
            if (!PageRequests.IsForPage(context.Request) && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
                pages.Enabled = false;
            // The page about a refused form is only looked at; it is not itself a form that somebody sent.
            if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerPathFeature>() is not null)
                context.Request.Method = HttpMethods.Get;
            return next(context);
        });
        return app;
    }
}
