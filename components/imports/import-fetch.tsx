"use client";

import type { Import } from "@/contracts/imports";
import { formatBytes } from "../ui/format";
import { Notice } from "../ui/notice";
import { Progress } from "../ui/progress";

/** Whether the file is here, or ever was. */
export const isFetched = (record: Import): boolean =>
  record.status !== "fetching" &&
  !(record.mapping === null && (record.status === "failed" || record.status === "cancelled"));

/** A file on its way from an address, or one that did not arrive. */
export function ImportFetch({ record }: { record: Import }) {
  const { bytesDone, byteSize } = record;
  if (record.status === "cancelled")
    return (
      <Notice tone="info" title="Cancelled before anything was imported">
        Nothing was changed.
      </Notice>
    );
  if (record.status === "failed")
    return (
      <Notice tone="danger" title="The file could not be fetched" live>
        {record.problem} Nothing was imported.
      </Notice>
    );
  return (
    <Progress
      label="Fetching the file, in KB"
      value={Math.floor(bytesDone / 1024)}
      max={Math.max(1, Math.ceil(Math.max(byteSize, bytesDone) / 1024))}
      tone="live"
      detail={
        bytesDone === 0
          ? "Asking the server for it. You can leave this page; it goes on."
          : `${formatBytes(bytesDone)}${byteSize > 0 ? ` of ${formatBytes(byteSize)}` : ""} are here. You can leave this page; it goes on.`
      }
    />
  );
}
