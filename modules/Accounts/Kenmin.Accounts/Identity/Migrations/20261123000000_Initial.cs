using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kenmin.Accounts.Identity.Migrations
{
    internal sealed partial class Initial : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "Data",
                schema: "accounts",
                table: "account_passkey",
                newName: "data");

            migrationBuilder.CreateIndex(
                name: "account_email_prefix",
                schema: "accounts",
                table: "account",
                column: "normalized_email")
                .Annotation("Npgsql:IndexOperators", new[] { "text_pattern_ops" });
        }

        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "account_email_prefix",
                schema: "accounts",
                table: "account");

            migrationBuilder.RenameColumn(
                name: "data",
                schema: "accounts",
                table: "account_passkey",
                newName: "Data");
        }
    }
}
