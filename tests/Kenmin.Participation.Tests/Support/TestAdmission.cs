using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.Participation.Tests.Support;

/// <summary>Somebody applies.</summary>
/// <param name="Name">The name; without one the module admits nobody.</param>
public sealed record TestApplication(string Name);

/// <summary>What the module keeps of who applied.</summary>
public sealed class Applied
{
    public Guid Id { get; set; }
    public string Name { get; set; } = "";
}

/// <summary>The module's admission.</summary>
internal sealed class TestAdmission : ISignUpAdmission<ITestStore>
{
    public const string Nameless = "nameless";

    public Task AdmitAsync(IDocumentSession session, IReadOnlyList<Applicant> applicants, CancellationToken cancellationToken)
    {
        foreach (var applicant in applicants)
            if (applicant.Application is TestApplication { Name.Length: > 0 } application) session.Store(new Applied { Id = applicant.PersonId, Name = application.Name });
            else applicant.Refuse(Nameless, new LocalizedText("名前を入れてください。", "Enter a name."));
        return Task.CompletedTask;
    }
}
