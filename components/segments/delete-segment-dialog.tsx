"use client";

import type { SegmentWithDependents } from "@/contracts/segments";
import { ConfirmDialog } from "../ui/alert-dialog";
import { formatNumber } from "../ui/format";

type DeleteSegmentDialogProps = {
  /** The segment in question; null closes the dialog. */
  segment: Pick<SegmentWithDependents, "id" | "name" | "memberCount" | "usedBy"> | null;
  busy: boolean;
  onClose: () => void;
  onConfirm: (segment: { id: string }) => void;
};

/** Says what goes and what stays before a segment is deleted. */
export function DeleteSegmentDialog({ segment, busy, onClose, onConfirm }: DeleteSegmentDialogProps) {
  const blockers = segment?.usedBy.filter((dependent) => dependent.blocks) ?? [];
  const people = segment?.memberCount ? `Its ${formatNumber(segment.memberCount)} people stay` : "People stay";
  return (
    <ConfirmDialog
      open={segment !== null}
      onOpenChange={(open) => !open && onClose()}
      title={`Delete “${segment?.name ?? ""}”?`}
      description={
        blockers.length > 0
          ? `It is used by ${blockers.map((blocker) => `“${blocker.name}”`).join(", ")}. Take it out there first, or it cannot be deleted.`
          : `The rule and the record of who entered and left are gone for good. ${people} in your contacts.`
      }
      confirmLabel="Delete segment"
      destructive
      busy={busy}
      onConfirm={() => segment && onConfirm(segment)}
    />
  );
}
