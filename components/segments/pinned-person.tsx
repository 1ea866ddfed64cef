"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Condition } from "@/contracts/documents/condition";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { StatusMark } from "../ui/status-mark";
import { ExplanationTree } from "./explanation-tree";
import { PersonPicker } from "./person-picker";

/** One person held against every edit of the rule. */
export function PinnedPerson({ condition, enabled }: { condition: Condition; enabled: boolean }) {
  const trpc = useTRPC();
  const { can } = useWorkspace();
  const [contactId, setContactId] = useState<string | null>(null);
  const answer = useQuery(
    trpc.segments.explainRule.queryOptions(
      { condition, contactId: contactId ?? "" },
      { enabled: enabled && contactId !== null, placeholderData: keepPreviousData, retry: false },
    ),
  );
  if (!can("contact:read")) return null;
  return (
    <section aria-label="Pinned person" className="grid gap-2">
      <h3 className="text-ink-2 text-xs">Test a person against every edit</h3>
      <PersonPicker label="Person to pin" value={contactId} onChange={setContactId} />
      {answer.error && contactId ? <p className="text-failed text-sm">{messageOf(answer.error)}</p> : null}
      {answer.data && contactId ? (
        <div className="grid gap-1" aria-live="polite">
          <StatusMark
            status={answer.data.holds ? "done" : "failed"}
            label={answer.data.holds ? "Matches the rule" : "Does not match the rule"}
          />
          <ExplanationTree rule={answer.data.rule} />
        </div>
      ) : null}
    </section>
  );
}
