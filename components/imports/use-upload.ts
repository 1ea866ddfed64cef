"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import type { ErrorBody } from "@/contracts/errors";
import type { Import } from "@/contracts/imports";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";

export type UploadState =
  | { kind: "idle" }
  | { kind: "sending"; name: string; sent: number; size: number }
  | { kind: "refused"; message: string };

/** Sends a file with its progress (which fetch cannot report) and leads to its import; leaving the page stops it. */
export function useUpload() {
  const workspace = useWorkspace();
  const router = useRouter();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [state, setState] = useState<UploadState>({ kind: "idle" });
  const running = useRef<XMLHttpRequest | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const refuse = (message: string) => setState({ kind: "refused", message });
  const send = (file: File) => {
    const request = new XMLHttpRequest();
    running.current?.abort();
    running.current = request;
    setState({ kind: "sending", name: file.name, sent: 0, size: file.size });
    request.upload.onprogress = (event) =>
      setState({ kind: "sending", name: file.name, sent: event.loaded, size: file.size });
    request.onerror = () => refuse("The connection broke. Nothing was imported; try again.");
    request.onload = () => {
      if (request.status !== 201) return refuse(messageIn(request.responseText));
      const { id } = JSON.parse(request.responseText) as Import;
      void queryClient.invalidateQueries({ queryKey: trpc.imports.pathKey() });
      router.push(workspace.href(`imports/${id}`));
    };
    request.open("POST", `/api/w/${workspace.slug}/imports/upload`);
    request.setRequestHeader("x-carillon-request", "1");
    request.setRequestHeader("x-file-name", encodeURIComponent(file.name));
    request.setRequestHeader("content-type", "application/octet-stream");
    request.send(file);
  };
  const stop = () => {
    running.current?.abort();
    setState({ kind: "idle" });
  };
  return { state, send, stop };
}

function messageIn(text: string): string {
  try {
    return (JSON.parse(text) as ErrorBody).detail;
  } catch {
    return "The server did not take the file. Try again in a moment.";
  }
}
