"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { Button } from "../ui/button";
import { Dialog, DialogClose } from "../ui/dialog";
import { Field } from "../ui/field";
import { FormError } from "../ui/form";
import { formatNumber } from "../ui/format";
import { Input } from "../ui/input";
import { Textarea } from "../ui/textarea";
import { toast } from "../ui/toast";

const MAX = 10_000;

/** Pasted addresses, one per line or separated by commas; what is no address is shown again, not guessed. */
export function AddSuppressionsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [text, setText] = useState("");
  const [note, setNote] = useState("");
  const [invalid, setInvalid] = useState<string[]>([]);
  const addresses = text
    .split(/[\s,;]+/)
    .map((address) => address.trim())
    .filter(Boolean);
  const add = useMutation(
    trpc.consent.suppress.mutationOptions({
      onSuccess: (result) => {
        void queryClient.invalidateQueries({ queryKey: trpc.consent.pathKey() });
        toast(`${formatNumber(result.added)} added`, {
          description: result.already > 0 ? `${formatNumber(result.already)} were on the list already.` : undefined,
        });
        setInvalid(result.invalid);
        setText(result.invalid.join("\n"));
        if (result.invalid.length === 0) onClose();
      },
    }),
  );
  const error = add.error
    ? messageOf(add.error)
    : addresses.length > MAX
      ? `Paste at most ${formatNumber(MAX)} addresses at a time.`
      : "";
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (next) return;
        setInvalid([]);
        add.reset();
        onClose();
      }}
      title="Suppress addresses"
      description="Takes effect at once, also for messages already queued."
      footer={
        <>
          <DialogClose asChild>
            <Button>Close</Button>
          </DialogClose>
          <Button
            variant="primary"
            disabled={addresses.length === 0 || addresses.length > MAX}
            loading={add.isPending}
            loadingLabel="Adding"
            onClick={() => add.mutate({ addresses, ...(note.trim() ? { note: note.trim() } : {}) })}
          >
            Suppress {addresses.length > 0 ? formatNumber(addresses.length) : ""}{" "}
            {addresses.length === 1 ? "address" : "addresses"}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {error ? <FormError message={error} /> : null}
        <Field
          label="Addresses"
          hint="One per line, or separated by commas."
          {...(invalid.length > 0 ? { error: "These are no addresses. Correct or remove them." } : {})}
        >
          <Textarea rows={8} value={text} onChange={(event) => setText(event.target.value)} />
        </Field>
        <Field label="Note" optional>
          <Input value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}
