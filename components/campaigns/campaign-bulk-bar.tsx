"use client";

import { X } from "lucide-react";
import { Button } from "../ui/button";
import { formatNumber } from "../ui/format";
import { IconButton } from "../ui/icon-button";

/** What can be done with the campaigns ticked in the list. */
export function CampaignBulkBar({
  count,
  onTags,
  onClear,
}: {
  count: number;
  onTags: () => void;
  onClear: () => void;
}) {
  if (count === 0) return null;
  return (
    <section
      aria-label="Selected campaigns"
      className="sticky bottom-3 z-20 mt-3 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-line-strong bg-surface px-3 py-2 shadow-lift"
    >
      <p role="status" className="text-sm">
        <span className="font-medium">{formatNumber(count)}</span> selected
      </p>
      <div className="ml-auto flex items-center gap-1.5">
        <Button size="sm" onClick={onTags}>
          Tags…
        </Button>
        <IconButton label="Select nothing" size="icon-sm" onClick={onClear}>
          <X aria-hidden="true" />
        </IconButton>
      </div>
    </section>
  );
}
