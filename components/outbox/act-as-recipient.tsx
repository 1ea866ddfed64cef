"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "../ui/dropdown-menu";
import { toast } from "../ui/toast";

type Message = { id: string; html: string; headers: { name: string; value: string }[]; links: string[] };

/** The path below this installation, whatever name it is reached by. */
const pathOf = (url: string): string => {
  const { pathname, search } = new URL(url, window.location.href);
  return pathname + search;
};

/** A request that says it was made before anybody looked: what privacy proxies and prefetching browsers send. */
const AHEAD_OF_TIME = { "x-moz": "prefetch" };

/** Does what the recipient could do, through the same public addresses, what machines on the way do, and what their provider could say. */
export function ActAsRecipient({ message }: { message: Message }) {
  const trpc = useTRPC();
  const { can } = useWorkspace();
  const [isBusy, setBusy] = useState(false);
  const simulate = useMutation(
    trpc.delivery.simulateNews.mutationOptions({
      onSuccess: ({ changed }) => toast(changed ? "Recorded, with all its effects" : "That was recorded before"),
      onError: (error) => toast.error(messageOf(error)),
    }),
  );
  const pixel = /https?:\/\/[^"'\s]+\/api\/t\/o\/[\w-]+/.exec(message.html)?.[0];
  const oneClick = message.headers.find(({ name }) => name.toLowerCase() === "list-unsubscribe")?.value;
  const unsubscribeUrl = oneClick ? /<(https?:[^>]+)>/.exec(oneClick)?.[1] : undefined;
  const tracked = message.links.filter((url) => url.includes("/api/t/c/"));

  async function act(run: () => Promise<Response>, done: string) {
    setBusy(true);
    try {
      const answer = await run();
      // A followed click ends on another site, which does not answer us: an opaque answer is a good one.
      if (answer.ok || answer.type === "opaqueredirect") toast(done);
      else toast.error(`The server answered ${answer.status}.`);
    } catch {
      toast.error("The server did not answer.");
    } finally {
      setBusy(false);
    }
  }

  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button loading={isBusy || simulate.isPending}>Act as the recipient</Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem
          disabled={!pixel}
          onSelect={() => pixel && void act(() => fetch(pathOf(pixel), { cache: "no-store" }), "Opened")}
        >
          {pixel ? "Open it" : "Open it (not tracked)"}
        </DropdownMenuItem>
        <DropdownMenuItem
          disabled={!pixel}
          onSelect={() =>
            pixel &&
            void act(() => fetch(pathOf(pixel), { cache: "no-store", headers: AHEAD_OF_TIME }), "Opened by a machine")
          }
        >
          Open it as a privacy proxy does
        </DropdownMenuItem>
        {tracked.slice(0, 8).map((url, index) => (
          <DropdownMenuItem
            key={url}
            onSelect={() => void act(() => fetch(pathOf(url), { redirect: "manual" }), `Link ${index + 1} clicked`)}
          >
            Click link {index + 1}
          </DropdownMenuItem>
        ))}
        {tracked.length > 1 ? (
          <DropdownMenuItem
            onSelect={() =>
              void act(async () => {
                const answers = await Promise.all(tracked.map((url) => fetch(pathOf(url), { redirect: "manual" })));
                return answers[0] ?? Response.error();
              }, "Every link followed at once")
            }
          >
            Follow every link as a scanner does
          </DropdownMenuItem>
        ) : null}
        <DropdownMenuItem
          disabled={!unsubscribeUrl}
          onSelect={() =>
            unsubscribeUrl &&
            void act(
              () =>
                fetch(pathOf(unsubscribeUrl), {
                  method: "POST",
                  credentials: "omit",
                  headers: { "content-type": "application/x-www-form-urlencoded" },
                  body: "List-Unsubscribe=One-Click",
                }),
              "Unsubscribed with one click",
            )
          }
        >
          Unsubscribe with one click
        </DropdownMenuItem>
        {can("consent:write") ? (
          <>
            <DropdownMenuSeparator />
            <DropdownMenuItem onSelect={() => simulate.mutate({ messageId: message.id, news: "hard_bounce" })}>
              Simulate a hard bounce
            </DropdownMenuItem>
            <DropdownMenuItem onSelect={() => simulate.mutate({ messageId: message.id, news: "soft_bounce" })}>
              Simulate a full mailbox
            </DropdownMenuItem>
            <DropdownMenuItem onSelect={() => simulate.mutate({ messageId: message.id, news: "complaint" })}>
              Simulate a spam complaint
            </DropdownMenuItem>
          </>
        ) : null}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
