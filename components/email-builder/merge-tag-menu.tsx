"use client";

import { Braces } from "lucide-react";
import { useRef } from "react";
import { Button } from "../ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "../ui/dropdown-menu";
import type { MergeTag } from "./merge-tags";

const GROUPS = ["Repeat", "Contact", "Message"] as const;

type MergeTagMenuProps = { tags: readonly MergeTag[]; onInsert: (tag: MergeTag) => void; label?: string };

/** Inserts the name of a value where the cursor was. */
export function MergeTagMenu({ tags, onInsert, label = "Insert a merge tag" }: MergeTagMenuProps) {
  // After an insertion the field keeps the focus; after Escape the button has it again.
  const hasInserted = useRef(false);
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon-sm" aria-label={label} title={label}>
          <Braces />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent
        align="end"
        className="max-h-80 overflow-y-auto"
        onCloseAutoFocus={(event) => {
          if (hasInserted.current) event.preventDefault();
          hasInserted.current = false;
        }}
      >
        {GROUPS.filter((group) => tags.some((tag) => tag.group === group)).map((group) => (
          <div key={group}>
            <DropdownMenuLabel>{group}</DropdownMenuLabel>
            {tags
              .filter((tag) => tag.group === group)
              .map((tag) => (
                <DropdownMenuItem
                  key={tag.tag}
                  onSelect={() => {
                    hasInserted.current = true;
                    onInsert(tag);
                  }}
                >
                  {tag.label}
                </DropdownMenuItem>
              ))}
          </div>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
