"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { ConsentState } from "@/contracts/consent";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { Button } from "../ui/button";
import { Dialog, DialogClose } from "../ui/dialog";
import { Field } from "../ui/field";
import { FormError } from "../ui/form";
import { Notice } from "../ui/notice";
import { RadioGroup } from "../ui/radio-group";
import { Textarea } from "../ui/textarea";
import { toast } from "../ui/toast";

type Props = { contactId: string; state: ConsentState | "none"; open: boolean; onClose: () => void };

/** Records what a person said. A yes needs proof, and over an earlier no it says so. */
export function ConsentDialog({ contactId, state, open, onClose }: Props) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [next, setNext] = useState<"granted" | "denied">(state === "granted" ? "denied" : "granted");
  const [evidence, setEvidence] = useState("");
  const save = useMutation(
    trpc.consent.set.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries({ queryKey: trpc.consent.pathKey() });
        toast("Consent recorded");
        setEvidence("");
        onClose();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ contactId, state: next, ...(evidence.trim() ? { evidence: evidence.trim() } : {}) });
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => {
        if (isOpen) return;
        save.reset();
        onClose();
      }}
      title="Marketing e-mail"
      description="The entry is kept for good, with your name and the time."
    >
      <form onSubmit={submit} className="grid gap-4">
        {save.error ? <FormError message={messageOf(save.error)} /> : null}
        <RadioGroup
          aria-label="What did the person say?"
          value={next}
          onValueChange={setNext}
          options={[
            { value: "granted", label: "They agreed" },
            { value: "denied", label: "They said no", hint: "Takes effect at once, also for messages already queued." },
          ]}
        />
        {state === "denied" && next === "granted" ? (
          <Notice tone="warning" title="This person said no before">
            Only go on when they asked for it again.
          </Notice>
        ) : null}
        <Field
          label={next === "granted" ? "Where and how did they agree?" : "How did they say so?"}
          optional={next === "denied"}
          hint="Kept as proof, such as “paper form at the spring fair, 12 March”."
        >
          <Textarea
            value={evidence}
            maxLength={500}
            required={next === "granted"}
            onChange={(event) => setEvidence(event.target.value)}
          />
        </Field>
        <div className="flex justify-end gap-2">
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button
            type="submit"
            variant="primary"
            loading={save.isPending}
            loadingLabel="Recording"
            disabled={next === "granted" && evidence.trim() === ""}
          >
            Record
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
