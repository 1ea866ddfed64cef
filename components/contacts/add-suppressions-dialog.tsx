"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ErrorBody } from "@/contracts/errors";
import type { SuppressedList } from "@/contracts/suppressions";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { Dialog, DialogClose } from "../ui/dialog";
import { Field } from "../ui/field";
import { FileDrop } from "../ui/file-drop";
import { FormError } from "../ui/form";
import { formatBytes } from "../ui/format";
import { Input } from "../ui/input";
import { Notice } from "../ui/notice";
import { Textarea } from "../ui/textarea";
import { SuppressedResult } from "./suppressed-result";

type Props = {
  open: boolean;
  /** A file that was dropped onto the page. */
  dropped: File | null;
  /** The dropped file is taken away again. */
  onUndrop: () => void;
  onClose: () => void;
};

/** A pasted list or a CSV file; says what became of each address, with the line and the fault of what is none. */
export function AddSuppressionsDialog({ open, dropped, onUndrop, onClose }: Props) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<File | null>(null);
  const [note, setNote] = useState("");
  const file = chosen ?? dropped;
  const hasText = text.trim() !== "";
  const add = useMutation({
    mutationFn: () => sendList(slug, file ?? text, note.trim()),
    onSettled: () => void queryClient.invalidateQueries({ queryKey: trpc.consent.pathKey() }),
  });
  const close = () => {
    setText("");
    setChosen(null);
    setNote("");
    add.reset();
    onClose();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && !add.isPending && close()}
      title={add.data ? "The list was taken" : "Suppress addresses"}
      description={add.data ? undefined : "Takes effect at once, also for messages already queued."}
      footer={
        add.data ? (
          <Button variant="primary" onClick={close}>
            Done
          </Button>
        ) : (
          <>
            <DialogClose asChild>
              <Button disabled={add.isPending}>Cancel</Button>
            </DialogClose>
            <Button
              variant="primary"
              disabled={(file !== null) === hasText}
              loading={add.isPending}
              loadingLabel="Suppressing"
              onClick={() => add.mutate()}
            >
              Suppress
            </Button>
          </>
        )
      }
    >
      {add.data ? (
        <SuppressedResult done={add.data} />
      ) : (
        <div className="grid gap-4">
          {add.error ? <FormError message={add.error.message} /> : null}
          {file && hasText ? (
            <Notice
              tone="warning"
              title="One list at a time"
              live
              actions={<Button onClick={() => setText("")}>Only the file</Button>}
            >
              You pasted addresses as well. “Paste instead” takes the file away, “Only the file” forgets what you
              pasted.
            </Notice>
          ) : null}
          {file ? (
            <div className="flex flex-wrap items-center justify-between gap-3 border-line border-y py-3 text-sm">
              <span className="min-w-0 break-all">
                {file.name} <span className="text-ink-2">{formatBytes(file.size)}</span>
              </span>
              <Button
                size="sm"
                variant="ghost"
                onClick={() => {
                  setChosen(null);
                  onUndrop();
                }}
              >
                Paste instead
              </Button>
            </div>
          ) : (
            <>
              <Field label="Addresses" hint="One per line, or separated by commas.">
                <Textarea rows={7} value={text} onChange={(event) => setText(event.target.value)} />
              </Field>
              <FileDrop
                accept=".csv,.tsv,.txt,text/csv"
                label="Or take a file"
                hint="CSV or text, up to 64 MB. The column with the addresses is found by itself."
                onFiles={([first]) => setChosen(first ?? null)}
              />
            </>
          )}
          <Field label="Note" optional hint="Stands beside each address.">
            <Input value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
          </Field>
        </div>
      )}
    </Dialog>
  );
}

async function sendList(slug: string, list: File | string, note: string): Promise<SuppressedList> {
  const answer = await fetch(`/api/w/${slug}/suppressions/upload`, {
    method: "POST",
    headers: {
      "x-carillon-request": "1",
      "content-type": "application/octet-stream",
      "x-note": encodeURIComponent(note),
    },
    body: list,
  }).catch(() => {
    throw new Error("The connection broke. What was taken is suppressed; send the list again, nothing counts twice.");
  });
  const body: unknown = await answer.json().catch(() => null);
  if (!answer.ok)
    throw new Error((body as ErrorBody | null)?.detail ?? "The server did not take the list. Try again in a moment.");
  return body as SuppressedList;
}
