import type { TemplateStatus } from "@/contracts/approvals";
import { StatusMark, type StatusMarkName } from "../ui/status-mark";

const SHOWN: Record<TemplateStatus, { mark: StatusMarkName; label: string }> = {
  draft: { mark: "draft", label: "Draft" },
  in_review: { mark: "scheduled", label: "In review" },
  approved: { mark: "done", label: "Approved" },
  archived: { mark: "paused", label: "Archived" },
};

/** The state of the newest version, as its mark and one word. */
export function TemplateStatusMark({ status }: { status: TemplateStatus }) {
  const { mark, label } = SHOWN[status];
  return <StatusMark status={mark} label={label} />;
}

type Versions = { version: number; approvedVersion: number | null };

/** Which version this is, and which one campaigns begin with when that is another. */
export const templateStatusSentence = ({ version, approvedVersion }: Versions): string =>
  approvedVersion === null || approvedVersion === version
    ? `Version ${version}`
    : `Version ${version}; campaigns begin with the approved version ${approvedVersion}`;
