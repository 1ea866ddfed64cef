"use client";

import { ArrowLeftRight, FileUp, Filter, Mail, ShieldCheck, UserPen } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useId, useState } from "react";
import type { Contact } from "@/contracts/contacts";
import { SKIP_LABELS } from "@/contracts/delivery";
import type { TimelineEntry, TimelineType } from "@/contracts/timeline";
import { SOURCES } from "../contacts/consent-words";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { CodeBlock } from "../ui/code-block";
import { formatDateTime } from "../ui/format";
import { changeSentence } from "./change-words";
import { MessageSteps } from "./message-steps";

const ICONS: Record<TimelineType, ReactNode> = {
  message: <Mail />,
  consent: <ShieldCheck />,
  segment: <Filter />,
  change: <UserPen />,
  import: <FileUp />,
};

type Props = { entry: TimelineEntry; contact: Contact; zone: string };

/** One entry: what happened, when, and the data behind it. */
export function TimelineItem({ entry, contact, zone }: Props) {
  const [isRaw, setRaw] = useState(false);
  const rawId = useId();
  return (
    <li className="grid grid-cols-[20px_minmax(0,1fr)_auto] gap-x-3 gap-y-2 border-line border-b py-2.5 text-sm">
      <span className="pt-0.5 text-ink-3 [&_svg]:size-4 [&_svg]:stroke-[1.5]" aria-hidden="true">
        {entry.type === "change" && entry.action.includes("merge") ? <ArrowLeftRight /> : ICONS[entry.type]}
      </span>
      <div className="grid min-w-0 gap-1">
        <What entry={entry} />
      </div>
      <div className="flex items-start gap-2">
        <time dateTime={entry.at} title={localTimes(entry.at, contact, zone)} className="type-dense pt-px text-ink-2">
          {clock(entry.at, zone)}
        </time>
        <Button
          variant="ghost"
          size="sm"
          className="-my-1 h-6 px-1 font-mono text-xs"
          aria-expanded={isRaw}
          aria-controls={isRaw ? rawId : undefined}
          aria-label="Show the data of this entry"
          onClick={() => setRaw(!isRaw)}
        >
          {"{}"}
        </Button>
      </div>
      {isRaw ? (
        <div id={rawId} className="col-span-3">
          <CodeBlock title="JSON" code={JSON.stringify(entry.raw, null, 2)} />
        </div>
      ) : null}
    </li>
  );
}

const clock = (at: string, zone: string): string =>
  new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(new Date(at));

/** The exact time, and what the clock said where the person is. */
function localTimes(at: string, contact: Contact, zone: string): string {
  const here = formatDateTime(at, zone);
  const theirs = contact.timeZone;
  return theirs && theirs !== zone ? `${here}, for them ${formatDateTime(at, theirs)}` : here;
}

const STATES = {
  granted: "Agreed to",
  denied: "Said no to",
  pending: "Was asked about",
  retracted: "Yes taken back for",
} as const;

function What({ entry }: { entry: TimelineEntry }) {
  const { href } = useWorkspace();
  switch (entry.type) {
    case "message":
      return (
        <>
          <span className="truncate">
            {entry.kind === "test" ? "Test: " : ""}
            {entry.campaign ? (
              <Link href={href(`campaigns/${entry.campaign.id}`)} className="font-medium underline">
                {entry.campaign.name}
              </Link>
            ) : (
              <span className="font-medium">{entry.subject}</span>
            )}
            {entry.campaign ? <span className="text-ink-2"> · {entry.subject}</span> : null}
          </span>
          {entry.reason ? (
            <span className="text-ink-2">
              Not sent: {SKIP_LABELS[entry.reason].charAt(0).toLowerCase()}
              {SKIP_LABELS[entry.reason].slice(1)}
            </span>
          ) : (
            <MessageSteps steps={entry.steps} state={entry.state} />
          )}
        </>
      );
    case "consent":
      return (
        <>
          <span>
            {STATES[entry.state]} {entry.topicNo === 0 ? `marketing ${channelWord(entry.channel)}` : "a topic"},{" "}
            {SOURCES[entry.source]}
          </span>
          {entry.evidence ? <span className="text-ink-2 text-xs">{entry.evidence}</span> : null}
          {entry.wording ? <span className="text-ink-2 text-xs">“{entry.wording}”</span> : null}
        </>
      );
    case "segment":
      return (
        <span>
          {entry.what === "entered" ? "Came into " : "Left "}
          <Link href={href(`segments/${entry.segmentId}`)} className="underline">
            {entry.name}
          </Link>
        </span>
      );
    case "import":
      return (
        <span>
          {entry.what === "created" ? "Created" : "Changed"} by the import of{" "}
          <Link href={href(`imports/${entry.importId}`)} className="underline">
            {entry.fileName}
          </Link>
        </span>
      );
    case "change":
      return (
        <span>
          {changeSentence(entry.action, entry.fields)} <span className="text-ink-2">by {entry.actor}</span>
        </span>
      );
  }
}

const channelWord = (channel: string): string => (channel === "email" ? "e-mail" : channel.replaceAll("_", "-"));
