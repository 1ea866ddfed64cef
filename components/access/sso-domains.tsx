"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { SsoConnection, SsoDomain } from "@/contracts/access";
import { domainSchema } from "@/contracts/access-inputs";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { Button } from "../ui/button";
import { CodeBlock } from "../ui/code-block";
import { Field } from "../ui/field";
import { FormError } from "../ui/form";
import { Input } from "../ui/input";
import { StatusMark } from "../ui/status-mark";

/** The e-mail domains of a connection: name one, publish its TXT record, verify. */
export function SsoDomains({ connection }: { connection: SsoConnection }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [text, setText] = useState("");
  const [fault, setFault] = useState<string | undefined>();
  const add = useMutation(
    trpc.access.addSsoDomain.mutationOptions({
      onSuccess: () => {
        setText("");
        return queryClient.invalidateQueries({ queryKey: trpc.access.ssoConnections.queryKey() });
      },
      onError: (error) => setFault(messageOf(error)),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const parsed = domainSchema.safeParse(text);
    setFault(parsed.success ? undefined : parsed.error.issues[0]?.message);
    if (parsed.success) add.mutate({ id: connection.id, domain: parsed.data });
  };
  return (
    <div className="grid gap-4 pt-4">
      <h3 className="font-medium text-ink text-sm">E-mail domains</h3>
      {connection.domains.map((domain) => (
        <Domain key={domain.domain} connectionId={connection.id} domain={domain} />
      ))}
      <form noValidate onSubmit={submit} className="flex max-w-120 items-end gap-2">
        <Field label="Add a domain" error={fault} className="grow">
          <Input value={text} onChange={(event) => setText(event.target.value)} placeholder="example.com" />
        </Field>
        <Button type="submit" loading={add.isPending}>
          Add
        </Button>
      </form>
    </div>
  );
}

function Domain({ connectionId, domain }: { connectionId: string; domain: SsoDomain }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.access.ssoConnections.queryKey() });
  const verify = useMutation(trpc.access.verifySsoDomain.mutationOptions({ onSuccess: refresh }));
  const remove = useMutation(trpc.access.removeSsoDomain.mutationOptions({ onSuccess: refresh }));
  const failed = verify.error ?? remove.error;
  const target = { id: connectionId, domain: domain.domain };
  return (
    <div className="grid gap-3 border-line border-b pb-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="flex flex-wrap items-center gap-3 text-sm">
          <span className="font-mono">{domain.domain}</span>
          <StatusMark
            status={domain.isVerified ? "done" : "draft"}
            label={domain.isVerified ? "Verified" : "Not verified yet"}
          />
        </span>
        <span className="flex gap-2">
          {domain.isVerified ? null : (
            <Button size="sm" loading={verify.isPending} onClick={() => verify.mutate(target)}>
              Verify
            </Button>
          )}
          <Button size="sm" variant="ghost" loading={remove.isPending} onClick={() => remove.mutate(target)}>
            Remove
          </Button>
        </span>
      </div>
      <FormError message={failed ? messageOf(failed) : undefined} />
      {domain.isVerified ? null : (
        <CodeBlock title={`TXT record of ${domain.record.name}`} code={domain.record.value} />
      )}
    </div>
  );
}
