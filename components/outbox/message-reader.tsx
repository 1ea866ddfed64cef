"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { CodeBlock } from "../ui/code-block";
import { DefinitionList } from "../ui/definition-list";
import { ErrorState } from "../ui/error-state";
import { formatDateTime } from "../ui/format";
import { SegmentedControl } from "../ui/segmented-control";
import { Skeleton } from "../ui/skeleton";
import { ActAsRecipient } from "./act-as-recipient";

type View = "message" | "phone" | "text" | "headers" | "source";
const VIEWS = [
  { value: "message", label: "Message" },
  { value: "phone", label: "Phone" },
  { value: "text", label: "Text" },
  { value: "headers", label: "Headers" },
  { value: "source", label: "Source" },
] as const satisfies readonly { value: View; label: string }[];

/** One message: as a mail client shows it, as text, and as it went over the wire. */
export function MessageReader({ messageId, onClose }: { messageId: string; onClose: () => void }) {
  const trpc = useTRPC();
  const { timeZone } = useWorkspace();
  const [view, setView] = useState<View>("message");
  const query = useQuery(trpc.channels.getOutboxMessage.queryOptions({ messageId }, { staleTime: Infinity }));
  const { mutate: markRead } = useMutation(trpc.channels.markMessageRead.mutationOptions());
  const isOpen = query.isSuccess;
  useEffect(() => {
    if (isOpen) markRead({ messageId });
  }, [isOpen, messageId, markRead]);
  if (query.isError)
    return (
      <ErrorState
        title="This message could not be read"
        detail={messageOf(query.error)}
        traceId={traceIdOf(query.error)}
        onRetry={() => void query.refetch()}
      />
    );
  if (!query.data)
    return (
      <div role="status" aria-label="Loading the message">
        <Skeleton className="h-96" />
      </div>
    );
  const message = query.data;
  return (
    <article className="grid gap-3">
      <Button variant="ghost" className="w-fit lg:hidden" onClick={onClose}>
        Back to the list
      </Button>
      <header className="grid gap-1 border-line border-b pb-3">
        <h2 className="type-title break-words text-xl">{message.subject}</h2>
        <p className="break-words text-ink-2 text-sm">
          From {message.fromName} &lt;{message.from}&gt; to {message.toName} &lt;{message.to}&gt;,{" "}
          {formatDateTime(message.receivedAt, timeZone)}
        </p>
      </header>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <SegmentedControl label="View" options={VIEWS} value={view} onValueChange={setView} />
        <ActAsRecipient message={message} />
      </div>
      {view === "message" || view === "phone" ? <Frame html={message.html} isPhone={view === "phone"} /> : null}
      {view === "text" ? (
        <pre className="max-w-160 whitespace-pre-wrap break-words border border-line bg-surface p-4 text-sm">
          {message.text}
        </pre>
      ) : null}
      {view === "headers" ? (
        <DefinitionList
          items={message.headers.map(({ name, value }) => ({
            term: name,
            value: <span className="break-all">{value}</span>,
            mono: true,
          }))}
        />
      ) : null}
      {view === "source" ? <CodeBlock code={message.source} title="MIME source" /> : null}
    </article>
  );
}

/** The frame runs nothing. Links open in a new tab and are real clicks; the pixel is left out, or reading would count. */
function Frame({ html, isPhone }: { html: string; isPhone: boolean }) {
  const shown = `<base target="_blank">${html.replace(/<img[^>]+\/api\/t\/o\/[^>]*>/g, "")}`;
  return (
    <div className={cn(isPhone && "mx-auto w-full max-w-[395px] rounded-lg border-8 border-line-strong")}>
      <iframe
        title="Message as the recipient sees it"
        srcDoc={shown}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        className="h-[65dvh] w-full border border-line bg-white"
      />
    </div>
  );
}
