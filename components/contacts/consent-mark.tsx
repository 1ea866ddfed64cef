import type { ConsentState } from "@/contracts/consent";
import { StatusMark, type StatusMarkName } from "../ui/status-mark";

const MARKS: Record<ConsentState | "none", { status: StatusMarkName; label: string }> = {
  granted: { status: "done", label: "Subscribed" },
  denied: { status: "failed", label: "Opted out" },
  pending: { status: "scheduled", label: "Not confirmed" },
  none: { status: "draft", label: "No consent" },
};

export const CONSENT_LABELS: Record<ConsentState | "none", string> = {
  granted: MARKS.granted.label,
  denied: MARKS.denied.label,
  pending: MARKS.pending.label,
  none: MARKS.none.label,
};

/** The marketing e-mail consent of one person. */
export const ConsentMark = ({ state }: { state: ConsentState | "none" }) => <StatusMark {...MARKS[state]} />;
