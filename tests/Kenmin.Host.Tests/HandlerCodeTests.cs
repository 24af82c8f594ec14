using System.Diagnostics;
using Kenmin.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Kenmin.Host.Tests;

/// <summary>What publishing compiles into the host.</summary>
public sealed class HandlerCodeTests
{
    [Fact]
    public async Task The_host_writes_the_code_of_its_handlers_without_a_database_and_it_compiles()
    {
        var stop = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("kenmin-handler-code-");
        try
        {
            ProcessStartInfo start = new("dotnet", [typeof(Program).Assembly.Location, "codegen", "write"]) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["HandlerCode__Folder"] = folder.FullName;
            start.Environment["ConnectionStrings__Kenmin"] = "";
            using var process = Process.Start(start)!;
            var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(stop), process.StandardError.ReadToEndAsync(stop));
            await process.WaitForExitAsync(stop);
            process.ExitCode.ShouldBe(0, string.Join('\n', said));

            var files = folder.GetFiles("*.cs", SearchOption.AllDirectories);
            files.Length.ShouldBeGreaterThan(300);
            MetadataReference[] references =
            [
                .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(f => MetadataReference.CreateFromFile(f)),
            ];
            var trees = files.Select(f => CSharpSyntaxTree.ParseText(File.ReadAllText(f.FullName), path: f.Name, cancellationToken: stop));
            CSharpCompilation.Create("HandlerCode", trees, references, new(OutputKind.DynamicallyLinkedLibrary)).GetDiagnostics(stop)
                .Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()).ShouldBeEmpty();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
