"use client";

import { Dialog } from "../ui/dialog";
import { Kbd } from "../ui/kbd";
import { SwitchField } from "../ui/switch";

export type ShortcutEntry = { keys: string; label: string };
export type ShortcutGroup = { title: string; entries: readonly ShortcutEntry[] };

export type ShortcutSheetProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  groups: readonly ShortcutGroup[];
  singleKeys: boolean;
  onSingleKeysChange: (on: boolean) => void;
};

/** Every key there is, and the switch that turns single keys off. */
export function ShortcutSheet({ open, onOpenChange, groups, singleKeys, onSingleKeysChange }: ShortcutSheetProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts" className="max-w-160">
      <div className="grid gap-x-10 gap-y-5 sm:grid-cols-2">
        {groups.map((group) => (
          <section key={group.title}>
            <h3 className="mb-1 font-medium text-ink-2 text-xs">{group.title}</h3>
            <dl>
              {group.entries.map((entry) => (
                <div
                  key={entry.keys}
                  className="flex h-8 items-center justify-between gap-4 border-line border-b last:border-0"
                >
                  <dt>{entry.label}</dt>
                  <dd>
                    <Kbd keys={entry.keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <div className="mt-5 border-line border-t pt-4">
        <SwitchField
          label="Single-key shortcuts"
          hint="Turn off if you dictate or use a screen reader. ⌘K and keys inside lists keep working."
          checked={singleKeys}
          onCheckedChange={onSingleKeysChange}
        />
      </div>
    </Dialog>
  );
}
