"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Contact } from "@/contracts/contacts";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { ConfirmDialog } from "../ui/alert-dialog";
import { formatNumber } from "../ui/format";
import { toast } from "../ui/toast";
import { contactName } from "./contact-name";

/** What one request may carry. */
const CHUNK = 500;
const TYPE_FROM = 100;

type Props = { contacts: readonly Contact[]; onClose: () => void; onDeleted: () => void };

/** Says exactly how many people go, and that their opt-outs stay. Above 100 the number must be typed. */
export function DeleteContactsDialog({ contacts, onClose, onDeleted }: Props) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const remove = useMutation(trpc.contacts.delete.mutationOptions());
  const [first] = contacts;
  const what = contacts.length === 1 && first ? contactName(first) : `${formatNumber(contacts.length)} contacts`;
  const run = async () => {
    try {
      let deleted = 0;
      for (let at = 0; at < contacts.length; at += CHUNK)
        deleted += (await remove.mutateAsync({ ids: contacts.slice(at, at + CHUNK).map((c) => c.id) })).deleted;
      toast(deleted === 1 ? "1 contact deleted" : `${formatNumber(deleted)} contacts deleted`);
      onDeleted();
    } catch (error) {
      toast.error(messageOf(error));
    }
    onClose();
    await queryClient.invalidateQueries({ queryKey: trpc.contacts.pathKey() });
  };
  return (
    <ConfirmDialog
      open={contacts.length > 0}
      onOpenChange={(open) => !open && onClose()}
      title={`Delete ${what}?`}
      description="Profiles and attributes are gone for good. Who said no stays on the suppression list, so no import can write to them again."
      confirmLabel={contacts.length === 1 ? "Delete contact" : `Delete ${formatNumber(contacts.length)} contacts`}
      destructive
      busy={remove.isPending}
      {...(contacts.length > TYPE_FROM ? { typeToConfirm: String(contacts.length) } : {})}
      onConfirm={() => void run()}
    />
  );
}
