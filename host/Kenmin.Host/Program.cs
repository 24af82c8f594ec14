using Kenmin.Api;
using Kenmin.Host.Startup;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Pages;
using Kenmin.Persistence;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;

UnicodeSupport.EnsureIcu();
var builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
await using var database = HandlerCodeCommand.IsMeant(args) ? HostDatabase.None : await HostDatabase.OpenAsync(builder.Configuration, builder.Environment);

if (AuditCommand.IsMeant(args)) return await AuditCommand.RunAsync(args, database.ConnectionString);

RehearsalClock.AddTo(builder);
var modules = builder.AddKenminModules(typeof(Program).Assembly, PluginFolder.Of(builder.Configuration, builder.Environment));
builder.AddKenminPersistence(database.ConnectionString, modules, typeof(Program).Assembly);
builder.Services.AddKenminPages();
builder.Services.AddKenminApi();
builder.Services.AddOverloadProtection(builder.Configuration);
builder.Services.AddAuthentication();
builder.Services.AddAuthorization();
builder.Services.AddRateLimiter(options => options.RejectionStatusCode = StatusCodes.Status429TooManyRequests);
builder.Services.AddHsts(SecurityHeaders.Configure);
builder.AddObservability();
builder.Services.AddReadiness(builder.Configuration);
builder.Services.AddHostedService<DemonstrationDataLoader>();
builder.Services.AddHostedService<StartReport>().AddSingleton(database);

if (HandlerCodeCommand.IsMeant(args)) HandlerCodeCommand.AddTo(builder);

var app = builder.Build();
if (HandlerCodeCommand.IsMeant(args)) return await HandlerCodeCommand.RunAsync(app, args);

app.UseHostCookies();
app.UseSecurityHeaders();
app.UseKenminPages();
app.UseKenminApiProblems();
app.UseOverloadProtection();
app.UseRateLimiter();
app.UseAuthentication();
app.UseRefusalAudit();
app.UseRequestMoments();
app.UseAuthorization();
app.UseAuditorsOnlyRead();
app.UseFeatureGates();
app.UseAntiforgery();
app.UseKenminApi();

app.MapStaticAssets();
app.MapPluginAssets(modules);
app.MapPlatformHealth();
app.MapSecurityContact();
app.MapKenminApi();
app.MapModuleSiteEndpoints();
app.MapRazorComponents<App>().AddAdditionalAssemblies(modules.PageAssemblies());

await app.RunAsync();
return 0;
