"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { SKIP_LABELS } from "@/contracts/delivery";
import type { EmailDocument } from "@/contracts/documents/email";
import { fieldErrorsOf, messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { FormError } from "../ui/form";
import { Input } from "../ui/input";
import { Notice } from "../ui/notice";
import { StatusMark } from "../ui/status-mark";

const LETTER: EmailDocument = {
  version: 1,
  mode: "code",
  subject: "It works",
  preheader: "",
  text: "",
  html: "<p>This message came over the provider you are testing.</p><p>{{ workspace.name }}</p>",
};

const MARKS = {
  waiting: { mark: "scheduled", label: "On its way" },
  accepted: { mark: "done", label: "Accepted by the provider" },
  skipped: { mark: "draft", label: "Not sent" },
  failed: { mark: "failed", label: "Refused" },
  unknown: { mark: "paused", label: "Unknown" },
  cancelled: { mark: "draft", label: "Cancelled" },
} as const;

type Props = {
  /** The provider to try; without one the default. */
  provider?: { id: string; name: string };
  /** What to send; without it a short letter saying that it works. */
  document?: EmailDocument;
  contactId?: string | null;
  onClose: () => void;
};

/** Sends a test to a few addresses and shows what became of each. */
export function TestSendDialog({ provider, document = LETTER, contactId, onClose }: Props) {
  const trpc = useTRPC();
  const { member } = useWorkspace();
  const [to, setTo] = useState(member.email);
  const send = useMutation(trpc.delivery.sendTest.mutationOptions());
  const runId = send.data?.runId ?? "";
  const result = useQuery(
    trpc.delivery.testSend.queryOptions(
      { runId },
      {
        enabled: runId !== "",
        refetchInterval: ({ state }) =>
          state.data && (state.data.problem || state.data.people.every((p) => p.status !== "waiting")) ? false : 1000,
      },
    ),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const addresses = to.split(/[\s,;]+/).filter(Boolean);
    send.mutate({ document, addresses, contactId: contactId ?? null, providerId: provider?.id ?? null });
  };
  const fault = send.error ? Object.values(fieldErrorsOf(send.error))[0] : undefined;
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={provider ? `Test ${provider.name}` : "Send a test"}
      description="Up to 10 addresses. Nothing is tracked and its unsubscribe link does nothing."
    >
      <form onSubmit={submit} className="grid gap-4">
        <Field label="To" hint="Separate addresses with commas." error={fault}>
          <Input value={to} onChange={(event) => setTo(event.target.value)} required />
        </Field>
        <FormError message={send.error && !fault ? messageOf(send.error) : undefined} />
        <div aria-live="polite" className="grid gap-2">
          {result.data?.problem ? (
            <Notice tone="danger" title="The provider did not take it">
              {result.data.problem}
            </Notice>
          ) : null}
          {result.data?.people.map((person) => (
            <p key={person.address} className="flex flex-wrap items-center justify-between gap-2 text-sm">
              <span className="break-all">{person.address}</span>
              <StatusMark
                status={MARKS[person.status].mark}
                label={person.reason ? SKIP_LABELS[person.reason] : MARKS[person.status].label}
              />
            </p>
          ))}
        </div>
        <div className="flex justify-end gap-2">
          <Button type="button" onClick={onClose}>
            Close
          </Button>
          <Button type="submit" variant="primary" loading={send.isPending}>
            Send test
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
