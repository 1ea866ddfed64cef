"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { emailSchema } from "@/contracts/addresses";
import { INVITATION_DAYS } from "@/contracts/members";
import { fieldErrorsOf, messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { Button } from "../ui/button";
import { CodeBlock } from "../ui/code-block";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { FormError } from "../ui/form";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { useRoleOptions } from "./use-roles";

export type IssuedLink = { email: string; link: string };

/** Asks for an address and a role, then shows the link, once. */
export function InviteMember({ onClose, issued }: { onClose: () => void; issued?: IssuedLink }) {
  const [made, setMade] = useState<IssuedLink | null>(issued ?? null);
  if (made)
    return (
      <Dialog
        open
        onOpenChange={(open) => (open ? undefined : onClose())}
        title={`Invitation for ${made.email}`}
        description={`Send them this link. It works once, for this address, for ${INVITATION_DAYS} days, and is shown only now.`}
        footer={<Button onClick={onClose}>Done</Button>}
      >
        <CodeBlock code={made.link} title="Invitation link" />
      </Dialog>
    );
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())} title="Invite somebody">
      <InvitationForm onMade={setMade} />
    </Dialog>
  );
}

function InvitationForm({ onMade }: { onMade: (made: IssuedLink) => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const roles = useRoleOptions();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState("campaign_manager");
  const [fault, setFault] = useState<string | undefined>();
  const invite = useMutation(
    trpc.access.inviteMember.mutationOptions({
      onSuccess: (made) => {
        void queryClient.invalidateQueries({ queryKey: trpc.access.invitations.queryKey() });
        onMade({ email, link: made.link });
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const isAddress = emailSchema.safeParse(email).success;
    setFault(isAddress ? undefined : "Enter their e-mail address, such as ada@example.com.");
    if (isAddress) invite.mutate({ email, role });
  };
  const refused = invite.isError ? fieldErrorsOf(invite.error).email : undefined;
  return (
    <form noValidate onSubmit={submit} className="grid gap-5">
      <FormError message={invite.isError && !refused ? messageOf(invite.error) : undefined} />
      <Field label="E-mail" error={fault ?? refused}>
        <Input type="email" value={email} onChange={(event) => setEmail(event.target.value)} autoFocus />
      </Field>
      <Field label="Role" hint="What they may do. You can change it at any time.">
        <Select options={roles} value={role} onValueChange={setRole} />
      </Field>
      <div className="flex justify-end">
        <Button type="submit" variant="primary" loading={invite.isPending}>
          Make invitation
        </Button>
      </div>
    </form>
  );
}
