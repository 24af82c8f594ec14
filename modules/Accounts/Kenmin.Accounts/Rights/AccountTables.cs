using Kenmin.Persistence.PersonalData;

namespace Kenmin.Accounts.Rights;

/// <summary>Where the module holds data of persons.</summary>
internal static class AccountTables
{
    public static IReadOnlyList<PersonalDataTable> All { get; } =
    [
        new("account", new("アカウント", "Account"), "t.id = any($1)", "to_jsonb(t)"),
        new("person_profile", new("プロフィール", "Profile"), "t.account_id = any($1)", "to_jsonb(t) - 'name_key' - 'sort_key' - 'search_bigrams' - 'match_keys'"),
        new("person_entry", new("職員による登録の記録", "How staff entered you"), "t.account_id = any($1)", "to_jsonb(t) - 'entered_by' - 'entered_by_name'"),
        new("claim_code", new("引き継ぎの手紙", "Letters with a code"), "t.account_id = any($1)", "jsonb_build_object('last_day', t.last_day, 'created_at', t.created_at)"),
        new("pending_claim", new("確認を待つ引き継ぎ", "Taking over that waits for a mail"), "t.account_id = any($1)", "jsonb_build_object('email', t.email, 'created_at', t.created_at)"),
        new("account_claim", new("アカウントの付記", "Claims of the account"), "t.user_id = any($1)", "to_jsonb(t)"),
        new("account_login", new("連携したサインイン", "Connected sign-ins"), "t.user_id = any($1)", "to_jsonb(t)"),
        new("account_token", new("サインインの補助情報", "Aids of signing in"), "t.user_id = any($1)", "jsonb_build_object('provider', t.login_provider, 'name', t.name)"),
        new("account_passkey", new("パスキー", "Passkeys"), "t.user_id = any($1)", "jsonb_build_object('name', t.data ->> 'Name', 'createdAt', t.data ->> 'CreatedAt')"),
        new("account_session", new("サインイン中の端末", "Sign-ins"), "t.account_id = any($1)", "to_jsonb(t)"),
        new("access_token", new("プログラム用のアクセストークン", "Access tokens for programs"), "t.account_id = any($1)", "to_jsonb(t)"),
        new("one_time_link", new("確認メールのリンク", "Links in mails"), "t.account_id = any($1)", "to_jsonb(t)"),
        new("mt_doc_outgoingmail", new("お送りしたメール", "Mails"), "t.account_id = any($1)", "t.data - 'content'"),
        new("mt_doc_accountnotice", new("お知らせ", "Notices"), "t.account_id = any($1)", "t.data - 'sortKey'"),
        new("mt_doc_consententry", new("同意の記録", "Consents"), "(t.data ->> 'accountId')::uuid = any($1) or (t.data ->> 'personId')::uuid = any($1)"),
        new("mt_doc_consentendseen", new("同意の撤回の記録", "Ends of consents"), "(t.data ->> 'personId')::uuid = any($1)"),
        new("mt_doc_personofaccount", new("登録とアカウントの結びつき", "Registrations of the account"), "(t.data ->> 'accountId')::uuid = any($1)"),
        new("mt_doc_rightsrequest", new("個人情報についての請求", "Requests about personal data"), "(t.data ->> 'accountId')::uuid = any($1) or (t.data ->> 'personId')::uuid = any($1)"),
        new("mt_doc_personaldataexport", new("開示の請求", "Requests for this collection"), "(t.data ->> 'accountId')::uuid = any($1)", "t.data - 'modules'"),
        // A guardian's own data are the guardian's, and the minor's only as far as they gave them.
        new("mt_doc_guardianship", new("保護者の同意", "Guardian's consent"), "(t.data ->> 'accountId')::uuid = any($1) or (t.data ->> 'guardianAccountId')::uuid = any($1)", "t.data - 'tokenHash' - 'endedBy'"),
        new("mt_doc_queuedletter", new("郵送するお知らせ", "Letters to you"), "t.account_id = any($1)"),
        // What a member of staff printed is an act in office.
        new("mt_doc_letterprint", new("印刷した手紙の束", "Letters that you printed for others"), "(t.data ->> 'by')::uuid = any($1)"),
        new("mt_doc_accountmerge", new("アカウントの統合", "Merged accounts"), "(t.data ->> 'keptId')::uuid = any($1) or (t.data ->> 'goneId')::uuid = any($1)", "t.data - 'by' - 'undoneBy'"),
        // Who looked is named by what they did, not by name: they are persons too.
        new("platform.audit_log", new("あなたの情報の閲覧・変更の記録", "Looks at and changes of your data"), "t.subject_ids && $1",
            "jsonb_build_object('at', t.at, 'kind', t.kind, 'action', t.action, 'by', case when t.actor_id = any($1) then 'あなた / you' when t.actor_id is null then 'システム / the platform' else '職員ほか / staff or others' end)"),
    ];
}
