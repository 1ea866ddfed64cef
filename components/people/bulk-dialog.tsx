"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import type { FieldDefinition } from "@/contracts/contacts";
import { describeAction } from "@/contracts/describe-bulk";
import {
  BULK_FIELDS,
  BULK_SKIP_LABELS,
  type BulkAction,
  type BulkJob,
  type BulkPreview,
  bulkActionSchema,
  type Selection,
} from "@/contracts/people";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { useSettled } from "../segments/use-settled";
import { Button } from "../ui/button";
import { Dialog, DialogClose } from "../ui/dialog";
import { Field } from "../ui/field";
import { FormError } from "../ui/form";
import { formatNumber } from "../ui/format";
import { Input } from "../ui/input";
import { isConfirmed } from "../ui/is-confirmed";
import { toast, toastUndo } from "../ui/toast";
import { FieldValue, TagsField } from "./bulk-inputs";

export type BulkKind = "add_tags" | "remove_tags" | "set_field" | "suppress" | "delete";
type Props = {
  kind: BulkKind;
  selection: Selection;
  fields: readonly FieldDefinition[];
  onClose: () => void;
  onDone: () => void;
};

const TITLES: Record<BulkKind, string> = {
  add_tags: "Add tags",
  remove_tags: "Remove tags",
  set_field: "Set a field",
  suppress: "Suppress addresses",
  delete: "Delete contacts",
};
const DESCRIPTIONS: Partial<Record<BulkKind, string>> = {
  suppress: "Nobody writes marketing mail to these addresses any more, whoever they belong to.",
  delete: "Profiles and attributes are gone for good. Who said no stays on the suppression list.",
};
const TYPE_FROM = 100;

