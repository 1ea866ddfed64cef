"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { everyone } from "@/contracts/documents/condition";
import type { Selection } from "@/contracts/people";
import type { MemberSource, MembersChanged } from "@/contracts/segments";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { Combobox } from "../ui/combobox";
import { Dialog, DialogClose } from "../ui/dialog";
import { Field } from "../ui/field";
import { FormError } from "../ui/form";
import { formatNumber } from "../ui/format";
import { Input } from "../ui/input";
import { RadioGroup } from "../ui/radio-group";
import { toast } from "../ui/toast";

type Props = { selection: Selection; people: number | undefined; onClose: () => void; onDone: () => void };

const WHERE = [
  { value: "new", label: "A new list", hint: "A static segment: who is on it stays until somebody changes it." },
  { value: "known", label: "A list that is there" },
] as const;

/** Puts the people ticked, or all who match now, on a list kept by hand: a new one or one that is there. */
export function ListDialog({ selection, people, onClose, onDone }: Props) {
  const trpc = useTRPC();
  const router = useRouter();
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const [where, setWhere] = useState<"new" | "known">("new");
  const [name, setName] = useState("");
  const [listId, setListId] = useState<string | null>(null);
  const [search, setSearch] = useState("");
  const lists = useQuery(
    trpc.segments.list.queryOptions(
      { limit: 25, type: "static", search: search || undefined },
      { placeholderData: keepPreviousData, enabled: where === "known" },
    ),
  );
  const [chosenName, setChosenName] = useState("");
  const settle = (list: { id: string; name: string }, added: MembersChanged) => {
    void queryClient.invalidateQueries({ queryKey: trpc.segments.pathKey() });
    toast(saidOf(list.name, added), {
      action: { label: "See list", onClick: () => router.push(workspace.href(`segments/${list.id}`)) },
    });
    onDone();
    onClose();
  };
  const create = useMutation(
    trpc.segments.createStatic.mutationOptions({ onSuccess: (list) => settle(list, list.added) }),
  );
  const add = useMutation(
    trpc.segments.addMembers.mutationOptions({
      onSuccess: (added) => listId && settle({ id: listId, name: chosenName }, added),
    }),
  );
  const isReady = where === "new" ? name.trim() !== "" : listId !== null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const from = sourceOf(selection);
    if (!isReady) return;
    if (where === "new") create.mutate({ name: name.trim(), from });
    else if (listId) add.mutate({ segmentId: listId, from });
  };
  const failure = where === "new" ? create.error : (add.error ?? lists.error);
  const options = (lists.data?.data ?? []).map((list) => ({
    value: list.id,
    label: list.name,
    hint: `${formatNumber(list.memberCount ?? 0)} people`,
  }));
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={people === undefined ? "Put on a list" : `Put ${formatNumber(people)} on a list`}
    >
      <form onSubmit={submit} noValidate className="grid gap-4">
        {failure ? <FormError message={messageOf(failure)} /> : null}
        <RadioGroup aria-label="Which list?" options={WHERE} value={where} onValueChange={setWhere} />
        {where === "new" ? (
          <Field label="Name of the list">
            <Input value={name} maxLength={120} autoFocus onChange={(event) => setName(event.target.value)} />
          </Field>
        ) : (
          <Field label="List">
            <Combobox
              options={options}
              value={listId}
              placeholder="Choose a list…"
              searchPlaceholder="Search lists"
              emptyText={search ? "No list has this name." : "No lists yet: make a new one."}
              searching={lists.isFetching}
              onSearch={setSearch}
              onValueChange={(id) => {
                setListId(id);
                setChosenName(options.find((option) => option.value === id)?.label ?? chosenName);
              }}
            />
          </Field>
        )}
        <div className="flex justify-end gap-2 border-line border-t pt-4">
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" variant="primary" disabled={!isReady} loading={create.isPending || add.isPending}>
            {where === "new" ? "Make list" : "Put on list"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const sourceOf = (selection: Selection): MemberSource =>
  selection.kind === "ids"
    ? { kind: "contacts", ids: selection.ids }
    : { kind: "condition", condition: selection.filter ?? everyone, ...(selection.q ? { q: selection.q } : {}) };

/** "12 put on “Fair”; 3 were on it already; 1 is gone". */
const saidOf = (name: string, { changed, unchanged, missing }: MembersChanged): string =>
  [
    `${formatNumber(changed)} put on “${name}”`,
    ...(unchanged > 0 ? [`${formatNumber(unchanged)} ${unchanged === 1 ? "was" : "were"} on it already`] : []),
    ...(missing > 0 ? [`${formatNumber(missing)} ${missing === 1 ? "is" : "are"} gone`] : []),
  ].join("; ");
