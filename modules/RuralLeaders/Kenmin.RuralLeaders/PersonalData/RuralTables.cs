using Kenmin.Persistence.PersonalData;

namespace Kenmin.RuralLeaders.PersonalData;

/// <summary>Where the module holds data of persons.</summary>
internal static class RuralTables
{
    public static IReadOnlyList<PersonalDataTable> All { get; } =
    [
        new("mt_doc_learner", new("リーダー養成講座の受講者・リーダーとしての登録、職務で入力した人", "You as a learner and leader, and people you entered in office"),
            "t.id = any($1) or (t.data -> 'enteredBy' ->> 'accountId')::uuid = any($1)",
            "case when t.id = any($1) then t.data - 'enteredBy' else jsonb_build_object('id', t.id) end"),
        new("mt_doc_papercode", new("紙の登録をつなぐ番号", "Numbers that join a record on paper to an account"), "(t.data ->> 'personId')::uuid = any($1)", "jsonb_build_object('lastDay', t.data -> 'lastDay')"),
        new("mt_doc_guardianstanding", new("保護者の同意の確認", "Whether a guardian confirmed"), "t.id = any($1)"),
        new("mt_doc_accountmergeseen", new("アカウントの統合", "Merged accounts"), "(t.data ->> 'keptId')::uuid = any($1) or (t.data ->> 'goneId')::uuid = any($1)"),
        new("participation_sign_ups", new("講座の受講の申込", "Sign-ups for courses"), "t.person_id = any($1)", "to_jsonb(t) - 'commands' - 'outcomes' - 'withdrawn_commands'"),
        new("participation_attendance", new("講座の出席の記録", "Attendance at courses"), "t.person_id = any($1)", "to_jsonb(t) - 'commands'"),
        new("mt_events", new("申込の経過", "History of sign-ups"),
            "t.data ->> 'personId' = any(select x::text from unnest($1) x) or t.data ->> 'fromPersonId' = any(select x::text from unnest($1) x) or t.data ->> 'toPersonId' = any(select x::text from unnest($1) x)",
            "jsonb_build_object('event', t.type, 'at', t.timestamp) || t.data"),
        new("mt_doc_network", new("ネットワークの会員としての登録", "Your membership of networks"),
            "exists (select 1 from jsonb_array_elements(t.data -> 'members') m where (m ->> 'accountId')::uuid = any($1))",
            "jsonb_build_object('id', t.id, 'name', t.data -> 'name', 'member', (select m from jsonb_array_elements(t.data -> 'members') m where (m ->> 'accountId')::uuid = any($1) limit 1))"),
        new("mt_doc_joinrequest", new("ネットワークへの加入の申込", "Your wishes to join networks, and votes in which you may vote"),
            "(t.data ->> 'accountId')::uuid = any($1) or exists (select 1 from jsonb_array_elements_text(t.data -> 'voters') v where v::uuid = any($1))",
            "case when (t.data ->> 'accountId')::uuid = any($1) then t.data - 'voters' else jsonb_build_object('id', t.id) end"),
        new("mt_doc_joinvote", new("加入の投票", "Your votes about who joins"), "(t.data ->> 'voterId')::uuid = any($1)"),
        new("mt_doc_networkpost", new("掲示板の書きこみ", "What you wrote on boards"), "(t.data ->> 'accountId')::uuid = any($1)"),
        new("mt_doc_networkmeeting", new("会合の出席と担当", "Meetings at which you were, and what you do"),
            "exists (select 1 from jsonb_array_elements((t.data -> 'attendees') || (t.data -> 'decisions')) x where coalesce(x ->> 'accountId', x ->> 'ownerId')::uuid = any($1))",
            "jsonb_build_object('id', t.id, 'day', t.data -> 'day', 'yours', (select jsonb_agg(x) from jsonb_array_elements((t.data -> 'attendees') || (t.data -> 'decisions')) x where coalesce(x ->> 'accountId', x ->> 'ownerId')::uuid = any($1)))"),
        new("equipment_loans", new("備品の予約と貸出", "Your loans of equipment"), "t.account_id = any($1)", "to_jsonb(t)"),
        new("mt_doc_helprequest", new("応援の依頼、職務で入力した依頼", "Your requests for help, and those you entered in office"), "(t.data ->> 'personId')::uuid = any($1) or (t.data -> 'enteredBy' ->> 'accountId')::uuid = any($1)",
            "case when (t.data ->> 'personId')::uuid = any($1) then t.data - 'enteredBy' else jsonb_build_object('id', t.id) end"),
        new("mt_doc_helpoffer", new("応援の申し出、職務で入力した申し出", "Your offers of help, and those you entered in office"), "(t.data ->> 'personId')::uuid = any($1) or (t.data -> 'enteredBy' ->> 'accountId')::uuid = any($1)",
            "case when (t.data ->> 'personId')::uuid = any($1) then t.data - 'enteredBy' else jsonb_build_object('id', t.id) end"),
        new("mt_doc_helpmatch", new("応援の提案と約束、結果", "Proposals, promises and results of help"), "(t.data ->> 'askerId')::uuid = any($1) or (t.data ->> 'helperId')::uuid = any($1)",
            "t.data - 'askerId' - 'helperId' - 'holder' - 'beneficiary' || jsonb_build_object('you', case when (t.data ->> 'askerId')::uuid = any($1) then 'asker' else 'helper' end)"),
        new("help_seats", new("応援を約束した時間", "Time that you promised"), "t.holder = any($1)", "to_jsonb(t)"),
        new("mt_doc_areaimport", new("区域のファイルの取り込み", "Files of areas taken in, in office"), "(t.data -> 'by' ->> 'accountId')::uuid = any($1)",
            "jsonb_build_object('id', t.id, 'fileName', t.data -> 'fileName', 'at', t.data -> 'at')"),
    ];
}
