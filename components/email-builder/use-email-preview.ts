"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { EmailDocument } from "@/contracts/documents/email";
import { useTRPC, useTRPCClient } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";

const PAUSE_MS = 350;

function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

/** The document as the server renders it for one person, a moment after the last change. The old picture stays until the new one is there. */
export function useEmailPreview(
  document: EmailDocument,
  contactId: string | null,
  campaignName?: string,
  language: string | null = null,
) {
  const client = useTRPCClient();
  const { slug } = useWorkspace();
  const settled = useSettled(document);
  return useQuery({
    queryKey: ["email-preview", slug, settled, contactId, campaignName, language],
    queryFn: () => client.content.preview.mutate({ document: settled, contactId, campaignName, language }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
}

/** People to preview with; none when the reader may not see contacts. */
export function usePreviewContacts() {
  const trpc = useTRPC();
  const workspace = useWorkspace();
  return useQuery(trpc.content.previewContacts.queryOptions({}, { enabled: workspace.can("contact:read") })).data ?? [];
}
