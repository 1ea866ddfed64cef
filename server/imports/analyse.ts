import "server-only";
import type { FieldDefinition } from "@/contracts/contacts";
import type { ImportColumn, ImportMapping } from "@/contracts/imports";
import { AppError } from "@/server/platform/errors";
import { readHead, toRawText } from "./files";
import { bomLength, decodeValue, detectDelimiter, detectEncoding } from "./rules/detect";
import { foreignFile } from "./rules/foreign-file";
import { CsvSplitter } from "./rules/split-csv";
import { detectStyle, suggestMapping } from "./rules/suggest-mapping";

export type Analysis = { mapping: ImportMapping; columns: ImportColumn[] };
/** As many as a mapping may name (contracts/imports.ts). */
const MAX_COLUMNS = 1000;

type Chosen = Partial<Pick<ImportMapping, "encoding" | "delimiter">>;

/** Reads the first megabyte and says how the file is written, what its columns are and how they map. */
export async function analyseFile(
  storageKey: string,
  fields: readonly FieldDefinition[],
  chosen: Chosen = {},
): Promise<Analysis> {
  const head = await readHead(storageKey);
  const foreign = foreignFile(head);
  if (foreign) throw new AppError("VALIDATION_ERROR", foreign, { field: "file", reason: foreign });
  const encoding = chosen.encoding ?? detectEncoding(head);
  const text = toRawText(head.subarray(bomLength(head, encoding)), encoding);
  const delimiter = chosen.delimiter ?? detectDelimiter(text);
  const records = [...new CsvSplitter(delimiter).push(text, true)]
    .filter((record) => !record.broken)
    .slice(0, 201)
    .map((record) => record.fields.map((value) => decodeValue(value, encoding)));
  const [heading = [], ...rows] = records;
  if (heading.length > MAX_COLUMNS)
    throw new AppError(
      "VALIDATION_ERROR",
      `The file has ${heading.length} columns; up to ${MAX_COLUMNS} can be read.`,
      {
        field: "file",
        reason: "too many columns",
      },
    );
  if (heading.length === 0)
    throw new AppError("VALIDATION_ERROR", "The file has no heading row.", { field: "file", reason: "no heading row" });
  const style = detectStyle(rows);
  const suggestions = suggestMapping(heading, rows, fields, style);
  return {
    mapping: { encoding, delimiter, columns: suggestions, collision: "overwrite", matchBy: "any", ...style },
    columns: heading.map((name, i) => ({
      name: name.trim(),
      samples: rows.slice(0, 5).map((row) => row[i] ?? ""),
      suggestion: suggestions[i] ?? { to: "ignore" },
    })),
  };
}
