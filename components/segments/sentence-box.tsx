"use client";

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { Condition } from "@/contracts/documents/condition";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Notice } from "../ui/notice";

type SentenceBoxProps = {
  isEmpty: boolean;
  onUse: (condition: Condition, how: "replace" | "add") => void;
  /** A sentence to read at once; when every word of it is understood, its rows are taken without asking. */
  said?: string;
};

/** Says a rule in words; shows the rows it would be, and what was not understood, before anything changes. */
export function SentenceBox({ isEmpty, onUse, said = "" }: SentenceBoxProps) {
  const trpc = useTRPC();
  const [text, setText] = useState(said);
  const [asked, setAsked] = useState(said);
  const answer = useQuery(
    trpc.segments.readSentence.queryOptions({ text: asked }, { enabled: asked !== "", retry: false }),
  );
  const read = (event: FormEvent) => {
    event.preventDefault();
    setAsked(text.trim());
  };
  const use = (how: "replace" | "add") => {
    if (!answer.data?.condition) return;
    onUse(answer.data.condition, how);
    setText("");
    setAsked("");
  };
  const found = asked === "" ? undefined : answer.data;
  const isPlain = said !== "" && asked === said && found?.condition && found.unknown.length === 0;
  const take = useRef(use);
  take.current = use;
  useEffect(() => {
    if (isPlain) take.current("replace");
  }, [isPlain]);
  return (
    <div className="mb-5 grid gap-3">
      <form onSubmit={read} className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-2">
        <Field label="Say it in a sentence" optional>
          <Input
            value={text}
            maxLength={2000}
            placeholder="in Germany or Austria and opened in the last 30 days"
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <Button type="submit" disabled={text.trim() === ""} loading={answer.isFetching} loadingLabel="Reading">
          Read
        </Button>
      </form>
      {answer.error && asked ? <p className="text-failed text-sm">{messageOf(answer.error)}</p> : null}
      {found ? (
        <div role="status" className="grid gap-3">
          {found.unknown.length > 0 ? (
            <Notice tone="warning" title="Some words mean nothing here">
              {found.unknown.map((part) => `“${part.text}”`).join(", ")}. They are left out. Use the names of your
              fields, tags and segments.
            </Notice>
          ) : null}
          {found.condition ? (
            <>
              <ul aria-label="Rows of the sentence" className="grid gap-1 border-line border-l-2 pl-3 text-ink text-sm">
                {[...new Set(found.rows)].map((row) => (
                  <li key={row}>{row}</li>
                ))}
              </ul>
              <p className="text-ink-2 text-sm">{found.summary}</p>
              <div className="flex flex-wrap gap-2">
                <Button variant="primary" size="sm" onClick={() => use("replace")}>
                  {isEmpty ? "Use these rows" : "Replace the rule"}
                </Button>
                {isEmpty ? null : (
                  <Button size="sm" onClick={() => use("add")}>
                    Add to the rule
                  </Button>
                )}
              </div>
            </>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
