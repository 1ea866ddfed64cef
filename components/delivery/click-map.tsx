"use client";

import { useState } from "react";
import type { ClickMap as ClickMapOfRun, LinkAnswer } from "@/contracts/reports";
import { EmailFrame } from "../email-builder/email-frame";
import { formatNumber, formatPercent } from "../ui/format";
import { SegmentedControl } from "../ui/segmented-control";
import { Table, TableBody, TableCaption, TableCell, TableHead, TableHeaderCell, TableRow } from "../ui/table";

export type ClickMapProps = { map: ClickMapOfRun & { links: LinkAnswer[] }; delivered: number };

/** What came of each link, on the e-mail itself or as a table. */
export function ClickMap({ map, delivered }: ClickMapProps) {
  const [shown, setShown] = useState<"map" | "table">("map");
  const isMap = shown === "map" && map.html !== null;
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-ink-2 text-sm">{summaryOf(map.links)}</p>
        <SegmentedControl<"map" | "table">
          label="Show links"
          size="sm"
          value={isMap ? "map" : "table"}
          onValueChange={setShown}
          options={[
            { value: "map", label: "On the e-mail", disabled: map.html === null },
            { value: "table", label: "As a table" },
          ]}
        />
      </div>
      {isMap && map.html !== null ? (
        <div className="overflow-hidden rounded-lg border border-line bg-sunken p-3">
          <EmailFrame html={map.html} title="The e-mail with clicks on its links" width={640} height={720} />
        </div>
      ) : (
        <LinksTable links={map.links} delivered={delivered} />
      )}
      {map.html === null ? (
        <p className="text-ink-2 text-xs">
          The e-mail cannot be drawn for a made-up person, because the template says not to send to them.
        </p>
      ) : null}
    </div>
  );
}

function summaryOf(links: readonly LinkAnswer[]): string {
  const first = links.find((link) => link.people > 0);
  if (!first) return "Nobody has followed a link yet.";
  return `Most followed: ${first.address}, by ${formatNumber(first.people)} ${first.people === 1 ? "person" : "people"}.`;
}

function LinksTable({ links, delivered }: { links: readonly LinkAnswer[]; delivered: number }) {
  if (links.length === 0) return <p className="text-ink-2 text-sm">No link was followed yet.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="overflow-x-auto" tabIndex={0} aria-label="Links, table">
      <Table density="compact">
        <TableCaption>Links and who followed them</TableCaption>
        <TableHead>
          <tr>
            <TableHeaderCell>Link</TableHeaderCell>
            <TableHeaderCell align="end">People</TableHeaderCell>
            <TableHeaderCell align="end">Of delivered</TableHeaderCell>
            <TableHeaderCell align="end">Clicks</TableHeaderCell>
            <TableHeaderCell align="end">By machines</TableHeaderCell>
          </tr>
        </TableHead>
        <TableBody>
          {links.map((link) => (
            <TableRow key={`${link.linkNo} ${link.address}`}>
              <TableCell>
                <span className="block max-w-96 truncate" title={link.address}>
                  <span className="text-ink-3">{link.linkNo}. </span>
                  {link.address.replace(/^https?:\/\//, "")}
                </span>
              </TableCell>
              <TableCell align="end">{formatNumber(link.people)}</TableCell>
              <TableCell align="end">{delivered > 0 ? formatPercent(link.people / delivered) : "–"}</TableCell>
              <TableCell align="end">{formatNumber(link.clicks)}</TableCell>
              <TableCell align="end">{formatNumber(link.machineClicks)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </section>
  );
}
