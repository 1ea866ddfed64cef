"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { SuppressionReason } from "@/contracts/consent";
import { REMOVALS } from "@/contracts/suppressions";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { Button } from "../ui/button";
import { Dialog, DialogClose } from "../ui/dialog";
import { Field } from "../ui/field";
import { FormError } from "../ui/form";
import { Input } from "../ui/input";
import { isConfirmed } from "../ui/is-confirmed";
import { toast } from "../ui/toast";

type Entry = { address: string; reason: SuppressionReason };

/** Takes an address off the list; a complaint asks for the address once more, an opt-out or erasure says why it stays. */
export function RemoveSuppressionDialog({ row, onClose }: { row: Entry | null; onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [why, setWhy] = useState("");
  const [typed, setTyped] = useState("");
  const close = () => {
    setWhy("");
    setTyped("");
    remove.reset();
    onClose();
  };
  const remove = useMutation(
    trpc.consent.unsuppress.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries({ queryKey: trpc.consent.pathKey() });
        toast("Address removed from the list");
        close();
      },
    }),
  );
  const removal = row ? REMOVALS[row.reason] : null;
  const stays = removal?.may === "never";
  const asks = removal?.may === "typed" ? row?.address : undefined;
  const ready = why.trim().length >= 3 && isConfirmed(typed, asks);
  return (
    <Dialog
      open={row !== null}
      onOpenChange={(open) => !open && close()}
      title={stays ? `${row?.address ?? ""} stays on the list` : `Write to ${row?.address ?? ""} again?`}
      description={
        stays
          ? removal.because
          : `${asks ? `${removal?.because} ` : ""}This gives no consent: marketing still needs the person's own agreement.`
      }
      footer={
        <>
          <DialogClose asChild>
            <Button>{stays ? "Close" : "Cancel"}</Button>
          </DialogClose>
          {stays ? null : (
            <Button
              variant={asks ? (ready ? "destructive-confirmed" : "destructive") : "primary"}
              disabled={!ready}
              loading={remove.isPending}
              loadingLabel="Removing"
              onClick={() =>
                row && remove.mutate({ address: row.address, why, ...(asks === undefined ? {} : { confirm: typed }) })
              }
            >
              Remove
            </Button>
          )}
        </>
      }
    >
      {stays ? null : (
        <div className="grid gap-4">
          {remove.error ? <FormError message={messageOf(remove.error)} /> : null}
          <Field label="Why?" hint="Kept in the audit log.">
            <Input value={why} maxLength={500} onChange={(event) => setWhy(event.target.value)} />
          </Field>
          {asks === undefined ? null : (
            <Field label="Type the address to go on" hint={asks}>
              <Input
                mono
                autoComplete="off"
                spellCheck={false}
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
            </Field>
          )}
        </div>
      )}
    </Dialog>
  );
}
