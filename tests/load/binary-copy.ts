import type postgres from "postgres";

type Kind = "int2" | "int4" | "int8" | "text" | "uuid" | "timestamptz" | "jsonb";
export type Column = readonly [name: string, kind: Kind];
export type Cell = string | number | null;

const SIGNATURE = Buffer.from("5047434f50590aff0d0a000000000000000000", "hex"); // "PGCOPY\n", flags, extension
const EPOCH_2000_MS = 946_684_800_000;

/** Rows in Postgres' binary COPY format; timestamps are milliseconds since 1970, uuids and jsonb are text. */
export function encodeRows(columns: readonly Column[], rows: readonly (readonly Cell[])[]): Buffer {
  let bytes = Buffer.allocUnsafe(Math.max(1 << 16, rows.length * 320));
  let end = SIGNATURE.copy(bytes, 0);
  const reserve = (count: number) => {
    if (end + count <= bytes.length) return;
    bytes = Buffer.concat([bytes.subarray(0, end), Buffer.allocUnsafe(bytes.length + count)]);
  };
  for (const row of rows) {
    reserve(2);
    end = bytes.writeInt16BE(columns.length, end);
    for (let i = 0; i < columns.length; i += 1) {
      const cell = row[i] ?? null;
      reserve(24 + (typeof cell === "string" ? cell.length * 3 : 0));
      end = cell === null ? bytes.writeInt32BE(-1, end) : writeCell(bytes, end, columns[i]?.[1] ?? "text", cell);
    }
  }
  reserve(2);
  end = bytes.writeInt16BE(-1, end);
  return bytes.subarray(0, end);
}

function writeCell(bytes: Buffer, at: number, kind: Kind, cell: string | number): number {
  const body = at + 4;
  const end = writeBody(bytes, body, kind, cell);
  bytes.writeInt32BE(end - body, at);
  return end;
}

function writeBody(bytes: Buffer, at: number, kind: Kind, cell: string | number): number {
  switch (kind) {
    case "int2":
      return bytes.writeInt16BE(Number(cell), at);
    case "int4":
      return bytes.writeInt32BE(Number(cell), at);
    case "int8":
      return bytes.writeBigInt64BE(BigInt(cell), at);
    case "timestamptz":
      return bytes.writeBigInt64BE(BigInt(Number(cell) - EPOCH_2000_MS) * 1000n, at);
    case "uuid":
      return at + bytes.write(String(cell).replaceAll("-", ""), at, "hex");
    case "jsonb":
      bytes[at] = 1;
      return at + 1 + bytes.write(String(cell), at + 1);
    case "text":
      return at + bytes.write(String(cell), at);
  }
}

/**
 * COPY … FROM STDIN inside a transaction. postgres.js never settles a COPY that fails, so the end is taken from the
 * stream's own `_final`; after a failure the statement behind it throws 25P02. That statement has a second use: postgres.js
 * sends a late CopyFail for every COPY that went well, which would hit the next COPY.
 */
export async function copyInto(
  tx: postgres.TransactionSql,
  table: string,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): Promise<void> {
  const bytes = encodeRows(columns, rows);
  const names = columns.map(([name]) => name).join(", ");
  const stream = await tx.unsafe(`copy ${table} (${names}) from stdin (format binary)`).writable();
  await new Promise<void>((done, failed) => {
    const finish = stream._final;
    stream._final = function (callback) {
      finish.call(this, callback);
      done();
    };
    stream.on("error", failed);
    stream.end(bytes);
  });
  await tx`select 1`;
}
