"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { parseAsString, useQueryState } from "nuqs";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { DeniedState } from "../ui/denied-state";
import { ErrorState } from "../ui/error-state";
import { Field } from "../ui/field";
import { StatusMark } from "../ui/status-mark";
import { ExplanationTree } from "./explanation-tree";
import { PersonPicker } from "./person-picker";

/** Why one person is or is not in the segment: every row with pass or fail and the data it saw. */
export function SegmentExplain({ segmentId }: { segmentId: string }) {
  const trpc = useTRPC();
  const workspace = useWorkspace();
  const [contactId, setContactId] = useQueryState("person", parseAsString);
  const answer = useQuery(
    trpc.segments.explain.queryOptions(
      { segmentId, contactId: contactId ?? "" },
      { enabled: contactId !== null, placeholderData: keepPreviousData, retry: false },
    ),
  );
  if (!workspace.can("contact:read"))
    return (
      <DeniedState what="look people up" permission="contact:read" grantedBy={workspace.grantedBy("contact:read")} />
    );
  return (
    <div className="grid max-w-160 gap-5">
      <Field label="Person" hint="The saved rule is judged for this person now.">
        <PersonPicker label="Person" value={contactId} onChange={(id) => void setContactId(id)} />
      </Field>
      {answer.error && contactId ? (
        <ErrorState
          title="This person could not be judged."
          detail={messageOf(answer.error)}
          traceId={traceIdOf(answer.error)}
          onRetry={() => void answer.refetch()}
          retrying={answer.isFetching}
        />
      ) : null}
      {answer.data && contactId && !answer.error ? (
        <div className="grid gap-2" aria-live="polite">
          <StatusMark
            status={answer.data.holds ? "done" : "failed"}
            label={`${answer.data.person.name ?? answer.data.person.email ?? "This person"} ${answer.data.holds ? "matches the rule" : "does not match the rule"}`}
          />
          {answer.data.isMember !== answer.data.holds ? (
            <p className="text-ink-2 text-sm">
              {answer.data.isMember
                ? "Still a member from the last refresh; the next one takes them out."
                : "Not a member yet; the next refresh takes them in."}
            </p>
          ) : null}
          <ExplanationTree rule={answer.data.rule} />
        </div>
      ) : null}
    </div>
  );
}
