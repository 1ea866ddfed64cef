"use client";

import { useEffect } from "react";
import { Button } from "../ui/button";
import { DropHint, usePageDrop } from "../ui/file-drop";
import { formatBytes } from "../ui/format";
import { Progress } from "../ui/progress";
import { toast } from "../ui/toast";
import { useUpload } from "./use-upload";

const IS_LIST = /\.(csv|tsv|txt)$/i;

/** A CSV dropped onto any page of the console begins an import; pages that take files themselves are left alone. */
export function DropAnywhere({ disabled }: { disabled: boolean }) {
  const { state, send, stop } = useUpload();
  const over = usePageDrop(([file]) => {
    if (!file) return;
    if (IS_LIST.test(file.name)) send(file);
    else toast.error(`“${file.name}” is no list of people: drop a CSV file.`);
  }, disabled);
  const refused = state.kind === "refused" ? state.message : null;
  useEffect(() => {
    if (refused !== null) toast.error(refused);
  }, [refused]);
  if (over) return <DropHint label="Import a CSV" />;
  if (state.kind !== "sending") return null;
  return (
    <div className="sticky top-0 z-20 flex flex-wrap items-end gap-4 border-line border-b bg-surface py-4">
      <Progress
        className="min-w-60 grow"
        label={`Uploading ${state.name}`}
        value={Math.floor(state.sent / 1024)}
        max={Math.max(1, Math.ceil(state.size / 1024))}
        detail={`${formatBytes(state.sent)} of ${formatBytes(state.size)}. Stay on this page until it is there.`}
      />
      <Button size="sm" onClick={stop}>
        Stop
      </Button>
    </div>
  );
}
