"use client";

import { Archive, Copy, Trash2 } from "lucide-react";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { ProgressRing } from "@/components/ui/progress-ring";
import { Section } from "@/components/ui/section";
import { Sheet } from "@/components/ui/sheet";
import { toast, toastUndo } from "@/components/ui/toast";
import { Tooltip } from "@/components/ui/tooltip";

export function OverlaySamples() {
  const [isSheetOpen, setSheetOpen] = useState(false);
  const [isConfirmOpen, setConfirmOpen] = useState(false);
  return (
    <Section title="What opens">
      <div className="flex flex-wrap items-center gap-3">
        <Dialog
          trigger={<Button>Open dialog</Button>}
          title="Rename the segment"
          description="Its id and everything that uses it stay the same."
          footer={
            <>
              <DialogClose asChild>
                <Button variant="ghost">Cancel</Button>
              </DialogClose>
              <DialogClose asChild>
                <Button variant="primary">Rename</Button>
              </DialogClose>
            </>
          }
        >
          <Field label="Name">
            <Input defaultValue="Lapsed buyers" />
          </Field>
        </Dialog>
        <ConfirmDialog
          open={isConfirmOpen}
          onOpenChange={setConfirmOpen}
          trigger={<Button variant="destructive">Delete workspace</Button>}
          title="Delete “Nordlicht Outdoor”?"
          description="52,000 contacts, 31 campaigns and all reports are erased in 30 days. Sending stops now."
          confirmLabel="Delete workspace"
          destructive
          typeToConfirm="nordlicht-outdoor"
          onConfirm={() => setConfirmOpen(false)}
        />
        <Button onClick={() => setSheetOpen(true)}>Open sheet</Button>
        <Sheet open={isSheetOpen} onOpenChange={setSheetOpen} title="Audience" description="12,408 people, exact.">
          <p className="text-ink-2">People who ordered in the last 30 days and live in Germany.</p>
        </Sheet>
        <Popover>
          <PopoverTrigger asChild>
            <Button>Open popover</Button>
          </PopoverTrigger>
          <PopoverContent label="Audience">
            <p className="font-medium">12,408 people</p>
            <p className="text-ink-2">312 of them cannot be reached by email.</p>
          </PopoverContent>
        </Popover>
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button>Open menu</Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent>
            <DropdownMenuLabel>Campaign</DropdownMenuLabel>
            <DropdownMenuItem icon={<Copy aria-hidden="true" />} shortcut="d">
              Duplicate
            </DropdownMenuItem>
            <DropdownMenuItem icon={<Archive aria-hidden="true" />} shortcut="e">
              Archive
            </DropdownMenuItem>
            <DropdownMenuCheckboxItem checked>Show in calendar</DropdownMenuCheckboxItem>
            <DropdownMenuSeparator />
            <DropdownMenuItem icon={<Trash2 aria-hidden="true" />} destructive>
              Delete draft
            </DropdownMenuItem>
          </DropdownMenuContent>
        </DropdownMenu>
        <Tooltip content="Counted at 14:02 Europe/Berlin">
          <Button variant="ghost">Hover for a tooltip</Button>
        </Tooltip>
        <Button
          onClick={() =>
            toastUndo("Sending to 12,408 people", {
              description: "Starts when the ring is empty.",
              onUndo: () => toast("Nothing was sent"),
            })
          }
        >
          Send with undo
        </Button>
        <Button
          onClick={() => toast.error("The test was not sent", { description: "The provider refused the address." })}
        >
          Failed toast
        </Button>
        <ProgressRing seconds={10} label="10 seconds to undo" />
      </div>
    </Section>
  );
}
