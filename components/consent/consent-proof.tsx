"use client";

import { useState } from "react";
import { localToInstant, toLocal } from "@/contracts/zoned-time";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { DateTimeField } from "../ui/date-time-field";
import { Field } from "../ui/field";

/** What the person had agreed to at a moment, with every entry it follows from, as a document to keep. */
export function ConsentProofDownload({ contactId }: { contactId: string }) {
  const { slug, timeZone, can } = useWorkspace();
  const [local, setLocal] = useState(() => toLocal(new Date().toISOString(), timeZone));
  if (!can("contact:pii")) return null;
  const at = localToInstant(local, timeZone);
  const isFuture = at !== null && Date.parse(at) > Date.now() + 60_000;
  const href = (format: string) =>
    `/api/w/${slug}/contacts/${contactId}/proof?format=${format}${at ? `&at=${encodeURIComponent(at)}` : ""}`;
  return (
    <div className="grid gap-3 border-line border-t pt-4">
      <Field
        label="Proof as of"
        hint="What was in force then, and every entry it follows from."
        error={isFuture ? "Choose a moment that has been." : undefined}
      >
        <DateTimeField value={local} onValueChange={setLocal} timeZone={timeZone} />
      </Field>
      <div className="flex gap-2">
        {(["pdf", "json"] as const).map((format) => (
          <Button key={format} size="sm" asChild disabled={isFuture}>
            <a href={href(format)} download>
              Download {format.toUpperCase()}
            </a>
          </Button>
        ))}
      </div>
    </div>
  );
}
