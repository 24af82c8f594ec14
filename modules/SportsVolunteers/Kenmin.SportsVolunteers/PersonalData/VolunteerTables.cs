using Kenmin.Persistence.PersonalData;

namespace Kenmin.SportsVolunteers.PersonalData;

/// <summary>Where the module holds data of volunteers.</summary>
internal static class VolunteerTables
{
    public static IReadOnlyList<PersonalDataTable> All { get; } =
    [
        // Who changed what in the roster is a member of staff; the changes themselves are the volunteer's.
        new("mt_doc_volunteer", new("ボランティア名簿", "Volunteer roster"), "t.id = any($1)",
            "t.data - 'searchBigrams' - 'matchKeys' - 'nameKey' - 'sortKey' - 'version'"),
        new("mt_doc_registration", new("継続登録の状態", "Registration"), "t.id = any($1)"),
        new("mt_events", new("登録・申込・出席の経過", "History of registration, sign-ups and attendance"),
            "t.stream_id = any($1) or t.data ->> 'personId' = any(select x::text from unnest($1) x) or t.data ->> 'fromPersonId' = any(select x::text from unnest($1) x) or t.data ->> 'toPersonId' = any(select x::text from unnest($1) x)",
            "jsonb_build_object('event', t.type, 'at', t.timestamp) || t.data"),
        new("mt_streams", new("記録のまとまり", "Streams of records"), "t.id = any($1)", "jsonb_build_object('id', t.id, 'type', t.type, 'createdAt', t.created)"),
        new("mt_doc_accountmergeseen", new("アカウントの統合", "Merged accounts"), "(t.data ->> 'keptId')::uuid = any($1) or (t.data ->> 'goneId')::uuid = any($1)"),
        new("mt_doc_guardianstanding", new("保護者の同意の確認", "Whether a guardian confirmed"), "t.id = any($1)"),
        new("mt_doc_guardianconsent", new("保護者の同意", "Guardian's consent"), "t.id = any($1)"),
        new("mt_doc_personallink", new("本人確認・回答用リンク", "Personal links"), "(t.data ->> 'volunteerId')::uuid = any($1)", "t.data - 'sealedToken' - 'id'"),
        new("mt_doc_consenttotell", new("同意台帳へ伝える内容", "Statements on their way to the ledger"), "(t.data ->> 'volunteerId')::uuid = any($1)"),
        new("mt_doc_personmerge", new("二重登録をまとめた記録", "Joined registrations"), "t.data ->> 'keptId' = any(select x::text from unnest($1) x)"),
        // The other of a pair may be somebody else: only that the question was asked is told.
        new("mt_doc_duplicatepair", new("二重登録かどうかの確認", "Asked whether registered twice"),
            "t.data ->> 'first' = any(select x::text from unnest($1) x) or t.data ->> 'second' = any(select x::text from unnest($1) x)",
            "jsonb_build_object('state', t.data -> 'state')"),
        new("mt_doc_assignmentline", new("活動への割り当て案", "Places proposed"), "(t.data ->> 'volunteerId')::uuid = any($1)"),
        new("mt_doc_assignmentruling", new("割り当ての固定・除外", "Decisions about places"), "(t.data ->> 'volunteerId')::uuid = any($1)", "t.data - 'by'"),
        new("mt_doc_eventassignment", new("割り当ての操作", "Assignments made in office"), "(t.data ->> 'by')::uuid = any($1) or (t.data -> 'autoFill' ->> 'by')::uuid = any($1)", "jsonb_build_object('eventId', t.id, 'askedAt', t.data -> 'askedAt')"),
        // Others were asked as well: only that one's own time is told.
        new("mt_doc_coverrequest", new("急な欠員の呼びかけ", "Asked to step in"),
            "exists (select 1 from unnest($1) x where jsonb_exists(t.data -> 'asked', x::text)) or (t.data ->> 'by')::uuid = any($1)",
            "jsonb_build_object('shiftId', t.id)"),
        new("mt_doc_coverasked", new("最後に呼びかけた日時", "Asked last to step in"), "t.id = any($1)"),
        new("mt_doc_swaprequest", new("交代の募集", "Shifts looking for somebody"), "(t.data ->> 'holderId')::uuid = any($1)"),
        new("mt_doc_swapoffer", new("交換の申し出", "Offers to exchange shifts"), "(t.data ->> 'volunteerId')::uuid = any($1)"),
        new("participation_sign_ups", new("活動への申込", "Sign-ups"), "t.person_id = any($1)", "to_jsonb(t) - 'commands' - 'outcomes' - 'withdrawn_commands'"),
        new("participation_attendance", new("活動の実績", "Attendance"), "t.person_id = any($1)", "to_jsonb(t) - 'commands'"),
        // Others were on the list as well: only to whom and what for is told.
        new("mt_doc_listprovision", new("市町への名簿の提供", "Lists given to municipalities"),
            "exists (select 1 from unnest($1) x where t.data -> 'volunteerIds' @> to_jsonb(x::text)) or (t.data ->> 'by')::uuid = any($1)",
            "jsonb_build_object('at', t.data -> 'at', 'municipality', t.data -> 'municipalityCode', 'recipient', t.data -> 'recipient', 'purpose', t.data -> 'purpose')"),
        new("mt_doc_insurancecover", new("ボランティア保険の加入", "Insurance policies"), "(t.data ->> 'volunteerId')::uuid = any($1)", "t.data - 'by'"),
        new("mt_doc_incident", new("活動中の出来事の記録", "What happened at shifts"), "(t.data ->> 'volunteerId')::uuid = any($1)",
            "jsonb_build_object('id', t.id, 'kind', t.data -> 'kind', 'at', t.data -> 'at', 'notes', (select jsonb_agg(jsonb_build_object('at', n -> 'at', 'text', n -> 'text')) from jsonb_array_elements(t.data -> 'notes') n))"),
        new("mt_doc_certificate", new("活動証明書", "Certificates of hours"), "(t.data ->> 'volunteerId')::uuid = any($1)", "t.data - 'validKey'"),
        new("badge", new("受付コード", "Check-in code"), "t.volunteer_id = any($1)", "to_jsonb(t) - 'volunteer_id'"),
        new("mt_doc_calendarfeed", new("カレンダーのアドレス", "Calendar address"), "t.id = any($1)", "t.data - 'sealedToken' - 'tokenHash'"),
        new("device_action", new("受付端末から送られた記録", "Records sent by check-in devices"), "t.person_id = any($1)", "to_jsonb(t) - 'account_id' - 'device_id'"),
        new("import_line", new("取り込んだ名簿の行", "Lines of imported rosters"), "t.subject_id = any($1)", "to_jsonb(t) - 'refused'"),
        // What a member of staff did.
        new("mt_doc_import", new("取り込みの操作", "Imports made in office"), "(t.data ->> 'uploadedBy')::uuid = any($1)",
            "jsonb_build_object('id', t.id, 'fileName', t.data -> 'fileName', 'uploadedAt', t.data -> 'uploadedAt')"),
        new("mt_doc_eventthanks", new("お礼の操作", "Thanks sent in office"), "(t.data ->> 'by')::uuid = any($1)"),
        new("mt_doc_registrationrun", new("一括処理の操作", "Campaigns started in office"), "(t.data ->> 'by')::uuid = any($1)"),
    ];
}
