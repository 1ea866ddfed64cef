"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { type SendingPolicy, sendingPolicySchema } from "@/contracts/sending-policy";
import { HitRulesSection } from "../delivery/hit-rules-section";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { RequirePermission } from "../providers/require-permission";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { ErrorState } from "../ui/error-state";
import { Field } from "../ui/field";
import { FormError } from "../ui/form";
import { Input } from "../ui/input";
import { Notice } from "../ui/notice";
import { PageHeader } from "../ui/page-header";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { SwitchField } from "../ui/switch";
import { toast } from "../ui/toast";
import { type TypedUtm, typedUtm, UtmSection, utmPolicyOf } from "./utm-section";

/** Settings › Sending policy: the limit per person, the quiet hours and the link tags of all marketing e-mail. */
export function SendingPolicySettings() {
  return (
    <>
      <PageHeader title="Sending policy" meta="For marketing e-mail. Test sends and transactional mail always leave." />
      <RequirePermission permission="campaign:read" what="The sending policy">
        <PolicyLoader />
        <HitRulesSection />
      </RequirePermission>
    </>
  );
}

function PolicyLoader() {
  const trpc = useTRPC();
  const policy = useQuery(trpc.consent.sendingPolicy.queryOptions({}));
  if (policy.isPending) return <Skeleton className="h-64 w-full" />;
  if (policy.isError && !policy.data)
    return (
      <ErrorState
        title="The sending policy could not be read"
        detail={messageOf(policy.error)}
        traceId={traceIdOf(policy.error)}
        onRetry={() => void policy.refetch()}
      />
    );
  return <PolicyForm saved={policy.data} />;
}

type Typed = {
  hasCap: boolean;
  count: string;
  days: string;
  isQuiet: boolean;
  from: string;
  to: string;
  utm: TypedUtm;
};

const typedOf = ({ cap, quietHours, utm }: SendingPolicy): Typed => ({
  hasCap: cap !== null,
  count: String(cap?.count ?? 3),
  days: String(cap?.days ?? 7),
  isQuiet: quietHours !== null,
  from: quietHours?.from ?? "21:00",
  to: quietHours?.to ?? "08:00",
  utm: typedUtm(utm),
});

const policyOf = (typed: Typed) => ({
  cap: typed.hasCap ? { count: Number.parseInt(typed.count, 10), days: Number.parseInt(typed.days, 10) } : null,
  quietHours: typed.isQuiet ? { from: typed.from, to: typed.to } : null,
  utm: utmPolicyOf(typed.utm),
});

function PolicyForm({ saved }: { saved: SendingPolicy }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { can, timeZone } = useWorkspace();
  const [typed, setTyped] = useState<Typed>(() => typedOf(saved));
  const [isAsked, setIsAsked] = useState(false);
  const save = useMutation(
    trpc.consent.setSendingPolicy.mutationOptions({
      onSuccess: () => {
        toast("Sending policy saved");
        void client.invalidateQueries({ queryKey: trpc.consent.sendingPolicy.queryKey() });
        void client.invalidateQueries({ queryKey: trpc.campaigns.pathKey() });
      },
    }),
  );
  const isFixed = !can("workspace:manage");
  const parsed = sendingPolicySchema.safeParse(policyOf(typed));
  const errorOf = (path: string) =>
    isAsked ? parsed.error?.issues.find((issue) => issue.path.join(".").startsWith(path))?.message : undefined;
  const change = (patch: Partial<Typed>) => setTyped((now) => ({ ...now, ...patch }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsAsked(true);
    if (parsed.success) save.mutate(parsed.data);
  };
  const input = (key: "count" | "days" | "from" | "to") => ({
    value: typed[key],
    disabled: isFixed,
    onChange: (event: { target: { value: string } }) => change({ [key]: event.target.value }),
  });
  return (
    <form noValidate onSubmit={submit}>
      <FormError message={save.error ? messageOf(save.error) : undefined} />
      {isFixed ? (
        <Notice tone="info" title="You can see this, not change it">
          Changing it takes the permission workspace:manage.
        </Notice>
      ) : null}
      <Section
        layout="aside"
        title="Limit per person"
        description="Counted over any days on end, from what a provider accepted. Whoever is at the limit is left out, and the report says so."
      >
        <div className="grid gap-5">
          <SwitchField
            label="At most so many e-mails per person"
            checked={typed.hasCap}
            disabled={isFixed}
            onCheckedChange={(hasCap) => change({ hasCap })}
          />
          {typed.hasCap ? (
            <div className="grid gap-5 sm:grid-cols-2">
              <Field label="E-mails" error={errorOf("cap.count")}>
                <Input inputMode="numeric" {...input("count")} />
              </Field>
              <Field label="In days" error={errorOf("cap.days")}>
                <Input inputMode="numeric" {...input("days")} />
              </Field>
            </div>
          ) : null}
        </div>
      </Section>
      <Section
        layout="aside"
        title="Quiet hours"
        description={`By the clock of each person, and by ${timeZone.replaceAll("_", " ")} for people without a time zone. Messages wait for the end, then leave over some minutes; after 72 hours they expire.`}
      >
        <div className="grid gap-5">
          <SwitchField
            label="Nobody gets e-mail in these hours"
            checked={typed.isQuiet}
            disabled={isFixed}
            onCheckedChange={(isQuiet) => change({ isQuiet })}
          />
          {typed.isQuiet ? (
            <div className="grid gap-5 sm:grid-cols-2">
              <Field label="From" error={errorOf("quietHours.from")}>
                <Input type="time" {...input("from")} />
              </Field>
              <Field label="Until" error={errorOf("quietHours.to")}>
                <Input type="time" {...input("to")} />
              </Field>
            </div>
          ) : null}
        </div>
      </Section>
      <UtmSection typed={typed.utm} disabled={isFixed} onChange={(utm) => change({ utm })} errorOf={errorOf} />
      {isFixed ? null : (
        <div className="flex justify-end border-line border-t pt-4">
          <Button
            type="submit"
            variant="primary"
            loading={save.isPending}
            disabled={JSON.stringify(typed) === JSON.stringify(typedOf(saved))}
          >
            Save
          </Button>
        </div>
      )}
    </form>
  );
}
