"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import type { ImportedTemplate } from "@/contracts/content";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { FileDrop } from "../ui/file-drop";
import { FormError } from "../ui/form";
import { Input } from "../ui/input";
import { Textarea } from "../ui/textarea";

const MAX_CHARACTERS = 500_000;

/** Brings HTML or MJML of somebody else in, and says what had to go. */
export function ImportTemplateDialog() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const workspace = useWorkspace();
  const [isOpen, setIsOpen] = useState(false);
  const [done, setDone] = useState<ImportedTemplate | null>(null);
  const show = ({ template }: ImportedTemplate) => router.push(workspace.href(`content/${template.id}`));
  const bring = useMutation(
    trpc.content.import.mutationOptions({
      onSuccess: (made) => {
        void queries.invalidateQueries({ queryKey: trpc.content.list.pathKey() });
        if (made.notes.length === 0) show(made);
        else setDone(made);
      },
    }),
  );
  const open = (next: boolean) => {
    setIsOpen(next);
    setDone(null);
    bring.reset();
  };
  return (
    <Dialog
      open={isOpen}
      onOpenChange={open}
      title={done ? `${done.template.name} is here` : "Import HTML or MJML"}
      description={done ? "This was changed on the way." : "It becomes a template in code; Liquid stays as it is."}
      trigger={<Button>Import</Button>}
      className="max-w-160"
      footer={
        done ? (
          <Button variant="primary" onClick={() => show(done)}>
            Open the template
          </Button>
        ) : undefined
      }
    >
      {done ? (
        <ul className="grid list-disc gap-2 pl-5 text-ink text-sm">
          {done.notes.map((note) => (
            <li key={note} className="break-words">
              {note}
            </li>
          ))}
        </ul>
      ) : (
        <ImportForm
          isBusy={bring.isPending}
          problem={bring.error ? messageOf(bring.error) : undefined}
          onSend={(input) => bring.mutate(input)}
        />
      )}
    </Dialog>
  );
}

type ImportFormProps = {
  isBusy: boolean;
  problem: string | undefined;
  onSend: (input: { name?: string; source: string }) => void;
};

function ImportForm({ isBusy, problem, onSend }: ImportFormProps) {
  const [name, setName] = useState("");
  const [source, setSource] = useState("");
  const [isAsked, setIsAsked] = useState(false);
  const fault =
    source.trim() === ""
      ? "Paste HTML or MJML, or choose a file."
      : source.length > MAX_CHARACTERS
        ? "This is longer than 500,000 characters."
        : undefined;
  const read = async ([file]: File[]) => {
    if (!file) return;
    setSource(await file.text());
    if (name === "") setName(file.name.replace(/\.[a-z]{2,5}$/i, ""));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsAsked(true);
    if (!fault) onSend({ source, ...(name.trim() ? { name } : {}) });
  };
  return (
    <form className="grid gap-4" noValidate onSubmit={submit}>
      <FormError message={problem} />
      <FileDrop
        accept=".html,.htm,.mjml,text/html"
        label="Choose a file"
        hint="Or drop it here, or paste its text below."
        onFiles={(files) => void read(files)}
      />
      <Field label="HTML or MJML" error={isAsked ? fault : undefined}>
        <Textarea
          rows={8}
          spellCheck={false}
          className="font-mono text-xs"
          value={source}
          onChange={(event) => setSource(event.target.value)}
        />
      </Field>
      <Field label="Name" optional hint="Empty: the title of the page.">
        <Input value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Button type="submit" variant="primary" className="w-fit" loading={isBusy} loadingLabel="Importing">
        Import
      </Button>
    </form>
  );
}
