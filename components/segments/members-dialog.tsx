"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { MembersChanged } from "@/contracts/segments";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { Dialog, DialogClose } from "../ui/dialog";
import { Field } from "../ui/field";
import { FormError } from "../ui/form";
import { formatNumber } from "../ui/format";
import { Input } from "../ui/input";
import { Notice } from "../ui/notice";
import { Textarea } from "../ui/textarea";
import { toast } from "../ui/toast";

const HINT = "E-mail addresses, contact ids or external ids: one per line, or separated by commas.";

/** A new list kept by hand, with the people pasted into it. */
export function NewListDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const trpc = useTRPC();
  const router = useRouter();
  const { href } = useWorkspace();
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const [text, setText] = useState("");
  const create = useMutation(
    trpc.segments.createStatic.mutationOptions({
      onSuccess: (list) => {
        void queryClient.invalidateQueries({ queryKey: trpc.segments.pathKey() });
        toast(`List made with ${formatNumber(list.added.changed)} people`, {
          description: missingText(list.added) ?? undefined,
        });
        router.push(href(`segments/${list.id}?tab=members`));
      },
    }),
  );
  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="New list"
      description="A segment without a rule: who is on it stays on it until you take them off."
      footer={
        <>
          <DialogClose asChild>
            <Button>Close</Button>
          </DialogClose>
          <Button
            variant="primary"
            disabled={name.trim() === ""}
            loading={create.isPending || create.isSuccess}
            loadingLabel="Making"
            onClick={() => create.mutate({ name, ...(text.trim() && { from: { kind: "text", text } }) })}
          >
            Make list
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {create.error ? <FormError message={messageOf(create.error)} /> : null}
        <Field label="Name">
          <Input value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label="People" optional hint={HINT}>
          <Textarea rows={7} value={text} onChange={(event) => setText(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}

type MembersDialogProps = { segmentId: string; open: boolean; onClose: () => void };

/** Puts pasted people on a list or takes them off; says whom nobody answers to. */
export function MembersDialog({ segmentId, open, onClose }: MembersDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [text, setText] = useState("");
  const [outcome, setOutcome] = useState<MembersChanged | null>(null);
  const done = (verb: string) => ({
    onSuccess: (changed: MembersChanged) => {
      void queryClient.invalidateQueries({ queryKey: trpc.segments.pathKey() });
      toast(`${formatNumber(changed.changed)} ${verb}, ${formatNumber(changed.memberCount)} on the list now`);
      setOutcome(changed);
      if (changed.missing === 0) {
        setText("");
        onClose();
      }
    },
  });
  const add = useMutation(trpc.segments.addMembers.mutationOptions(done("added")));
  const remove = useMutation(trpc.segments.removeMembers.mutationOptions(done("taken off")));
  const error = add.error ?? remove.error;
  const from = { kind: "text" as const, text };
  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => {
        if (isOpen) return;
        setOutcome(null);
        onClose();
      }}
      title="Add or remove people"
      description="Nobody is counted twice; who is taken off stays in the list's history."
      footer={
        <>
          <DialogClose asChild>
            <Button>Close</Button>
          </DialogClose>
          <Button
            disabled={text.trim() === ""}
            loading={remove.isPending}
            onClick={() => remove.mutate({ segmentId, from })}
          >
            Take off
          </Button>
          <Button
            variant="primary"
            disabled={text.trim() === ""}
            loading={add.isPending}
            onClick={() => add.mutate({ segmentId, from })}
          >
            Add
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {error ? <FormError message={messageOf(error)} /> : null}
        {outcome && missingText(outcome) ? <Notice tone="warning" title={missingText(outcome) ?? ""} live /> : null}
        <Field label="People" hint={HINT}>
          <Textarea rows={8} value={text} onChange={(event) => setText(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}

function missingText({ missing, unknown }: MembersChanged): string | null {
  if (missing === 0) return null;
  const named = unknown.slice(0, 5).join(", ");
  return `${formatNumber(missing)} nobody answers to${named ? `: ${named}${missing > 5 ? ", …" : ""}` : ""}`;
}
