"use client";

import { useState } from "react";
import { Button } from "../ui/button";
import { FileDrop } from "../ui/file-drop";
import { formatBytes } from "../ui/format";
import { Notice } from "../ui/notice";
import { Progress } from "../ui/progress";
import { ImportSources } from "./import-sources";
import { useUpload } from "./use-upload";

/** Takes a CSV dropped anywhere on the page. `quiet` keeps only the button, for pages that are about something else. */
export function UploadDrop({ quiet = false }: { quiet?: boolean }) {
  const { state, send, stop } = useUpload();
  // Stays while it is sent, so that a refused paste is not lost.
  const [pasted, setPasted] = useState("");
  if (state.kind === "sending")
    return (
      <div className="flex flex-wrap items-end gap-4 border-line border-y py-4">
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
  return (
    <div className="grid gap-3">
      {state.kind === "refused" ? (
        <Notice tone="danger" title="The file was not taken" live>
          {state.message}
        </Notice>
      ) : null}
      <FileDrop
        accept=".csv,.tsv,.txt,text/csv"
        label="Import a CSV"
        wholePage
        onFiles={([file]) => file && send(file)}
        hint={
          quiet
            ? "Or drop it anywhere on this page."
            : "Or drop it anywhere on this page. Up to 2 GB; you see what happens before anything does."
        }
        {...(quiet
          ? { className: "border-0 bg-transparent p-0 py-2 sm:grid-flow-col sm:justify-start sm:items-center" }
          : {})}
      />
      <ImportSources pasted={pasted} onPasted={setPasted} onFile={send} />
    </div>
  );
}
