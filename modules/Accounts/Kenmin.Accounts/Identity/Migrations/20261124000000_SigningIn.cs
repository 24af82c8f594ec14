using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kenmin.Accounts.Identity.Migrations
{
    internal sealed partial class SigningIn : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "language",
                schema: "accounts",
                table: "account",
                type: "character varying(2)",
                maxLength: 2,
                nullable: false,
                defaultValue: "ja");

            migrationBuilder.AddColumn<long>(
                name: "last_code_step",
                schema: "accounts",
                table: "account",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "mail_returned_at",
                schema: "accounts",
                table: "account",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<List<string>>(
                name: "unwanted_mail",
                schema: "accounts",
                table: "account",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            // Addresses from before they were verified stay usable, and no account is locked as a whole any more.
            migrationBuilder.Sql("update accounts.account set email_confirmed = true, lockout_enabled = false");

            migrationBuilder.CreateTable(
                name: "access_token",
                schema: "accounts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    scopes = table.Column<List<string>>(type: "text[]", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_token", x => x.id);
                    table.ForeignKey(
                        name: "FK_access_token_account_account_id",
                        column: x => x.account_id,
                        principalSchema: "accounts",
                        principalTable: "account",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "account_session",
                schema: "accounts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    device = table.Column<string>(type: "text", nullable: false),
                    second_factor = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_session", x => x.id);
                    table.ForeignKey(
                        name: "FK_account_session_account_account_id",
                        column: x => x.account_id,
                        principalSchema: "accounts",
                        principalTable: "account",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "attempt_counter",
                schema: "accounts",
                columns: table => new
                {
                    key = table.Column<byte[]>(type: "bytea", nullable: false),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    last_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    blocked_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_attempt_counter", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "one_time_link",
                schema: "accounts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    purpose = table.Column<int>(type: "integer", nullable: false),
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    email = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_one_time_link", x => x.id);
                    table.ForeignKey(
                        name: "FK_one_time_link_account_account_id",
                        column: x => x.account_id,
                        principalSchema: "accounts",
                        principalTable: "account",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_access_token_account_id",
                schema: "accounts",
                table: "access_token",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_access_token_token_hash",
                schema: "accounts",
                table: "access_token",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_account_session_account_id",
                schema: "accounts",
                table: "account_session",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_attempt_counter_last_at",
                schema: "accounts",
                table: "attempt_counter",
                column: "last_at");

            migrationBuilder.CreateIndex(
                name: "IX_one_time_link_account_id_purpose",
                schema: "accounts",
                table: "one_time_link",
                columns: new[] { "account_id", "purpose" });

            migrationBuilder.CreateIndex(
                name: "IX_one_time_link_token_hash",
                schema: "accounts",
                table: "one_time_link",
                column: "token_hash",
                unique: true);
        }

        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "access_token",
                schema: "accounts");

            migrationBuilder.DropTable(
                name: "account_session",
                schema: "accounts");

            migrationBuilder.DropTable(
                name: "attempt_counter",
                schema: "accounts");

            migrationBuilder.DropTable(
                name: "one_time_link",
                schema: "accounts");

            migrationBuilder.DropColumn(
                name: "language",
                schema: "accounts",
                table: "account");

            migrationBuilder.DropColumn(
                name: "last_code_step",
                schema: "accounts",
                table: "account");

            migrationBuilder.DropColumn(
                name: "mail_returned_at",
                schema: "accounts",
                table: "account");

            migrationBuilder.DropColumn(
                name: "unwanted_mail",
                schema: "accounts",
                table: "account");
        }
    }
}
