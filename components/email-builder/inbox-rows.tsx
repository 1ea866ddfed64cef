import type { RenderedEmail } from "@/contracts/content";

/** How much of a row the lists of some programs show, in characters of ordinary width. */
const LISTS = [
  { name: "Gmail, desktop", from: 20, subject: 60, preheader: 90, isOneLine: true },
  { name: "Outlook, Windows", from: 30, subject: 50, preheader: 55, isOneLine: false },
  { name: "Apple Mail, iPhone", from: 28, subject: 42, preheader: 82, isOneLine: false },
] as const;

const cut = (text: string, length: number): string => {
  const letters = [...text];
  return letters.length > length ? `${letters.slice(0, length).join("").trimEnd()}…` : text;
};

/** The row people see before they open anything: sender, subject and preheader, cut as lists cut them. */
export function InboxRows({ email, from }: { email: RenderedEmail; from: string }) {
  const subject = email.subject || "(no subject)";
  const preheader = email.preheader || email.text.replace(/\s+/g, " ").slice(0, 200);
  return (
    <ul className="grid gap-5" aria-label="In lists of messages">
      {LISTS.map((list) => (
        <li key={list.name} className="grid gap-1.5">
          <p className="text-ink-3 text-xs">{list.name}</p>
          <div className="min-w-0 rounded-lg border border-line bg-surface px-4 py-3 text-sm" dir="auto">
            {list.isOneLine ? (
              <p className="flex min-w-0 gap-4">
                <span className="shrink-0 font-semibold text-ink">{cut(from, list.from)}</span>
                <span className="min-w-0 truncate text-ink-2">
                  <span className="font-semibold text-ink">{cut(subject, list.subject)}</span>
                  {preheader ? ` – ${cut(preheader, list.preheader)}` : null}
                </span>
              </p>
            ) : (
              <>
                <p className="truncate font-semibold text-ink">{cut(from, list.from)}</p>
                <p className="truncate text-ink">{cut(subject, list.subject)}</p>
                <p className="line-clamp-2 text-ink-2">{cut(preheader, list.preheader)}</p>
              </>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
