"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { FormError } from "../ui/form";
import { Input } from "../ui/input";
import { Textarea } from "../ui/textarea";

/** The other ways to bring rows: pasted from a spreadsheet, or fetched from an address. */
export function ImportSources(paste: PasteProps) {
  const [open, setOpen] = useState<"paste" | "url" | null>(null);
  const change = (isOpen: boolean) => (isOpen ? undefined : setOpen(null));
  return (
    <div className="flex flex-wrap gap-2">
      <Button size="sm" variant="ghost" onClick={() => setOpen("paste")}>
        Paste rows…
      </Button>
      <Button size="sm" variant="ghost" onClick={() => setOpen("url")}>
        From an address…
      </Button>
      {open === "paste" ? <PasteDialog onOpenChange={change} {...paste} /> : null}
      {open === "url" ? <UrlDialog onOpenChange={change} /> : null}
    </div>
  );
}

type PasteProps = { pasted: string; onPasted: (text: string) => void; onFile: (file: File) => void };
type DialogProps = { onOpenChange: (isOpen: boolean) => void };

function PasteDialog({ onOpenChange, pasted: text, onPasted, onFile }: DialogProps & PasteProps) {
  const rows = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== "").length - 1;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (rows < 1) return;
    onOpenChange(false);
    onFile(new File([text], "pasted rows.csv", { type: "text/csv" }));
  };
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title="Paste rows"
      description="From a spreadsheet or a CSV, with the headings in the first row. You see what happens before anything does."
      className="max-w-160"
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" form="paste-rows" variant="primary" disabled={rows < 1}>
            Go on
          </Button>
        </>
      }
    >
      <form id="paste-rows" onSubmit={submit}>
        <Field
          label="Rows"
          hint={rows < 1 ? "Headings and at least one row." : `${rows} ${rows === 1 ? "row" : "rows"}`}
        >
          <Textarea
            rows={10}
            value={text}
            spellCheck={false}
            className="whitespace-pre font-mono text-xs"
            placeholder={"email\tfirst name\nada@example.com\tAda"}
            onChange={(event) => onPasted(event.target.value)}
          />
        </Field>
      </form>
    </Dialog>
  );
}

function UrlDialog({ onOpenChange }: DialogProps) {
  const workspace = useWorkspace();
  const router = useRouter();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [url, setUrl] = useState("");
  const fetchFile = useMutation(
    trpc.imports.fromUrl.mutationOptions({
      onSuccess: (made) => {
        void queryClient.invalidateQueries({ queryKey: trpc.imports.pathKey() });
        router.push(workspace.href(`imports/${made.id}`));
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (url.trim() !== "") fetchFile.mutate({ url });
  };
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title="Import from an address"
      description="The file is fetched once, in the background. You see what happens before anything is imported."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button
            type="submit"
            form="import-url"
            variant="primary"
            loading={fetchFile.isPending}
            loadingLabel="Asking"
            disabled={url.trim() === ""}
          >
            Fetch
          </Button>
        </>
      }
    >
      <form id="import-url" onSubmit={submit} className="grid gap-3">
        <Field label="Address of the file" hint="https only, up to 2 GB. It is forgotten once the file is here.">
          <Input
            inputMode="url"
            autoComplete="off"
            value={url}
            placeholder="https://files.example.com/people.csv"
            onChange={(event) => setUrl(event.target.value)}
          />
        </Field>
        {fetchFile.error ? <FormError message={messageOf(fetchFile.error).replace(/^url: /, "")} /> : null}
      </form>
    </Dialog>
  );
}
