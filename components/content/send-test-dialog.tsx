"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { EmailDocument } from "@/contracts/documents/email";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Textarea } from "../ui/textarea";
import { toast } from "../ui/toast";

export type SendTestDialogProps = { document: EmailDocument; campaignName?: string; fromName?: string | null };

/** Sends the e-mail as it stands to up to ten addresses; yours is there already. */
export function SendTestDialog({ document, campaignName, fromName }: SendTestDialogProps) {
  const trpc = useTRPC();
  const { member } = useWorkspace();
  const [isOpen, setIsOpen] = useState(false);
  const [text, setText] = useState(member.email);
  const addresses = text.split(/[\s,;]+/).filter(Boolean);
  const send = useMutation(
    trpc.delivery.sendTest.mutationOptions({
      onSuccess: () => {
        setIsOpen(false);
        toast(addresses.length === 1 ? `Test sent to ${addresses[0]}` : `Test sent to ${addresses.length} addresses`, {
          description: "With the Local Inbox it arrives under Inbox.",
        });
      },
    }),
  );
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setIsOpen}
      title="Send a test"
      description="[Test] stands before the subject, nothing is counted, and the unsubscribe link does nothing."
      trigger={<Button>Send a test…</Button>}
      footer={
        <Button
          variant="primary"
          loading={send.isPending}
          loadingLabel="Sending"
          disabled={addresses.length === 0}
          onClick={() => send.mutate({ document, addresses, campaignName, fromName })}
        >
          {addresses.length > 1 ? `Send to ${addresses.length} addresses` : "Send the test"}
        </Button>
      }
    >
      <Field label="Addresses" hint="Up to ten, one per line." error={send.error ? messageOf(send.error) : undefined}>
        <Textarea rows={3} value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
    </Dialog>
  );
}
