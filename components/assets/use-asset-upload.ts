"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { type Asset, MAX_UPLOAD_BYTES } from "@/contracts/assets";
import type { ErrorBody } from "@/contracts/errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";

export const ACCEPTED = "image/png,image/jpeg,image/gif,image/webp";

export type Refusal = { name: string; message: string };

/** Sends pictures into the library one after another; what was refused is kept with why. */
export function useAssetUpload(onAdded?: (asset: Asset) => void) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [sending, setSending] = useState<string | null>(null);
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const send = useCallback(
    async (files: readonly File[]) => {
      setRefusals([]);
      let last: Asset | null = null;
      for (const file of files) {
        setSending(file.name);
        const answer = await post(slug, file);
        if ("message" in answer) setRefusals((now) => [...now, answer]);
        else last = answer;
      }
      setSending(null);
      await queries.invalidateQueries({ queryKey: trpc.assets.pathKey() });
      if (last) onAdded?.(last);
    },
    [slug, queries, trpc, onAdded],
  );
  return { sending, refusals, send };
}

async function post(slug: string, file: File): Promise<Asset | Refusal> {
  const refused = (message: string): Refusal => ({ name: file.name, message });
  if (file.size > MAX_UPLOAD_BYTES) return refused("It is larger than 10 MB. Make the picture smaller first.");
  try {
    const answer = await fetch(`/api/w/${slug}/assets/upload`, {
      method: "POST",
      headers: {
        "content-type": "application/octet-stream",
        "x-carillon-request": "1",
        "x-file-name": encodeURIComponent(file.name),
      },
      body: file,
    });
    if (answer.status === 201) return (await answer.json()) as Asset;
    return refused(((await answer.json()) as ErrorBody).detail);
  } catch {
    return refused("The server did not take the file. Try again in a moment.");
  }
}

/** The pictures of a paste or a drop. */
export const picturesIn = (data: DataTransfer | null): File[] =>
  [...(data?.files ?? [])].filter((file) => file.type.startsWith("image/"));
