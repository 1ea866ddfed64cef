"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { parseAsBoolean, useQueryState } from "nuqs";
import { type FormEvent, useState } from "react";
import { keyOfName, snippetInputSchema } from "@/contracts/snippets";
import { fieldErrorsOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { FormError } from "../ui/form";
import { Input } from "../ui/input";
import { SegmentedControl } from "../ui/segmented-control";

/** Name, key and kind of a new snippet; its content is written on its page. */
export function NewSnippetDialog() {
  const [isOpen, setIsOpen] = useQueryState("new", parseAsBoolean.withDefault(false));
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => void setIsOpen(open || null)}
      title="New snippet"
      description="The key is how e-mails name it. It cannot be changed later."
      trigger={<Button variant="primary">New snippet</Button>}
    >
      {isOpen ? <NewSnippetForm /> : null}
    </Dialog>
  );
}

function NewSnippetForm() {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  const [name, setName] = useState("");
  const [typedKey, setTypedKey] = useState<string | null>(null);
  const [mode, setMode] = useState<"blocks" | "code">("blocks");
  const [isAsked, setIsAsked] = useState(false);
  const create = useMutation(
    trpc.content.createSnippet.mutationOptions({
      onSuccess: ({ id }) => router.push(workspace.href(`content/snippets/${id}`)),
    }),
  );
  const key = typedKey ?? (name.trim() === "" ? "" : keyOfName(name));
  const input = {
    name,
    key,
    body:
      mode === "code"
        ? { mode, html: "<p></p>" }
        : { mode, blocks: [{ kind: "text" as const, id: "b1", html: "<p></p>", align: "left" as const }] },
  };
  const parsed = snippetInputSchema.safeParse(input);
  const told = create.error ? fieldErrorsOf(create.error) : {};
  const errorOf = (field: string) =>
    told[field] ?? (isAsked ? parsed.error?.issues.find((issue) => issue.path[0] === field)?.message : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsAsked(true);
    if (parsed.success) create.mutate(input);
  };
  return (
    <form className="grid gap-5" noValidate onSubmit={submit}>
      <FormError message={told[""]} />
      <Field label="Name" error={errorOf("name")}>
        <Input value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Field label="Key" hint={key ? `In code: {% render '${key}' %}` : "Made from the name."} error={errorOf("key")}>
        <Input
          mono
          value={key}
          maxLength={60}
          spellCheck={false}
          onChange={(event) => setTypedKey(event.target.value)}
        />
      </Field>
      <SegmentedControl<"blocks" | "code">
        label="Written as"
        value={mode}
        options={[
          { value: "blocks", label: "Blocks" },
          { value: "code", label: "Code" },
        ]}
        onValueChange={setMode}
      />
      <div>
        <Button type="submit" variant="primary" loading={create.isPending} loadingLabel="Creating">
          Create snippet
        </Button>
      </div>
    </form>
  );
}