/** Asks for what an action needs and says, counted now, whom it would change, before anything happens. */
export function BulkDialog({ kind, selection, fields, onClose, onDone }: Props) {
  const trpc = useTRPC();
  const [tags, setTags] = useState<string[]>([]);
  const settable = fields.filter((field) => !field.isStandard || BULK_FIELDS.some((key) => key === field.key));
  const [fieldKey, setFieldKey] = useState(settable.find((field) => !field.isStandard)?.key ?? settable[0]?.key ?? "");
  const [value, setValue] = useState<string | number | boolean | null>("");
  const [reason, setReason] = useState("");
  const [typed, setTyped] = useState("");
  const draft = useSettled(draftOf(kind, { tags, fieldKey, value, reason }), 250);
  const action = bulkActionSchema.safeParse(draft).data ?? null;
  const labelOf = (key: string) => fields.find((field) => field.key === key)?.label ?? key;
  const preview = useQuery(
    trpc.people.previewBulk.queryOptions(
      // Never sent without an action.
      { selection, action: action ?? { kind: "delete" } },
      { enabled: action !== null, placeholderData: (before) => before, staleTime: 0 },
    ),
  );
  const start = useStart(labelOf, () => {
    onDone();
    onClose();
  });
  const counted = action ? preview.data : undefined;
  const typeToConfirm = kind === "delete" && counted && counted.people > TYPE_FROM ? String(counted.people) : undefined;
  const isReady =
    action !== null &&
    counted !== undefined &&
    !preview.isPlaceholderData &&
    counted.change > 0 &&
    isConfirmed(typed, typeToConfirm);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady && action && counted) start.mutate({ selection, action, expected: counted.people });
  };
  const failure = start.error ?? (action ? preview.error : null);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={TITLES[kind]} description={DESCRIPTIONS[kind]}>
      <form onSubmit={submit} noValidate className="grid gap-4">
        {failure ? <FormError message={messageOf(failure)} /> : null}
        {kind === "add_tags" || kind === "remove_tags" ? (
          <TagsField values={tags} onChange={setTags} mayCreate={kind === "add_tags"} />
        ) : null}
        {kind === "set_field" ? (
          <FieldValue
            fields={settable}
            fieldKey={fieldKey}
            value={value}
            onFieldChange={setFieldKey}
            onValueChange={setValue}
          />
        ) : null}
        {kind === "suppress" ? (
          <Field label="Reason" hint="Shown beside the address on the list, for those who find it there later.">
            <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
          </Field>
        ) : null}
        <p role="status" className="border-line border-t pt-3 text-sm">
          {action === null ? (
            <span className="text-ink-2">{ASK[kind]}</span>
          ) : counted ? (
            previewText(action.kind, describeAction(action, labelOf), counted)
          ) : (
            <span className="text-ink-2">Counting…</span>
          )}
        </p>
        {typeToConfirm ? (
          <Field label={`Type ${typeToConfirm} to go on`}>
            <Input value={typed} autoComplete="off" mono onChange={(event) => setTyped(event.target.value)} />
          </Field>
        ) : null}
        <div className="flex justify-end gap-2">
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button
            type="submit"
            variant={kind === "delete" ? (isReady ? "destructive-confirmed" : "destructive") : "primary"}
            disabled={!isReady}
            loading={start.isPending}
          >
            {buttonText(kind, counted)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const ASK: Record<BulkKind, string> = {
  add_tags: "Name a tag to see whom it would change.",
  remove_tags: "Name a tag to see whom it would change.",
  set_field: "Give a value to see whom it would change.",
  suppress: "Say why to see which addresses it would add.",
  delete: "Counting…",
};

type Draft = { tags: string[]; fieldKey: string; value: string | number | boolean | null; reason: string };
function draftOf(kind: BulkKind, { tags, fieldKey, value, reason }: Draft): unknown {
  if (kind === "add_tags" || kind === "remove_tags") return { kind, tags };
  if (kind === "suppress") return { kind, reason };
  if (kind === "delete") return { kind };
  if (value === "") return null;
  return value === null ? { kind: "clear_field", field: fieldKey } : { kind, field: fieldKey, value };
}

const contacts = (count: number): string => `${formatNumber(count)} ${count === 1 ? "contact" : "contacts"}`;

/** "3 have the tag already": whom an action has nothing to change for, in its own words. */
export function alreadyText(kind: BulkAction["kind"], people: number): string {
  const [one, many] = ALREADY[kind];
  return `${formatNumber(people)} ${people === 1 ? one : many}`;
}
const ALREADY: Record<BulkAction["kind"], readonly [one: string, many: string]> = {
  add_tags: ["has that already", "have that already"],
  remove_tags: ["does not have it", "do not have it"],
  set_field: ["has that value already", "have that value already"],
  clear_field: ["is empty already", "are empty already"],
  suppress: ["is suppressed already", "are suppressed already"],
  delete: ["is deleted already", "are deleted already"],
};

function previewText(
  kind: BulkAction["kind"],
  what: string,
  { people, change, already, skipped, skip }: BulkPreview,
): string {
  const rest = [
    already > 0 ? alreadyText(kind, already) : null,
    skipped > 0 && skip ? `${formatNumber(skipped)} skipped: ${BULK_SKIP_LABELS[skip]}` : null,
  ].filter(Boolean);
  const tail = rest.length > 0 ? `; ${rest.join("; ")}` : "";
  return change === 0
    ? `Nothing to change among ${contacts(people)}${tail}.`
    : `${what} for ${contacts(change)}${change === people ? "" : ` of ${formatNumber(people)}`}${tail}.`;
}

function buttonText(kind: BulkKind, counted: BulkPreview | undefined): string {
  const verb = { add_tags: "Tag", remove_tags: "Untag", set_field: "Change", suppress: "Suppress", delete: "Delete" }[
    kind
  ];
  return counted && counted.change > 0 ? `${verb} ${contacts(counted.change)}` : verb;
}

/** Starts the action: small ones are done at once and can be taken back for 10 seconds, large ones have a page. */
function useStart(labelOf: (key: string) => string, onStarted: () => void) {
  const trpc = useTRPC();
  const router = useRouter();
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: trpc.contacts.pathKey() }),
      queryClient.invalidateQueries({ queryKey: trpc.people.pathKey() }),
      queryClient.invalidateQueries({ queryKey: trpc.consent.pathKey() }),
    ]);
  const undo = useMutation(
    trpc.people.undoBulk.mutationOptions({
      onError: (error) => void toast.error(messageOf(error)),
      onSuccess: (job) => {
        toast(undoneText(job));
        void refresh();
      },
    }),
  );
  return useMutation(
    trpc.people.startBulk.mutationOptions({
      onSuccess: (job) => {
        onStarted();
        void refresh();
        const see = { label: "See job", onClick: () => router.push(workspace.href(`contacts/jobs/${job.id}`)) };
        if (job.status !== "done") toast("Started in the background", { action: see });
        else if (job.canUndo) toastUndo(doneText(job, labelOf), { onUndo: () => undo.mutate({ id: job.id }) });
        else toast(doneText(job, labelOf), { action: see });
      },
    }),
  );
}

const doneText = (job: BulkJob, labelOf: (key: string) => string): string =>
  `${describeAction(job.action, labelOf)}: ${formatNumber(job.changed)} changed${job.already > 0 ? `, ${alreadyText(job.action.kind, job.already)}` : ""}${job.skipped > 0 ? `, ${formatNumber(job.skipped)} skipped` : ""}`;

export const undoneText = (job: BulkJob): string =>
  job.status === "undoing"
    ? "Undoing in the background"
    : `Undone for ${contacts(job.restored)}${job.left > 0 ? `; ${formatNumber(job.left)} changed since, left alone` : ""}`;
