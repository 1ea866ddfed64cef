import { Check, Minus, X } from "lucide-react";
import { type ClientSupport, MAIL_CLIENT_LABELS, MAIL_CLIENTS, type Support } from "@/contracts/content";

const MARKS: Record<Support, { label: string; icon: typeof Check; className: string }> = {
  yes: { label: "Yes", icon: Check, className: "text-ink-3" },
  partly: { label: "Partly", icon: Minus, className: "text-paused" },
  no: { label: "No", icon: X, className: "text-failed" },
};

/** What of the message which mail program shows as written, and what people see where it does not. */
export function ClientTable({ support }: { support: readonly ClientSupport[] }) {
  if (support.length === 0) return null;
  return (
    <section className="grid gap-2 pt-5" aria-label="Mail programs">
      <h3 className="font-medium text-ink text-sm">Mail programs</h3>
      <div className="overflow-x-auto">
        <table className="w-full text-left text-xs">
          <thead>
            <tr className="border-line border-b text-ink-2">
              <th scope="col" className="py-1.5 pr-3 font-medium">
                Used here
              </th>
              {MAIL_CLIENTS.map((client) => (
                <th key={client} scope="col" className="px-2 py-1.5 text-center font-medium">
                  {MAIL_CLIENT_LABELS[client]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {support.map((line) => (
              <tr key={line.feature} className="border-line border-b align-top last:border-b-0">
                <th scope="row" className="py-2 pr-3 font-normal">
                  <span className={line.severity === "breaks" ? "font-medium text-failed" : "font-medium text-ink"}>
                    {line.feature}
                  </span>
                  <span className="block text-ink-2">Where not: {line.effect}</span>
                </th>
                {MAIL_CLIENTS.map((client) => (
                  <Mark key={client} support={line.support[client]} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="text-ink-3 text-xs">After the tests published by Can I email.</p>
    </section>
  );
}

function Mark({ support }: { support: Support }) {
  const { label, icon: Icon, className } = MARKS[support];
  return (
    <td className="px-2 py-2 text-center">
      <Icon className={`mx-auto size-4 ${className}`} aria-hidden="true" />
      <span className="sr-only">{label}</span>
    </td>
  );
}
