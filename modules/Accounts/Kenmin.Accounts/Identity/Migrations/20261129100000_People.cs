using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kenmin.Accounts.Identity.Migrations
{
    /// <inheritdoc />
    internal sealed partial class People : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "merged_into",
                schema: "accounts",
                table: "account",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "standing",
                schema: "accounts",
                table: "account",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "claim_code",
                schema: "accounts",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    last_day = table.Column<DateOnly>(type: "date", nullable: false),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_claim_code", x => x.account_id);
                    table.ForeignKey(
                        name: "FK_claim_code_account_account_id",
                        column: x => x.account_id,
                        principalSchema: "accounts",
                        principalTable: "account",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "pending_claim",
                schema: "accounts",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    email = table.Column<string>(type: "text", nullable: false),
                    password_hash = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_pending_claim", x => x.account_id);
                    table.ForeignKey(
                        name: "FK_pending_claim_account_account_id",
                        column: x => x.account_id,
                        principalSchema: "accounts",
                        principalTable: "account",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "person_entry",
                schema: "accounts",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    entered_by = table.Column<Guid>(type: "uuid", nullable: false),
                    entered_by_name = table.Column<string>(type: "text", nullable: false),
                    entered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    asked_by = table.Column<string>(type: "text", nullable: false),
                    paper = table.Column<int>(type: "integer", nullable: false),
                    paper_reference = table.Column<string>(type: "text", nullable: false),
                    paper_date = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_person_entry", x => x.account_id);
                    table.ForeignKey(
                        name: "FK_person_entry_account_account_id",
                        column: x => x.account_id,
                        principalSchema: "accounts",
                        principalTable: "account",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "person_profile",
                schema: "accounts",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    family_name = table.Column<string>(type: "text", nullable: false),
                    given_name = table.Column<string>(type: "text", nullable: false),
                    kana = table.Column<string>(type: "text", nullable: false),
                    birth_date = table.Column<DateOnly>(type: "date", nullable: true),
                    postal_code = table.Column<string>(type: "text", nullable: true),
                    address = table.Column<string>(type: "text", nullable: false),
                    municipality_code = table.Column<string>(type: "character varying(6)", maxLength: 6, nullable: true),
                    phone = table.Column<string>(type: "text", nullable: true),
                    name_key = table.Column<string>(type: "text", nullable: false),
                    sort_key = table.Column<string>(type: "text", nullable: false),
                    search_bigrams = table.Column<List<string>>(type: "text[]", nullable: false),
                    match_keys = table.Column<List<string>>(type: "text[]", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_person_profile", x => x.account_id);
                    table.ForeignKey(
                        name: "FK_person_profile_account_account_id",
                        column: x => x.account_id,
                        principalSchema: "accounts",
                        principalTable: "account",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "account_merged_into",
                schema: "accounts",
                table: "account",
                column: "merged_into");

            migrationBuilder.CreateIndex(
                name: "IX_claim_code_code_hash",
                schema: "accounts",
                table: "claim_code",
                column: "code_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_person_profile_birth_date",
                schema: "accounts",
                table: "person_profile",
                column: "birth_date");

            migrationBuilder.CreateIndex(
                name: "IX_person_profile_match_keys",
                schema: "accounts",
                table: "person_profile",
                column: "match_keys")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "IX_person_profile_search_bigrams",
                schema: "accounts",
                table: "person_profile",
                column: "search_bigrams")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "IX_person_profile_sort_key_account_id",
                schema: "accounts",
                table: "person_profile",
                columns: new[] { "sort_key", "account_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "claim_code",
                schema: "accounts");

            migrationBuilder.DropTable(
                name: "pending_claim",
                schema: "accounts");

            migrationBuilder.DropTable(
                name: "person_entry",
                schema: "accounts");

            migrationBuilder.DropTable(
                name: "person_profile",
                schema: "accounts");

            migrationBuilder.DropIndex(
                name: "account_merged_into",
                schema: "accounts",
                table: "account");

            migrationBuilder.DropColumn(
                name: "merged_into",
                schema: "accounts",
                table: "account");

            migrationBuilder.DropColumn(
                name: "standing",
                schema: "accounts",
                table: "account");
        }
    }
}
