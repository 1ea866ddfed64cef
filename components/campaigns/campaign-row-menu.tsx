"use client";

import { MoreHorizontal } from "lucide-react";
import { ARCHIVABLE_STATUSES, type CampaignStatus } from "@/contracts/campaigns";
import { useWorkspace } from "../providers/workspace-provider";
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from "../ui/dropdown-menu";
import { IconButton } from "../ui/icon-button";
import type { useCampaignActions } from "./use-campaign-actions";

type Props = {
  row: { id: string; name: string; status: CampaignStatus };
  actions: ReturnType<typeof useCampaignActions>;
  onTags: () => void;
  onDelete: () => void;
};

/** What can be done with one campaign of the list. */
export function CampaignRowMenu({ row, actions, onTags, onDelete }: Props) {
  const workspace = useWorkspace();
  const target = { campaignId: row.id };
  const mayCreate = workspace.can("campaign:create");
  const mayUpdate = workspace.can("campaign:update");
  if (!mayCreate && !mayUpdate) return null;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton label={`Actions for ${row.name}`} size="icon-sm">
          <MoreHorizontal aria-hidden="true" />
        </IconButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        {mayCreate ? (
          <>
            <DropdownMenuItem onSelect={() => actions.sendAgain.mutate(target)}>Send again</DropdownMenuItem>
            <DropdownMenuItem onSelect={() => actions.duplicate.mutate(target)}>Duplicate</DropdownMenuItem>
          </>
        ) : null}
        {mayUpdate ? <DropdownMenuItem onSelect={onTags}>Tags…</DropdownMenuItem> : null}
        {mayUpdate && ARCHIVABLE_STATUSES.includes(row.status) ? (
          <DropdownMenuItem onSelect={() => actions.archive.mutate(target)}>Archive</DropdownMenuItem>
        ) : null}
        {mayUpdate && row.status === "archived" ? (
          <DropdownMenuItem onSelect={() => actions.unarchive.mutate(target)}>Take out of the archive</DropdownMenuItem>
        ) : null}
        {row.status === "draft" && workspace.can("campaign:delete") ? (
          <DropdownMenuItem onSelect={onDelete}>Delete draft…</DropdownMenuItem>
        ) : null}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
