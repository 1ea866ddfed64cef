import "server-only";
import { randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { env } from "@/server/platform/env";
import { AppError } from "@/server/platform/errors";
import { bomLength, decodeValue, type Encoding } from "./rules/detect";
import { type CsvRecord, CsvSplitter } from "./rules/split-csv";

export const MAX_IMPORT_BYTES = 2 * 1024 ** 3;

/** A name nobody can guess. */
export const newStorageKey = (): string => randomBytes(18).toString("base64url");

const directory = (): string => join(resolve(env().DATA_DIR), "imports");

function pathOf(storageKey: string): string {
  if (!/^[A-Za-z0-9_-]{24}$/.test(storageKey)) throw new Error("not a storage key");
  return join(directory(), storageKey);
}

/**
 * Writes an upload to disk as it arrives, under a random name. PAYLOAD_TOO_LARGE beyond `maxBytes`, VALIDATION_ERROR
 * for an empty file; nothing is left behind when it fails or the client goes away.
 */
export async function saveUpload(
  body: ReadableStream<Uint8Array> | Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  maxBytes = MAX_IMPORT_BYTES,
): Promise<{ storageKey: string; byteSize: number }> {
  await mkdir(directory(), { recursive: true, mode: 0o700 });
  const storageKey = newStorageKey();
  const path = pathOf(storageKey);
  let byteSize = 0;
  const counter = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      byteSize += chunk.byteLength;
      if (byteSize > maxBytes)
        done(
          new AppError(
            "PAYLOAD_TOO_LARGE",
            `The file is larger than ${Math.floor(maxBytes / 1024 ** 2)} MB. Split it.`,
          ),
        );
      else done(null, chunk);
    },
  });
  try {
    const source = body instanceof ReadableStream ? Readable.fromWeb(body as never) : Readable.from(body);
    await pipeline(source, counter, createWriteStream(path, { mode: 0o600, flags: "wx" }));
    if (byteSize === 0)
      throw new AppError("VALIDATION_ERROR", "The file is empty.", { field: "file", reason: "empty" });
    return { storageKey, byteSize };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

export const removeUpload = (storageKey: string): Promise<void> => rm(pathOf(storageKey), { force: true });

export const uploadExists = (storageKey: string): Promise<boolean> =>
  stat(pathOf(storageKey)).then(
    () => true,
    () => false,
  );

/** The first bytes of an upload, for detection and samples. */
export async function readHead(storageKey: string, bytes = 1 << 20): Promise<Uint8Array> {
  const file = await open(pathOf(storageKey));
  try {
    const buffer = Buffer.alloc(bytes);
    const { bytesRead } = await file.read(buffer, 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Bytes as raw text for the splitter: see `decodeValue`. */
export function toRawText(bytes: Uint8Array, encoding: Encoding): string {
  return encoding === "utf-16le" ? new TextDecoder("utf-16le").decode(bytes) : Buffer.from(bytes).toString("latin1");
}

/** `values` are decoded; `bytesEnd` is the exact position in the file behind this record. */
export type FileRecord = { line: number; values: string[]; broken: CsvRecord["broken"]; bytesEnd: number };

/** Reads an upload record by record, the heading included, in pieces of 256 KiB: memory does not grow with the file. */
export async function* readRecords(
  storageKey: string,
  encoding: Encoding,
  delimiter: string,
): AsyncGenerator<FileRecord[]> {
  const head = await readHead(storageKey, 4);
  const start = bomLength(head, encoding);
  const splitter = new CsvSplitter(delimiter);
  const decoder = encoding === "utf-16le" ? new TextDecoder("utf-16le", { ignoreBOM: true }) : null;
  const charBytes = decoder ? 2 : 1;
  let bytesEnd = start;
  const take = (record: CsvRecord): FileRecord => {
    bytesEnd += record.chars * charBytes;
    return {
      line: record.line,
      values: record.fields.map((v) => decodeValue(v, encoding)),
      broken: record.broken,
      bytesEnd,
    };
  };
  const collect = (piece: string, isLast: boolean): FileRecord[] => {
    const records: FileRecord[] = [];
    for (const record of splitter.push(piece, isLast)) records.push(take(record));
    return records;
  };
  const stream = createReadStream(pathOf(storageKey), { start, highWaterMark: 256 * 1024 });
  for await (const chunk of stream as AsyncIterable<Buffer>)
    yield collect(decoder ? decoder.decode(chunk, { stream: true }) : chunk.toString("latin1"), false);
  yield collect(decoder?.decode() ?? "", true);
}
