import type { SuppressedList } from "@/contracts/suppressions";
import { formatNumber } from "../ui/format";

/** What became of a list: added, already there, and each line that is no address with what is wrong. */
export function SuppressedResult({ done }: { done: SuppressedList }) {
  const hidden = done.invalid - done.problems.length;
  return (
    <div className="grid gap-4 text-sm">
      <ul aria-label="What became of the list" className="grid gap-1">
        <li>
          <strong className="type-dense">{formatNumber(done.added)}</strong> added
        </li>
        <li>
          <strong className="type-dense">{formatNumber(done.already)}</strong> on the list already, or twice in yours
        </li>
        <li>
          <strong className="type-dense">{formatNumber(done.invalid)}</strong> not taken
        </li>
      </ul>
      {done.problems.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        <section aria-label="Lines that were not taken" tabIndex={0} className="max-h-64 overflow-auto">
          <table className="w-full text-left">
            <thead className="text-ink-2 text-xs">
              <tr>
                <th scope="col" className="py-1 pr-3 font-normal">
                  Line
                </th>
                <th scope="col" className="py-1 pr-3 font-normal">
                  Text
                </th>
                <th scope="col" className="py-1 font-normal">
                  What is wrong
                </th>
              </tr>
            </thead>
            <tbody>
              {done.problems.map((problem, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a line may hold two, and the list never changes.
                <tr key={index} className="border-line border-t align-top">
                  <td className="type-dense py-1.5 pr-3">{formatNumber(problem.line)}</td>
                  <td className="break-all py-1.5 pr-3 font-mono text-xs">{problem.text || "(empty)"}</td>
                  <td className="py-1.5">{problem.problem}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
      {hidden > 0 ? <p className="text-ink-2">And {formatNumber(hidden)} more.</p> : null}
    </div>
  );
}
