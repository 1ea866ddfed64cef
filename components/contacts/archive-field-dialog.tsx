"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ContactFieldSummary } from "@/contracts/contact-fields";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { ConfirmDialog } from "../ui/alert-dialog";
import { toast, toastUndo } from "../ui/toast";
import { countUses, FieldUseList } from "./field-uses";

type Props = { field: ContactFieldSummary; onClose: () => void };

/** Archiving takes nothing away; what still names the field is said before. */
export function ArchiveFieldDialog({ field, onClose }: Props) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { href } = useWorkspace();
  const refresh = () => client.invalidateQueries({ queryKey: trpc.contacts.pathKey() });
  const restore = useMutation(
    trpc.contacts.restoreField.mutationOptions({
      onSuccess: refresh,
      onError: (error) => void toast.error(messageOf(error)),
    }),
  );
  const archive = useMutation(
    trpc.contacts.archiveField.mutationOptions({
      onSuccess: () => {
        const { id } = field;
        toastUndo(`${field.label} archived`, { onUndo: () => id && restore.mutate({ id }) });
        onClose();
        return refresh();
      },
      onError: (error) => void toast.error(messageOf(error)),
    }),
  );
  const uses = field.usedBy.filter((use) => use.blocks);
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Archive “${field.label}”?`}
      description={
        uses.length === 0
          ? "It leaves forms, imports and new rules. Values stay with the contacts, and the field can be restored."
          : `It leaves forms, imports and new rules. ${countUses(uses)} still name it and keep working with the values that are there.`
      }
      confirmLabel="Archive field"
      busy={archive.isPending}
      onConfirm={() => field.id && archive.mutate({ id: field.id })}
    >
      {uses.length > 0 ? <FieldUseList uses={uses} href={href} /> : null}
    </ConfirmDialog>
  );
}
