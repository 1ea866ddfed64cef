import type { MergePreview } from "@/contracts/merges";
import { CONSENT_LABELS } from "../contacts/consent-mark";
import { DefinitionList } from "../ui/definition-list";
import { formatNumber } from "../ui/format";

type Side = { name: string; winner: boolean; loser: boolean };

/** What besides the fields comes together, and what becomes of consent. */
export function MergeMoves({ preview }: { preview: MergePreview }) {
  const { messages } = preview;
  const total = messages.winner + messages.loser;
  return (
    <section aria-label="What moves" className="grid gap-1">
      <h3 className="font-semibold text-ink text-sm">What else comes together</h3>
      <DefinitionList
        items={[
          { term: "Consent", value: <Consent preview={preview} /> },
          { term: "Messages and history", value: `${formatNumber(total)} messages in one timeline` },
          { term: "Tags", value: <Names sides={preview.tags} none="No tags" /> },
          { term: "Companies", value: <Names sides={preview.companies} none="In no company" /> },
          {
            term: "Segments",
            value: (
              <>
                <Names sides={preview.segments} none="In no segment" />
                <span className="block text-ink-2 text-xs">Rules decide again for the merged contact at once.</span>
              </>
            ),
          },
        ]}
      />
    </section>
  );
}

function Consent({ preview }: { preview: MergePreview }) {
  if (preview.consent.length === 0) return <span className="text-ink-2">Neither has answered yet.</span>;
  return (
    <ul className="grid gap-0.5">
      {preview.consent.map((row) => (
        <li key={`${row.channel}${row.topicNo}`}>
          {row.channel === "email" ? "E-mail" : row.channel}
          {row.topicNo === 0 ? "" : ", a topic"}: {CONSENT_LABELS[row.winner ?? "none"].toLowerCase()} and{" "}
          {CONSENT_LABELS[row.loser ?? "none"].toLowerCase()} become{" "}
          <span className="font-medium">{CONSENT_LABELS[row.result].toLowerCase()}</span>
        </li>
      ))}
      {preview.consent.some((row) => row.result === "denied") ? (
        <li className="text-ink-2 text-xs">A no of either stays a no. An address that goes is suppressed.</li>
      ) : null}
    </ul>
  );
}

function Names({ sides, none }: { sides: readonly Side[]; none: string }) {
  if (sides.length === 0) return <span className="text-ink-2">{none}</span>;
  return <span>{sides.map((side) => (side.winner ? side.name : `${side.name} (new)`)).join(", ")}</span>;
}
