import { cn } from "../ui/cn";
import { Tooltip } from "../ui/tooltip";

export type Environment = "local" | "test" | "live";

const PILLS: Record<Environment, { word: string; meaning: string; look: string }> = {
  local: {
    word: "Local",
    meaning: "Messages stay in the Local Inbox. Nothing leaves this machine.",
    look: "border-dashed border-line-strong text-ink-2",
  },
  test: { word: "Test", meaning: "Messages go to test addresses only.", look: "border-paused text-paused" },
  live: { word: "Live", meaning: "Messages reach real people.", look: "border-live text-live" },
};

/** Where messages go from here. */
export function EnvironmentPill({ environment }: { environment: Environment }) {
  const { word, meaning, look } = PILLS[environment];
  return (
    <Tooltip content={meaning} side="bottom">
      <button
        type="button"
        className={cn("inline-flex h-6 cursor-help! items-center rounded-xs border px-2 font-medium text-xs", look)}
      >
        {word}
        <span className="sr-only">: {meaning}</span>
      </button>
    </Tooltip>
  );
}
