"use client";

import { Check, ChevronsUpDown } from "lucide-react";
import Link from "next/link";
import { Avatar } from "../ui/avatar";
import { Button } from "../ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "../ui/dropdown-menu";

export type WorkspaceChoice = { id: string; name: string; href: string };

export type WorkspaceSwitcherProps = { workspaces: readonly WorkspaceChoice[]; currentId: string };

/** Which workspace this is, always in words; pressing lists the others this member belongs to. */
export function WorkspaceSwitcher({ workspaces, currentId }: WorkspaceSwitcherProps) {
  const current = workspaces.find((workspace) => workspace.id === currentId);
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button
          variant="ghost"
          className="min-w-0 shrink px-1.5 text-ink"
          aria-label={`Workspace ${current?.name ?? ""}`}
        >
          <Avatar name={current?.name ?? "?"} size="sm" />
          <span className="max-w-40 truncate">{current?.name}</span>
          <ChevronsUpDown aria-hidden="true" className="size-3.5 text-ink-3" />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent className="min-w-56">
        <DropdownMenuLabel>Workspaces</DropdownMenuLabel>
        {workspaces.map((workspace) => (
          <DropdownMenuItem key={workspace.id} asChild>
            <Link href={workspace.href}>
              <Avatar name={workspace.name} size="sm" />
              <span className="grow truncate">{workspace.name}</span>
              {workspace.id === currentId ? (
                <Check className="size-4 stroke-[1.5] text-brand" aria-label="Current" />
              ) : null}
            </Link>
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
