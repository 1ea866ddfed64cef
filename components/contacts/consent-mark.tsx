import type { ConsentState } from "@/contracts/consent";
import { StatusMark, type StatusMarkName } from "../ui/status-mark";

const MARKS: Record<ConsentState | "none", { status: StatusMarkName; label: string }> = {
  granted: { status: "done", label: "Subscribed" },
  denied: { status: "failed", label: "Opted out" },
  pending: { status: "scheduled", label: "Not confirmed" },
  none: { status: "draft", label: "No consent" },
};

/** The marketing e-mail consent of one person. */
export const ConsentMark = ({ state }: { state: ConsentState | "none" }) => <StatusMark {...MARKS[state]} />;
