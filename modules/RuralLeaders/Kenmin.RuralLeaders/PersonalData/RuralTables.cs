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
        new("mt_doc_boardfile", new("掲示板に置いたファイル", "Files you put on boards"), "(t.data -> 'by' ->> 'accountId')::uuid = any($1)"),
        new("mt_doc_digestwish", new("まとめメールの希望", "How you are told by mail"), "(t.data ->> 'accountId')::uuid = any($1)"),
        new("mt_doc_sharednote", new("ほかのネットワークとの共有で書いたもの、決めたもの", "What you shared with other networks, or decided"),
            "(t.data -> 'by' ->> 'accountId')::uuid = any($1) or exists (select 1 from jsonb_array_elements(t.data -> 'targets') x where (x -> 'by' ->> 'accountId')::uuid = any($1))",
            "case when (t.data -> 'by' ->> 'accountId')::uuid = any($1) then t.data - 'targets' else jsonb_build_object('id', t.id) end"),
        new("mt_doc_villageplan", new("村づくり計画の担当と記録", "What you do and recorded in village plans"),
            "exists (select 1 from unnest($1) x where t.data::text like '%\"' || x || '\"%')",
            "jsonb_build_object('id', t.id, 'title', t.data -> 'title', 'yours', (select jsonb_agg(a -> 'text') from jsonb_array_elements(t.data -> 'actions') a where (a ->> 'ownerId')::uuid = any($1)))"),
        new("mt_doc_planversion", new("決定した村づくり計画での担当と記録", "What you did and recorded in adopted plans"),
            "exists (select 1 from unnest($1) x where t.data::text like '%\"' || x || '\"%')",
            "jsonb_build_object('id', t.id, 'planId', t.data -> 'planId', 'number', t.data -> 'number', 'yours', (select jsonb_agg(a -> 'text') from jsonb_array_elements(t.data -> 'actions') a where (a ->> 'ownerId')::uuid = any($1)))"),
        new("mt_doc_mentoroffer", new("相談相手としての登録", "Your offer to be a mentor"), "t.id = any($1)"),
        // What the other one asked staff is not the person's own.
        new("mt_doc_mentorpair", new("相談相手との組", "Your pairs of mentor and learner, and concerns that you answered in office"),
            "(t.data -> 'mentor' ->> 'accountId')::uuid = any($1) or (t.data -> 'mentee' ->> 'accountId')::uuid = any($1) or exists (select 1 from jsonb_array_elements(t.data -> 'concerns') c where (c -> 'closedBy' ->> 'accountId')::uuid = any($1))",
            "case when (t.data -> 'mentor' ->> 'accountId')::uuid = any($1) or (t.data -> 'mentee' ->> 'accountId')::uuid = any($1) then jsonb_set(t.data, '{concerns}', coalesce((select jsonb_agg(c - 'closedBy') from jsonb_array_elements(t.data -> 'concerns') c where (c ->> 'byId')::uuid = any($1)), '[]'::jsonb)) else jsonb_build_object('id', t.id) end"),
        new("mt_doc_areavisit", new("視察の申込と報告", "Visits that you signed up for or reported"),
            "exists (select 1 from jsonb_array_elements((t.data -> 'parties') || (t.data -> 'reports')) x where (x -> 'by' ->> 'accountId')::uuid = any($1))",
            "jsonb_build_object('id', t.id, 'title', t.data -> 'title', 'yours', (select jsonb_agg(x) from jsonb_array_elements((t.data -> 'parties') || (t.data -> 'reports')) x where (x -> 'by' ->> 'accountId')::uuid = any($1)))"),
        new("mt_doc_incorporationcase", new("NPO 法人になる手順の担当", "Steps towards an NPO corporation that you see to"),
            "exists (select 1 from jsonb_array_elements(t.data -> 'steps') s where (s -> 'owner' ->> 'accountId')::uuid = any($1))",
            "jsonb_build_object('id', t.id, 'name', t.data -> 'name', 'yours', (select jsonb_agg(s) from jsonb_array_elements(t.data -> 'steps') s where (s -> 'owner' ->> 'accountId')::uuid = any($1)))"),
        new("mt_doc_areaimport", new("区域のファイルの取り込み", "Files of areas taken in, in office"), "(t.data -> 'by' ->> 'accountId')::uuid = any($1)",
            "jsonb_build_object('id', t.id, 'fileName', t.data -> 'fileName', 'at', t.data -> 'at')"),
    ];
}
