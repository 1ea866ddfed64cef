import "server-only";
import { MAX_LISTED_PROBLEMS, MAX_SUPPRESSION_LIST_BYTES, type SuppressedList } from "@/contracts/suppressions";
import { addSuppression } from "@/server/consent";
import { CsvSplitter, detectDelimiter, detectEncoding } from "@/server/imports";
import { type Ctx, demand } from "@/server/platform/context";
import { AppError } from "@/server/platform/errors";
import { type ListLayout, type ListRow, layoutOf, readRow } from "../rules/address-list";

/** What one command takes. */
const BATCH = 10_000;
const SAMPLE_BYTES = 64 * 1024;

/**
 * Suppresses the addresses of a pasted list or a CSV file as it arrives: one command per 10,000, so that each is in
 * force when it is counted. Idempotent; a list that broke off can be sent again. Memory does not grow with the file.
 */
export async function suppressList(ctx: Ctx, body: ReadableStream<Uint8Array>, note?: string): Promise<SuppressedList> {
  demand(ctx, "consent:write");
  const done: SuppressedList = { addresses: 0, added: 0, already: 0, invalid: 0, problems: [] };
  let keys: string[] = [];
  const flush = async (): Promise<void> => {
    if (keys.length === 0) return;
    const batch = keys;
    keys = [];
    const { added } = await addSuppression(ctx, { addresses: batch, ...(note ? { note } : {}) });
    done.added += added;
    done.already += batch.length - added;
  };
  let layout: ListLayout | null = null;
  const held: ListRow[] = [];
  const take = async (row: ListRow, from: ListLayout): Promise<void> => {
    for (const piece of readRow(row, from)) {
      done.addresses += 1;
      if ("key" in piece) keys.push(piece.key);
      else {
        done.invalid += 1;
        if (done.problems.length < MAX_LISTED_PROBLEMS) done.problems.push(piece.fault);
      }
      if (keys.length === BATCH) await flush();
    }
  };
  /** Reads the first rows, which say what the file is. */
  const begin = async (): Promise<ListLayout> => {
    const found = layoutOf(held[0], held[1]);
    const hasHeading = found.kind === "column" && found.hasHeading;
    for (const row of held.slice(hasHeading ? 1 : 0)) await take(row, found);
    return found;
  };
  const finish = async (): Promise<void> => {
    if (!layout) await begin();
    await flush();
  };
  try {
    for await (const row of rowsOf(body)) {
      if (layout) await take(row, layout);
      else if (held.push(row) === 2) layout = await begin();
    }
  } catch (error) {
    // The answer says that what came before is suppressed.
    if (error instanceof AppError && error.code === "PAYLOAD_TOO_LARGE") await finish();
    throw error;
  }
  await finish();
  if (done.addresses === 0)
    throw new AppError("VALIDATION_ERROR", "There is no address in this list.", { field: "list", reason: "empty" });
  return done;
}

/** The rows of a list; the first 64 KB decide encoding and separator. */
async function* rowsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<ListRow> {
  let head: Uint8Array | null = new Uint8Array();
  let size = 0;
  let decoder = new TextDecoder();
  let splitter = new CsvSplitter(",");
  const open = (sample: Uint8Array): void => {
    decoder = new TextDecoder(detectEncoding(sample));
    splitter = new CsvSplitter(detectDelimiter(new TextDecoder(detectEncoding(sample)).decode(sample)));
  };
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > MAX_SUPPRESSION_LIST_BYTES)
      throw new AppError(
        "PAYLOAD_TOO_LARGE",
        "The list is larger than 64 MB. What came before is suppressed; split it.",
      );
    if (head) {
      head = Buffer.concat([head, chunk]);
      if (head.byteLength < SAMPLE_BYTES) continue;
      open(head);
      const text = decoder.decode(head, { stream: true });
      head = null;
      yield* splitter.push(text, false);
    } else yield* splitter.push(decoder.decode(chunk, { stream: true }), false);
  }
  if (head) open(head);
  yield* splitter.push(decoder.decode(head ?? new Uint8Array()), true);
}
