"use client";

import { CopyPlus, FolderInput, Group, MoreHorizontal, Trash2 } from "lucide-react";
import { MAX_CONDITION_DEPTH, measureCondition } from "@/contracts/documents/condition";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "../ui/dropdown-menu";
import { IconButton } from "../ui/icon-button";
import { useBuilder } from "./builder-context";
import { duplicateAt, moveTo, nodeAt, type Path, pathKey, removeAt, targetsOf, wrapAt } from "./tree";

/** Everything that can be done to a row or group besides editing it; the keyboard's way to what dragging would do. */
export function NodeMenu({ path, name }: { path: Path; name: string }) {
  const { root, change, disabled } = useBuilder();
  const node = nodeAt(root, path);
  if (!node) return null;
  const depthBelow = measureCondition(node).depth;
  const targets = targetsOf(root, path).filter((target) => target.path.length + 1 + depthBelow <= MAX_CONDITION_DEPTH);
  const parent = path.slice(0, -1);
  const after = [...parent, (path.at(-1) ?? 0) + 1];
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton label={`Actions for ${name}`} size="icon" disabled={disabled}>
          <MoreHorizontal aria-hidden="true" />
        </IconButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem icon={<CopyPlus />} onSelect={() => change(duplicateAt(root, path), after)}>
          Duplicate
        </DropdownMenuItem>
        {path.length + 1 + depthBelow <= MAX_CONDITION_DEPTH ? (
          <DropdownMenuItem icon={<Group />} onSelect={() => change(wrapAt(root, path, "any"), [...path, 0])}>
            Put in a new group
          </DropdownMenuItem>
        ) : null}
        {targets.length > 0 ? (
          <>
            <DropdownMenuSeparator />
            <DropdownMenuLabel>Move to group</DropdownMenuLabel>
            {targets.map((target) => (
              <DropdownMenuItem
                key={pathKey(target.path)}
                icon={<FolderInput />}
                onSelect={() => change(moveTo(root, path, target.path))}
              >
                {target.label}
              </DropdownMenuItem>
            ))}
          </>
        ) : null}
        <DropdownMenuSeparator />
        <DropdownMenuItem icon={<Trash2 />} destructive onSelect={() => change(removeAt(root, path), parent)}>
          Delete
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
