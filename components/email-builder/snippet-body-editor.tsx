"use client";

import dynamic from "next/dynamic";
import { useMemo, useState } from "react";
import type { EmailDocument, SnippetBody } from "@/contracts/documents/email";
import { messageOf } from "../providers/api-errors";
import { Notice } from "../ui/notice";
import { Skeleton } from "../ui/skeleton";
import { Switch } from "../ui/switch";
import { BlockList } from "./block-list";
import { EmailFrame } from "./email-frame";
import { mergeTagsOf } from "./merge-tags";
import { PeopleList } from "./people-list";
import { useEditorFields, useEditorSnippets } from "./use-editor-data";
import { useEmailPreview, usePreviewContacts } from "./use-email-preview";

const CodeField = dynamic(() => import("./code-field"), {
  ssr: false,
  loading: () => <Skeleton className="h-96 w-full" />,
});

type SnippetBodyEditorProps = { body: SnippetBody; onChange: (body: SnippetBody) => void };

/** The blocks or the code of a snippet beside what it looks like in an e-mail of this brand. */
export function SnippetBodyEditor({ body, onChange }: SnippetBodyEditorProps) {
  const fields = useEditorFields();
  const tags = useMemo(() => mergeTagsOf(fields), [fields]);
  const snippets = useEditorSnippets();
  return (
    <div className="grid gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <div className="min-w-0">
        {body.mode === "blocks" ? (
          <BlockList blocks={body.blocks} tags={tags} onChange={(blocks) => onChange({ ...body, blocks })} />
        ) : (
          <CodeField value={body.html} snippets={snippets} onChange={(html) => onChange({ ...body, html })} />
        )}
      </div>
      <SnippetPreview body={body} />
    </div>
  );
}

const inEmail = (body: SnippetBody): EmailDocument => ({
  version: 1,
  mode: "blocks",
  subject: "Snippet",
  preheader: "",
  text: "",
  blocks: body.mode === "blocks" ? body.blocks : [{ kind: "html", id: "b1", html: body.html }],
});

function SnippetPreview({ body }: { body: SnippetBody }) {
  const document = useMemo(() => inEmail(body), [body]);
  const people = usePreviewContacts();
  const [person, setPerson] = useState(-1);
  const [isDark, setIsDark] = useState(false);
  const preview = useEmailPreview(document, people[person]?.id ?? null);
  const html = preview.data?.email?.html;
  return (
    <section aria-label="Preview" className="grid min-w-0 content-start gap-3 lg:sticky lg:top-4 lg:self-start">
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is a labelable button. */}
      <label className="flex items-center gap-2 text-ink-2 text-xs">
        <Switch checked={isDark} onCheckedChange={setIsDark} /> Dark
      </label>
      {preview.error ? (
        <Notice tone="danger" title="The preview could not be made">
          {messageOf(preview.error)}
        </Notice>
      ) : null}
      {preview.data?.problem ? (
        <Notice tone="warning" title="Nothing to show yet">
          {preview.data.problem}
        </Notice>
      ) : null}
      {html ? (
        <div className="overflow-hidden rounded-lg border border-line bg-sunken">
          <EmailFrame html={html} title="Preview of the snippet" width={640} height={560} isDark={isDark} />
        </div>
      ) : preview.data ? null : (
        <Skeleton className="h-96 w-full" />
      )}
      <PeopleList people={people} person={person} onPersonChange={setPerson} missing={preview.data?.missing ?? {}} />
    </section>
  );
}
