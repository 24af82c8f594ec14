using Kenmin.Persistence.PersonalData;

namespace Kenmin.CleanUp.PersonalData;

/// <summary>Where the module holds data of persons.</summary>
internal static class CleanUpTables
{
    public static IReadOnlyList<PersonalDataTable> All { get; } =
    [
        new("mt_doc_group", new("清掃のグループ（代表者）", "Clean-up groups that you lead"), "(t.data ->> 'accountId')::uuid = any($1)"),
        new("mt_doc_activity", new("グループの清掃活動", "Clean-ups of your groups, and those you decided about in office"),
            "exists (select 1 from clean_up.mt_doc_group g where g.id = (t.data ->> 'groupId')::uuid and (g.data ->> 'accountId')::uuid = any($1)) or (t.data -> 'decidedBy' ->> 'accountId')::uuid = any($1) or exists (select 1 from jsonb_array_elements(coalesce(t.data -> 'decisions', '[]')) d where (d -> 'by' ->> 'accountId')::uuid = any($1))",
            "t.data - 'decidedBy' - 'decisions' || jsonb_build_object('decisions', (select jsonb_agg(d - 'by') from jsonb_array_elements(coalesce(t.data -> 'decisions', '[]')) d))"),
        new("mt_doc_rainanswer", new("予備日に参加するという答え", "That you come on a rain date"), "(t.data ->> 'accountId')::uuid = any($1)"),
        new("mt_doc_helper", new("清掃の参加者としてのお名前", "Your name as a helper"), "t.id = any($1)"),
        new("mt_doc_insuredlist", new("清掃の保険の名簿に載せたこと（参加者として）", "What a list for the insurance says of you as a helper"),
            "exists (select 1 from jsonb_array_elements(t.data -> 'helpers') h where (h ->> 'accountId')::uuid = any($1))",
            "jsonb_build_object('id', t.id, 'day', t.data -> 'day', 'helpers', (select jsonb_agg(h) from jsonb_array_elements(t.data -> 'helpers') h where (h ->> 'accountId')::uuid = any($1)))"),
        new("mt_doc_guardianstanding", new("保護者の同意の確認", "Whether a guardian confirmed"), "t.id = any($1)"),
        new("mt_doc_accountmergeseen", new("アカウントの統合", "Merged accounts"), "(t.data ->> 'keptId')::uuid = any($1) or (t.data ->> 'goneId')::uuid = any($1)"),
        new("participation_sign_ups", new("清掃への参加の申込", "Sign-ups for clean-ups"), "t.person_id = any($1)", "to_jsonb(t) - 'commands' - 'outcomes' - 'withdrawn_commands'"),
        new("participation_attendance", new("清掃への参加の記録", "Attendance at clean-ups"), "t.person_id = any($1)", "to_jsonb(t) - 'commands'"),
        new("mt_events", new("申込の経過", "History of sign-ups"),
            "t.data ->> 'personId' = any(select x::text from unnest($1) x) or t.data ->> 'fromPersonId' = any(select x::text from unnest($1) x) or t.data ->> 'toPersonId' = any(select x::text from unnest($1) x)",
            "jsonb_build_object('event', t.type, 'at', t.timestamp) || t.data"),
        new("supply_movements", new("用品を動かした記録", "Supplies moved in office"), "t.by_id = any($1)", "to_jsonb(t) - 'by_id'"),
        new("mt_doc_bagspot", new("収集の結果の記録", "Collections recorded in office"), "(t.data -> 'markedBy' ->> 'accountId')::uuid = any($1)", "t.data - 'markedBy'"),
        new("mt_doc_ownreport", new("清掃の個人の報告", "Your own reports of clean-ups"), "(t.data ->> 'accountId')::uuid = any($1)"),
        new("mt_doc_photo", new("送った清掃の写真", "Photos of clean-ups that you sent"), "(t.data ->> 'accountId')::uuid = any($1)", "t.data - 'decidedBy'"),
        new("mt_doc_photo", new("写真を公開するかの判断", "Photos decided on in office"), "(t.data -> 'decidedBy' ->> 'accountId')::uuid = any($1)", "jsonb_build_object('id', t.id, 'state', t.data -> 'state', 'decidedAt', t.data -> 'decidedAt')"),
        new("mt_doc_campaign", new("一斉清掃の結果の確定", "Results fixed in office"), "(t.data -> 'frozenBy' ->> 'accountId')::uuid = any($1)", "jsonb_build_object('id', t.id, 'frozenAt', t.data -> 'frozenAt')"),
        new("mt_doc_resultcorrection", new("結果の訂正の記録", "Corrections recorded in office"), "(t.data -> 'by' ->> 'accountId')::uuid = any($1)", "t.data - 'by'"),
        new("mt_doc_siteimport", new("場所のファイルの取り込み", "Files of sites taken in, in office"), "(t.data -> 'by' ->> 'accountId')::uuid = any($1)",
            "jsonb_build_object('id', t.id, 'fileName', t.data -> 'fileName', 'at', t.data -> 'at')"),
        .. Care.CareSetup.Tables,
        .. Education.EducationSetup.Tables,
        .. LitterReports.LitterReportSetup.Tables,
    ];
}
