import "server-only";
import { randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { fileWriter, ParquetWriter, schemaFromColumnData } from "hyparquet-writer";
import type { ExportFormat, ExportOptions } from "@/contracts/people";
import { env } from "@/server/platform/env";
import type { ExportColumn } from "./rules/export-columns";
import { type CellValue, toCsvLine } from "./rules/to-cell";

const directory = (): string => join(resolve(env().DATA_DIR), "exports");

function pathOf(storageKey: string): string {
  if (!/^[A-Za-z0-9_-]{24}$/.test(storageKey)) throw new Error("not a storage key");
  return join(directory(), storageKey);
}

export const newStorageKey = (): string => randomBytes(18).toString("base64url");
export const removeExportFile = (storageKey: string): Promise<void> => rm(pathOf(storageKey), { force: true });

/** The file as a stream, with its size. */
export async function openExportFile(storageKey: string): Promise<{ stream: ReadableStream; byteSize: number }> {
  const path = pathOf(storageKey);
  const { size } = await stat(path);
  return { stream: Readable.toWeb(createReadStream(path)) as ReadableStream, byteSize: size };
}

/** Takes rows piece by piece and waits while the disk is behind, so that memory does not grow with the file. */
export type ExportWriter = {
  write(rows: readonly CellValue[][]): Promise<void>;
  close(): Promise<{ byteSize: number }>;
};

export async function openWriter(
  storageKey: string,
  format: ExportFormat,
  columns: readonly ExportColumn[],
  options: ExportOptions,
): Promise<ExportWriter> {
  await mkdir(directory(), { recursive: true, mode: 0o700 });
  const path = pathOf(storageKey);
  const writer = format === "parquet" ? parquetWriter(path, columns) : textWriter(path, format, columns, options);
  return {
    write: writer.write,
    async close() {
      await writer.close();
      return { byteSize: (await stat(path)).size };
    },
  };
}

type PlainWriter = { write(rows: readonly CellValue[][]): Promise<void>; close(): Promise<void> };

function textWriter(
  path: string,
  format: "csv" | "ndjson",
  columns: readonly ExportColumn[],
  options: ExportOptions,
): PlainWriter {
  const stream = createWriteStream(path, { mode: 0o600 });
  let failure: Error | null = null;
  stream.on("error", (error) => {
    failure = error;
  });
  const put = async (text: string): Promise<void> => {
    if (failure) throw failure;
    await new Promise<void>((done, fail) => stream.write(text, (error) => (error ? fail(error) : done())));
  };
  const heading = toCsvLine(
    columns.map((column) => column.name),
    options.spreadsheet,
  );
  let head = format === "csv" ? `${options.bom ? "\ufeff" : ""}${heading}` : "";
  const lineOf =
    format === "csv"
      ? (row: readonly CellValue[]) => toCsvLine(row, options.spreadsheet)
      : (row: readonly CellValue[]) =>
          `${JSON.stringify(Object.fromEntries(columns.map((column, at) => [column.name, jsonValue(column, row[at] ?? null)])))}\n`;
  return {
    async write(rows) {
      const text = head + rows.map(lineOf).join("");
      head = "";
      await put(text);
    },
    async close() {
      if (head !== "") await put(head);
      await new Promise<void>((done, fail) => stream.end((error?: Error | null) => (error ? fail(error) : done())));
    },
  };
}

/** In JSON, tags are a list; everywhere else they are one text, which no name of a tag can break. */
const jsonValue = (column: ExportColumn, value: CellValue): CellValue | string[] =>
  column.id !== "tags" ? value : typeof value === "string" && value !== "" ? value.split(", ") : [];

const PARQUET_TYPES = { text: "STRING", number: "DOUBLE", boolean: "BOOLEAN", date: "TIMESTAMP" } as const;
const ROW_GROUP = 50_000;

function parquetWriter(path: string, columns: readonly ExportColumn[]): PlainWriter {
  const empty = columns.map(({ name, type }) => ({ name, type: PARQUET_TYPES[type], data: [], nullable: true }));
  const writer = new ParquetWriter({ writer: fileWriter(path), schema: schemaFromColumnData({ columnData: empty }) });
  let held: CellValue[][] = [];
  const flush = async (): Promise<void> => {
    if (held.length === 0) return;
    const rows = held;
    held = [];
    const columnData = columns.map(({ name, type }, at) => ({
      name,
      type: PARQUET_TYPES[type],
      nullable: true,
      data: rows.map((row) => parquetValue(type, row[at] ?? null)),
    }));
    await writer.write({ columnData, rowGroupSize: rows.length });
  };
  return {
    async write(rows) {
      for (const row of rows) held.push([...row]);
      if (held.length >= ROW_GROUP) await flush();
    },
    async close() {
      await flush();
      await writer.finish();
    },
  };
}

const parquetValue = (type: ExportColumn["type"], value: CellValue): CellValue | Date =>
  type === "date" && typeof value === "string" ? new Date(value) : value;
