import "server-only";
import { sql } from "drizzle-orm";
import { conditionFaults } from "@/contracts/condition-faults";
import { type Condition, rowsOf } from "@/contracts/documents/condition";
import { publicId } from "@/contracts/ids";
import { type Vocabulary, vocabularyOf } from "@/contracts/vocabulary";
import { fieldDefinitions, registerFieldUses } from "@/server/contacts";

type Row = { id: string; name: string; filter: Condition; key: string; in_filter: boolean };

/** Saved views that filter by a field or show it. Only a filter can break; a column of a field that is gone is left out. */
registerFieldUses("people", async (tx, workspaceNo, { keys, next }) => {
  const rows = [
    ...(await tx.execute<Row>(sql`
      select v.id, v.name, v.filter, f.key, bool_or(f.in_filter) as in_filter
        from saved_views v
        cross join lateral (
          select n #>> '{}' as key, true as in_filter
            from jsonb_path_query(v.filter, '$.** ? (@.kind == "attribute").field') as n
          union all
          select regexp_replace(n #>> '{}', '^attributes\\.', ''), false from jsonb_path_query(v.columns, '$[*].id') as n) f
       where v.workspace_no = ${workspaceNo}::int
         and f.key in (select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))
       group by v.view_no, v.id, v.name, v.filter, f.key
       order by v.name, v.view_no`)),
  ];
  const known = await fieldDefinitions(tx, workspaceNo);
  const fields = known.map((field) => (field.key === next?.key ? { ...field, type: next.type } : field));
  const words = vocabularyOf({ fields });
  return rows.map((row) => ({
    key: row.key,
    type: "view" as const,
    id: publicId("savedView", row.id),
    name: row.name,
    blocks: row.in_filter,
    breaks: next !== undefined && row.in_filter && comparesWrongly(row.filter, row.key, words),
  }));
});

const comparesWrongly = (filter: Condition, key: string, words: Vocabulary): boolean =>
  rowsOf(filter).some((row) => row.kind === "attribute" && row.field === key && conditionFaults(row, words).length > 0);
