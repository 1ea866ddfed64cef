import type { PreviewContact } from "@/contracts/content";
import { cn } from "../ui/cn";

type PeopleListProps = {
  people: readonly PreviewContact[];
  /** Index into people; -1 is the made-up person. */
  person: number;
  onPersonChange: (index: number) => void;
  /** What each lacks in this message, by contact id. */
  missing: Record<string, string[]>;
};

/** Awkward people of the workspace, and what each of them lacks in this message. */
export function PeopleList({ people, person, onPersonChange, missing }: PeopleListProps) {
  if (people.length === 0) return null;
  return (
    <div className="grid gap-1.5">
      <p className="font-medium text-ink-2 text-xs">Look at it as</p>
      <ul
        className="grid grid-cols-[minmax(0,1fr)] gap-px overflow-hidden rounded-lg border border-line bg-line"
        aria-label="People to preview with"
      >
        <Person
          label="Sample person"
          detail="Made up, has everything"
          isChosen={person === -1}
          onChoose={() => onPersonChange(-1)}
        />
        {people.map((one, at) => (
          <Person
            key={one.id}
            label={one.label}
            detail={one.detail}
            lacking={missing[one.id]}
            isChosen={at === person}
            onChoose={() => onPersonChange(at)}
          />
        ))}
      </ul>
    </div>
  );
}

type PersonProps = { label: string; detail: string; lacking?: string[]; isChosen: boolean; onChoose: () => void };

function Person({ label, detail, lacking, isChosen, onChoose }: PersonProps) {
  return (
    <li>
      <button
        type="button"
        aria-pressed={isChosen}
        className={cn(
          "flex w-full min-w-0 items-baseline gap-3 bg-surface px-3 py-1.5 text-left text-sm focus-visible:-outline-offset-2",
          isChosen ? "bg-brand-wash text-ink" : "text-ink-2 hover:text-ink",
        )}
        onClick={onChoose}
      >
        <span className="min-w-0 truncate font-medium text-ink" dir="auto">
          {label}
        </span>
        <span className="shrink-0 text-ink-2 text-xs">{detail}</span>
        {lacking && lacking.length > 0 ? (
          <span className="ml-auto min-w-0 truncate text-failed text-xs" title={lacking.join(", ")}>
            no {lacking.map((tag) => tag.replace(/^contact\./, "")).join(", ")}
          </span>
        ) : null}
      </button>
    </li>
  );
}
