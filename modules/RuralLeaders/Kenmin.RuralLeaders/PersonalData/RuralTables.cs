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
        new("mt_doc_areaimport", new("区域のファイルの取り込み", "Files of areas taken in, in office"), "(t.data -> 'by' ->> 'accountId')::uuid = any($1)",
            "jsonb_build_object('id', t.id, 'fileName', t.data -> 'fileName', 'at', t.data -> 'at')"),
    ];
}
