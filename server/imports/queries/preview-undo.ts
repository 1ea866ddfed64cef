import "server-only";
import { and, asc, count, eq, gt } from "drizzle-orm";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import type { ImportUndoForecast, ImportUndoPerson, UndoReason } from "@/contracts/imports";
import { contacts } from "@/drizzle/schema/contacts";
import { importContacts, importUndoPeople } from "@/drizzle/schema/imports";
import { toContact } from "@/server/contacts";
import { defineQuery } from "@/server/platform/command";
import { AppError } from "@/server/platform/errors";
import { decodeCursor, type Page, pageInput, toPage } from "@/server/platform/paging";
import { loadImport, undoableUntil } from "../load";
import { nextUndoPeople } from "../undo-facts";

const LOOKED = 5_000;
const input = z.object({ importId: idOf("import") });

/** A dry run of the way back for the first 5,000 people. Writes nothing. */
export const previewImportUndo = defineQuery({
  name: "import.preview-undo",
  permission: "contact:import",
  input,
  async run(ctx, { importId }, tx): Promise<ImportUndoForecast> {
    const record = await loadImport(tx, ctx.workspaceNo, importId);
    if (!undoableUntil(record, ctx.now))
      throw new AppError("CONFLICT", "An import can be undone for 24 hours after it ended.", { status: record.status });
    const [counted] = await tx
      .select({ people: count() })
      .from(importContacts)
      .where(and(eq(importContacts.workspaceNo, ctx.workspaceNo), eq(importContacts.importNo, record.importNo)));
    const people = await nextUndoPeople(tx, record, record.undo?.cursorNo ?? 0, LOOKED, false);
    const reasons = new Map<UndoReason, number>();
    const forecast = { removed: 0, restored: 0, partly: 0, kept: 0 };
    for (const { decision } of people) {
      if (decision.kind === "remove") forecast.removed += 1;
      else if (decision.kind === "keep") forecast.kept += 1;
      else forecast[decision.left.length > 0 ? "partly" : "restored"] += 1;
      const reason =
        decision.kind === "keep" ? decision.reason : decision.kind === "restore" && decision.left[0] ? "changed" : null;
      if (reason) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
    return {
      people: counted?.people ?? 0,
      looked: people.length,
      ...forecast,
      reasons: [...reasons].map(([reason, n]) => ({ reason, people: n })).sort((a, b) => b.people - a.people),
    };
  },
});

/** Whom an undo left alone, wholly or in part, and why. */
export const listUndoPeople = defineQuery({
  name: "import.undo-people",
  permission: "contact:import",
  input: pageInput.extend(input.shape),
  async run(ctx, { importId, limit, cursor }, tx): Promise<Page<ImportUndoPerson>> {
    const { importNo } = await loadImport(tx, ctx.workspaceNo, importId);
    const after = decodeCursor(cursor, z.tuple([z.number()]));
    const rows = await tx
      .select({ row: importUndoPeople, contact: contacts })
      .from(importUndoPeople)
      .leftJoin(
        contacts,
        and(eq(contacts.workspaceNo, importUndoPeople.workspaceNo), eq(contacts.contactNo, importUndoPeople.contactNo)),
      )
      .where(
        and(
          eq(importUndoPeople.workspaceNo, ctx.workspaceNo),
          eq(importUndoPeople.importNo, importNo),
          after ? gt(importUndoPeople.contactNo, after[0]) : undefined,
        ),
      )
      .orderBy(asc(importUndoPeople.contactNo))
      .limit(limit + 1);
    return toPage(
      rows,
      limit,
      ({ row }) => [row.contactNo],
      ({ row, contact }): ImportUndoPerson => {
        const shown = contact && toContact(ctx, contact, []);
        return {
          contactId: shown?.id ?? null,
          name: shown
            ? [shown.firstName, shown.lastName].filter(Boolean).join(" ") || shown.email || shown.externalId || shown.id
            : "Deleted contact",
          outcome: row.outcome,
          reason: row.reason,
          fields: row.fields,
        };
      },
    );
  },
});
