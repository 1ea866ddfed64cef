"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import type { CampaignSchedule } from "@/contracts/campaigns";
import type { Condition } from "@/contracts/documents/condition";
import type { EmailDocument } from "@/contracts/documents/email";
import type { CampaignUtm } from "@/contracts/utm";
import { useTRPC } from "../providers/app-providers";

const SAVE_AFTER_MS = 800;

/** What the composer edits; ids are public ids. */
export type CampaignDraft = {
  name: string;
  audience: { include: string[]; exclude: string[]; condition: Condition | null };
  content: {
    document: EmailDocument | null;
    templateId?: string | null;
    topicId?: string | null;
    fromName?: string | null;
    replyTo?: string | null;
    utm?: CampaignUtm | null;
    perMinute?: number | null;
  };
  schedule: CampaignSchedule;
};

export type SaveState = "saved" | "saving" | "unsaved" | "conflict" | "failed";

/**
 * The draft in the page and its way to the server: changes are saved 0.8 s after the last one, in order, against the
 * version they were made on. A colleague's change in between shows as `conflict` and nothing is overwritten.
 */
export function useCampaignDraft(campaignId: string, initial: CampaignDraft & { version: number }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [draft, setDraft] = useState<CampaignDraft>(initial);
  const [state, setState] = useState<SaveState>("saved");
  const [problem, setProblem] = useState<string | null>(null);
  const version = useRef(initial.version);
  const waiting = useRef<Partial<CampaignDraft>>({});
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const { mutateAsync } = useMutation(trpc.campaigns.update.mutationOptions());

  const running = useRef<Promise<void>>(Promise.resolve());
  const flush = useCallback((): Promise<void> => {
    if (timer.current) clearTimeout(timer.current);
    timer.current = null;
    running.current = running.current.then(async () => {
      const patch = waiting.current;
      if (Object.keys(patch).length === 0) return;
      waiting.current = {};
      setState("saving");
      try {
        const saved = await mutateAsync({ campaignId, expectedVersion: version.current, ...patch });
        version.current = saved.version;
        setState(Object.keys(waiting.current).length > 0 ? "unsaved" : "saved");
        setProblem(null);
        void client.invalidateQueries({ queryKey: trpc.campaigns.preflight.queryKey({ campaignId }) });
        void client.invalidateQueries({ queryKey: trpc.campaigns.get.queryKey({ campaignId }) });
      } catch (error) {
        waiting.current = { ...patch, ...waiting.current };
        const code = errorCode(error);
        setState(code === "PRECONDITION_FAILED" || code === "CONFLICT" ? "conflict" : "failed");
        setProblem(error instanceof Error ? error.message : "The change could not be saved.");
      }
    });
    return running.current;
  }, [campaignId, client, mutateAsync, trpc]);

  const change = useCallback(
    (patch: Partial<CampaignDraft>) => {
      setDraft((now) => ({ ...now, ...patch }));
      waiting.current = { ...waiting.current, ...patch };
      setState("unsaved");
      if (timer.current) clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), SAVE_AFTER_MS);
    },
    [flush],
  );

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (Object.keys(waiting.current).length > 0) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => {
      window.removeEventListener("beforeunload", warn);
      void flush();
    };
  }, [flush]);

  /** Another road than editing made a new version of what stands here. */
  const sawVersion = useCallback((next: number) => {
    version.current = next;
  }, []);

  return { draft, change, flush, sawVersion, state, problem };
}

function errorCode(error: unknown): string | null {
  if (typeof error !== "object" || error === null || !("data" in error)) return null;
  const data = error.data as { body?: { error?: { code?: string } } } | null;
  return data?.body?.error?.code ?? null;
}
