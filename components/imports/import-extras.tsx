"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ImportMapping } from "@/contracts/imports";
import { TagsField } from "../people/bulk-inputs";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { useSettled } from "../segments/use-settled";
import { Combobox } from "../ui/combobox";
import { Field } from "../ui/field";
import { Section } from "../ui/section";

type Props = { mapping: ImportMapping; onChange: (mapping: ImportMapping) => void };

/** What everybody in the file gets: tags, and a place on a list. */
export function ImportExtras({ mapping, onChange }: Props) {
  const workspace = useWorkspace();
  const mayTag = workspace.can("contact:write");
  const mayList = workspace.can("segment:write");
  if (!mayTag && !mayList) return null;
  return (
    <Section
      title="Everybody in the file"
      layout="aside"
      description="Also people you have already. Nothing is taken away."
    >
      <div className="grid max-w-120 gap-4">
        {mayTag ? (
          <TagsField mayCreate values={mapping.tags ?? []} onChange={(tags) => onChange({ ...mapping, tags })} />
        ) : null}
        {mayList ? <ListField mapping={mapping} onChange={onChange} /> : null}
      </div>
    </Section>
  );
}

function ListField({ mapping, onChange }: Props) {
  const trpc = useTRPC();
  const [search, setSearch] = useState("");
  const settled = useSettled(search, 200);
  const lists = useQuery(
    trpc.segments.list.queryOptions(
      { type: "static", limit: 20, ...(settled ? { search: settled } : {}) },
      { placeholderData: (before) => before },
    ),
  );
  return (
    <Field label="Add to a list" optional hint="A static segment, kept by hand.">
      <Combobox
        clearable
        options={(lists.data?.data ?? []).map((list) => ({ value: list.id, label: list.name }))}
        value={mapping.listId ?? null}
        placeholder="No list"
        emptyText={lists.isPending ? "Looking…" : "There is no such list."}
        onSearch={setSearch}
        searching={lists.isFetching}
        onValueChange={(listId) => {
          const { listId: _, ...rest } = mapping;
          onChange(listId ? { ...rest, listId } : rest);
        }}
      />
    </Field>
  );
}
