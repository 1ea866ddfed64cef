import type { SaveState } from "./use-campaign-draft";

const WORDS: Record<SaveState, string> = {
  saved: "Saved",
  saving: "Saving…",
  unsaved: "Not saved yet",
  conflict: "Not saved: changed elsewhere",
  failed: "Not saved",
};

/** Whether what is on the screen is on the server. */
export function SaveMark({ state, problem }: { state: SaveState; problem: string | null }) {
  return (
    <span role="status" className={state === "failed" || state === "conflict" ? "text-failed" : "text-ink-2"}>
      {WORDS[state]}
      {state === "failed" && problem ? `: ${problem}` : ""}
    </span>
  );
}
