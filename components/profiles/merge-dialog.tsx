"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Contact } from "@/contracts/contacts";
import { type MergePreview, type MergeSide, UNMERGE_DAYS } from "@/contracts/merges";
import { contactName } from "../contacts/contact-name";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useSettled } from "../segments/use-settled";
import { Button } from "../ui/button";
import { Combobox } from "../ui/combobox";
import { Dialog, DialogClose } from "../ui/dialog";
import { ErrorState } from "../ui/error-state";
import { Field } from "../ui/field";
import { Notice } from "../ui/notice";
import { Skeleton } from "../ui/skeleton";
import { toast, toastUndo } from "../ui/toast";
import { MergeFields } from "./merge-fields";
import { MergeMoves } from "./merge-moves";

type Props = {
  contact: Contact;
  /** The other one, when it was chosen before. */
  otherId: string | null;
  onClose: () => void;
};

/** Two contacts side by side, the value that stays chosen field by field, and everything else that moves. */
export function MergeDialog({ contact, otherId, onClose }: Props) {
  const trpc = useTRPC();
  const [chosenId, setChosenId] = useState(otherId);
  const preview = useQuery(
    trpc.profiles.previewMerge.queryOptions(
      { winnerId: contact.id, loserId: chosenId ?? "" },
      { enabled: chosenId !== null },
    ),
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Merge into ${contactName(contact)}`}
      description={`Two contacts become one. It can be undone for ${UNMERGE_DAYS} days.`}
      className="max-w-200"
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        <OtherContact contact={contact} value={chosenId} chosen={preview.data?.loser ?? null} onChange={setChosenId} />
        {preview.error ? (
          <ErrorState
            title="The two could not be compared."
            detail={messageOf(preview.error)}
            onRetry={() => void preview.refetch()}
          />
        ) : null}
        {chosenId && preview.isPending ? <Skeleton className="h-40 w-full" /> : null}
        {preview.data ? <Decide key={preview.data.loser.id} preview={preview.data} onClose={onClose} /> : null}
      </div>
    </Dialog>
  );
}

type OtherProps = {
  contact: Contact;
  value: string | null;
  chosen: Contact | null;
  onChange: (id: string | null) => void;
};

function OtherContact({ contact, value, chosen, onChange }: OtherProps) {
  const trpc = useTRPC();
  const [text, setText] = useState("");
  const q = useSettled(text, 200).trim();
  const found = useQuery(trpc.contacts.list.queryOptions({ limit: 20, ...(q && { q }) }));
  const rows = (found.data?.data ?? []).filter((row) => row.id !== contact.id);
  const all = chosen && !rows.some((row) => row.id === chosen.id) ? [chosen, ...rows] : rows;
  return (
    <Field label="Contact that goes into this one">
      <Combobox
        value={value}
        onValueChange={onChange}
        options={all.map((row) => ({ value: row.id, label: contactName(row), hint: row.email ?? undefined }))}
        placeholder="Search by name or e-mail"
        onSearch={setText}
        searching={found.isFetching}
      />
    </Field>
  );
}

function Decide({ preview, onClose }: { preview: MergePreview; onClose: () => void }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [choose, setChoose] = useState<Record<string, MergeSide>>({});
  const refresh = () => client.invalidateQueries();
  const undo = useMutation(
    trpc.profiles.unmerge.mutationOptions({
      onSuccess: () => {
        toast("Both contacts are back");
        return refresh();
      },
      onError: (error) => void toast.error(messageOf(error)),
    }),
  );
  const merge = useMutation(
    trpc.profiles.merge.mutationOptions({
      onSuccess: ({ mergeId }) => {
        toastUndo("Merged", { onUndo: () => undo.mutate({ mergeId }) });
        onClose();
        return refresh();
      },
      onError: (error) => void toast.error(messageOf(error)),
    }),
  );
  return (
    <>
      {preview.refusal ? <Notice tone="warning" title={preview.refusal} /> : null}
      <MergeFields preview={preview} choose={choose} onChoose={setChoose} />
      <MergeMoves preview={preview} />
      <div className="flex justify-end gap-2 border-line border-t pt-4">
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button
          variant="primary"
          disabled={preview.refusal !== null}
          loading={merge.isPending}
          loadingLabel="Merging"
          onClick={() => merge.mutate({ winnerId: preview.winner.id, loserId: preview.loser.id, choose })}
        >
          Merge contacts
        </Button>
      </div>
    </>
  );
}
