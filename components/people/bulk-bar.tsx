"use client";

import { X } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { FieldDefinition } from "@/contracts/contacts";
import { MAX_SELECTED_IDS, type Selection } from "@/contracts/people";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { formatNumber } from "../ui/format";
import { IconButton } from "../ui/icon-button";
import { BulkDialog, type BulkKind } from "./bulk-dialog";
import { ExportDialog } from "./export-dialog";
import { ListDialog } from "./list-dialog";

type Props = {
  /** Ids ticked in the list. */
  ids: readonly string[];
  /** Whether all who match are meant, not only the ticked ones. */
  everybody: boolean;
  /** How many match; undefined while they are being counted. */
  matching: number | undefined;
  allLoadedTicked: boolean;
  filter: Extract<Selection, { kind: "filter" }>;
  columns: readonly string[];
  fields: readonly FieldDefinition[];
  onEverybody: () => void;
  onClear: () => void;
};

/** What can be done with the people ticked, and the second step from "these" to "all who match". */
export function BulkBar(props: Props) {
  const { ids, everybody, matching, allLoadedTicked, filter, onEverybody, onClear } = props;
  const workspace = useWorkspace();
  const [asking, setAsking] = useState<BulkKind | "export" | "list" | null>(null);
  if (ids.length === 0 && !everybody) return null;
  const selection: Selection = everybody ? filter : { kind: "ids", ids: [...ids] };
  const count = everybody ? matching : ids.length;
  const offersAll = !everybody && matching !== undefined && matching > ids.length;
  // Two of them can be compared side by side and made one.
  const pair = !everybody && ids.length === 2 ? ids : null;
  const mayMerge = workspace.can("contact:write") && workspace.can("contact:pii") && workspace.can("consent:write");
  const action = (kind: BulkKind | "export" | "list", label: string, destructive = false) => (
    <Button size="sm" variant={destructive ? "destructive" : "secondary"} onClick={() => setAsking(kind)}>
      {label}
    </Button>
  );
  return (
    <section
      aria-label="Selected contacts"
      className="sticky bottom-3 z-20 mt-3 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-line-strong bg-surface px-3 py-2 shadow-lift"
    >
      <p role="status" className="text-sm">
        <span className="font-medium">
          {everybody ? `All ${formatNumber(count ?? 0)} that match` : formatNumber(ids.length)}
        </span>{" "}
        selected
      </p>
      {offersAll ? (
        <button
          type="button"
          onClick={onEverybody}
          className="text-brand text-sm underline hover:text-ink"
          title={allLoadedTicked ? undefined : "Also those that are not loaded yet"}
        >
          Select all {formatNumber(matching)} that match
        </button>
      ) : null}
      {ids.length > MAX_SELECTED_IDS && !everybody ? (
        <span className="text-failed text-xs">
          At most {formatNumber(MAX_SELECTED_IDS)} can be ticked; filter and select all that match instead.
        </span>
      ) : (
        <div className="flex flex-wrap items-center gap-1.5 sm:ml-auto">
          {workspace.can("contact:write") ? (
            <>
              {action("add_tags", "Add tag…")}
              {action("remove_tags", "Remove tag…")}
              {action("set_field", "Set field…")}
            </>
          ) : null}
          {workspace.can("segment:write") ? action("list", "Put on list…") : null}
          {pair && mayMerge ? (
            <Button asChild size="sm">
              <Link href={workspace.href(`contacts/${pair[0]}?merge=${pair[1]}`)}>Merge…</Link>
            </Button>
          ) : null}
          {workspace.can("consent:write") ? action("suppress", "Suppress…") : null}
          {workspace.can("contact:export") ? action("export", "Export…") : null}
          {workspace.can("contact:delete") ? action("delete", "Delete…", true) : null}
        </div>
      )}
      <IconButton label="Clear selection" size="icon-sm" onClick={onClear}>
        <X aria-hidden="true" />
      </IconButton>
      {asking === "export" ? (
        <ExportDialog
          selection={selection}
          people={count}
          columns={props.columns}
          onClose={() => setAsking(null)}
          onDone={onClear}
        />
      ) : asking === "list" ? (
        <ListDialog selection={selection} people={count} onClose={() => setAsking(null)} onDone={onClear} />
      ) : asking ? (
        <BulkDialog
          kind={asking}
          selection={selection}
          fields={props.fields}
          onClose={() => setAsking(null)}
          onDone={onClear}
        />
      ) : null}
    </section>
  );
}
