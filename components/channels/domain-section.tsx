"use client";

import { useMutation } from "@tanstack/react-query";
import type { DomainStatus, RecordState, SendingDomain, SendingRecord } from "@/contracts/sending-domains";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { Notice } from "../ui/notice";
import { RelativeTime } from "../ui/relative-time";
import { Section } from "../ui/section";
import { StatusMark, type StatusMarkName } from "../ui/status-mark";
import { toast } from "../ui/toast";

const STATUS: Record<DomainStatus, { mark: StatusMarkName; label: string }> = {
  unchecked: { mark: "draft", label: "Not checked yet" },
  unverified: { mark: "paused", label: "Records missing" },
  verified: { mark: "done", label: "Verified" },
  broken: { mark: "failed", label: "Broken" },
};
const STATE: Record<RecordState, { mark: StatusMarkName; label: string }> = {
  ok: { mark: "done", label: "Found" },
  warning: { mark: "paused", label: "Could be better" },
  missing: { mark: "failed", label: "Not found" },
  wrong: { mark: "failed", label: "Different" },
  unknown: { mark: "draft", label: "Not known" },
};

type Props = { domain: SendingDomain; onChanged: () => Promise<void>; onRemove: (() => void) | null };

/** One domain: its status, its records, and what can be done. */
export function DomainSection({ domain, onChanged, onRemove }: Props) {
  const trpc = useTRPC();
  const { can, timeZone } = useWorkspace();
  const done = (text: string) => ({
    onSuccess: () => {
      toast(text);
      return onChanged();
    },
    onError: (error: unknown) => toast.error(messageOf(error)),
  });
  const check = useMutation(trpc.channels.checkDomain.mutationOptions(done("Checked")));
  const rotate = useMutation(trpc.channels.rotateDkimKey.mutationOptions(done("New key made. Publish its record.")));
  const status = STATUS[domain.status];
  const isWaiting = domain.keys.some(({ state }) => state === "waiting");
  const target = { domainId: domain.id };
  return (
    <Section
      title={domain.domain}
      description={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <StatusMark status={status.mark} label={status.label} />
          {domain.checkedAt ? (
            <span>
              Checked <RelativeTime value={domain.checkedAt} timeZone={timeZone} />
            </span>
          ) : null}
          <span>{domain.usedBy.length > 0 ? `Used by ${domain.usedBy.join(", ")}` : "No provider sends from it"}</span>
        </span>
      }
      actions={
        can("provider:manage") ? (
          <span className="flex flex-wrap gap-1">
            <Button size="sm" loading={check.isPending} onClick={() => check.mutate(target)}>
              Check again
            </Button>
            <Button
              size="sm"
              variant="ghost"
              loading={rotate.isPending}
              disabled={isWaiting}
              onClick={() => rotate.mutate(target)}
            >
              New DKIM key
            </Button>
            {onRemove ? (
              <Button size="sm" variant="ghost" onClick={onRemove}>
                Remove
              </Button>
            ) : null}
          </span>
        ) : null
      }
    >
      {domain.status === "broken" ? (
        <Notice tone="danger" title="These records were right and are not any more" className="mb-4">
          {domain.brokenSince ? (
            <>
              Noticed <RelativeTime value={domain.brokenSince} timeZone={timeZone} />.{" "}
            </>
          ) : null}
          Receivers may refuse mail from this domain or file it as spam until they are mended.
        </Notice>
      ) : null}
      <ul className="grid">
        {domain.records.map((record) => (
          <DomainRecord key={record.id} record={record} />
        ))}
      </ul>
    </Section>
  );
}

function DomainRecord({ record }: { record: SendingRecord }) {
  const state = STATE[record.state];
  return (
    <li className="grid gap-2 border-line border-b py-3 first:pt-0 last:border-b-0 lg:grid-cols-[180px_minmax(0,1fr)] lg:gap-6">
      <div className="flex items-baseline justify-between gap-3 lg:grid lg:content-start lg:justify-start lg:gap-1">
        <h3 className="font-medium text-ink text-sm">{record.label}</h3>
        <StatusMark status={state.mark} label={state.label} className="text-sm" />
      </div>
      <div className="grid min-w-0 gap-2">
        <p className="max-w-160 text-ink-2 text-sm">{record.advice}</p>
        <dl className="grid min-w-0 gap-1">
          <Value
            term={`${record.type} of`}
            values={[record.name]}
            label={`name of the ${record.label} record`}
            canCopy
          />
          {record.expected ? (
            <Value term="Expected" values={[record.expected]} label={`value of the ${record.label} record`} canCopy />
          ) : null}
          <Value term="Found" values={record.found} label={`found ${record.label}`} />
        </dl>
      </div>
    </li>
  );
}

type ValueProps = { term: string; values: readonly string[]; label: string; canCopy?: boolean };

function Value({ term, values, label, canCopy = false }: ValueProps) {
  return (
    <div className="grid grid-cols-[72px_minmax(0,1fr)] items-start gap-2 text-sm">
      <dt className="text-ink-2 text-xs leading-6">{term}</dt>
      <dd className="grid min-w-0 gap-1">
        {values.length === 0 ? <span className="text-ink-2 leading-6">nothing</span> : null}
        {values.map((value) => (
          <span key={value} className="flex min-w-0 items-start gap-1">
            <code className="min-w-0 break-all font-mono text-ink text-xs leading-6">{value}</code>
            {canCopy ? <CopyButton value={value} label={`Copy the ${label}`} /> : null}
          </span>
        ))}
      </dd>
    </div>
  );
}
