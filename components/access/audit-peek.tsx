"use client";

import type { AuditEntry } from "@/contracts/access";
import { useWorkspace } from "../providers/workspace-provider";
import { DefinitionList } from "../ui/definition-list";
import { formatDateTime } from "../ui/format";
import { PeekPanel } from "../ui/sheet";
import { changesOf } from "./audit-changes";

/** One entry beside the list: who, when, by which request, and each field before and after. */
export function AuditPeek({ entry, onClose }: { entry: AuditEntry | null; onClose: () => void }) {
  const { timeZone } = useWorkspace();
  return (
    <PeekPanel
      open={entry !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={entry?.action ?? "Entry"}
    >
      {entry ? (
        <div className="grid gap-6">
          <DefinitionList
            items={[
              { term: "Who", value: entry.actor.name },
              { term: "When", value: formatDateTime(entry.at, timeZone) },
              { term: "Which", value: entry.entityId ?? entry.entityType, mono: true },
              { term: "Trace", value: entry.traceId, mono: true },
            ]}
          />
          <Changes entry={entry} />
        </div>
      ) : null}
    </PeekPanel>
  );
}

function Changes({ entry }: { entry: AuditEntry }) {
  const changes = changesOf(entry);
  if (changes.length === 0) return <p className="text-ink-2 text-sm">Nothing more was written down about it.</p>;
  return (
    <table className="w-full border-separate border-spacing-0 text-left text-sm">
      <caption className="pb-2 text-left font-semibold text-ink">What changed</caption>
      <thead className="text-ink-2 text-xs">
        <tr>
          <th scope="col" className="py-1 pr-3 font-medium">
            Field
          </th>
          <th scope="col" className="py-1 pr-3 font-medium">
            Before
          </th>
          <th scope="col" className="py-1 font-medium">
            After
          </th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ field, before, after }) => (
          <tr key={field} className="align-top">
            <th scope="row" className="border-line border-t py-1.5 pr-3 font-normal text-ink-2">
              {field}
            </th>
            <td className="break-words border-line border-t py-1.5 pr-3 text-ink-2 line-through decoration-line-strong">
              {before}
            </td>
            <td className="break-words border-line border-t py-1.5 text-ink">{after ?? "–"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
