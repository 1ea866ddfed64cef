import { describe, expect, it } from "vitest";
import { pipelineSql } from "@/server/platform/db";
import { foldCase } from "@/server/segments/operators/fold";
import { useTestDatabase } from "../../support/database";

describe("case folding", () => {
  useTestDatabase();

  it("makes the same small letter as Postgres of every character there is", async () => {
    const rows = await pipelineSql()<{ letter: string; small: string }[]>`
    select chr(i) as letter, lower(chr(i) collate "pg_c_utf8") as small
      from generate_series(1, 1114111) i where i not between 55296 and 57343`;
    expect(rows.length).toBeGreaterThan(1_100_000);
    const different = rows.filter(({ letter, small }) => foldCase(letter) !== small);
    expect(different.map(({ letter, small }) => [letter, small, foldCase(letter)])).toEqual([]);
  });

  it("folds whole words as Postgres does, context or not", async () => {
    const words = ["İstanbul", "ΟΔΟΣ", "STRASSE", "Straße", "E\u0301COLE", "ÉCOLE", "👩‍🚀 ROCKET", "ǅ", "ſK"];
    const rows = await pipelineSql()<{ word: string; small: string }[]>`
    select word, lower(word collate "pg_c_utf8") as small from unnest(${words}::text[]) word`;
    expect(rows.map((row) => foldCase(row.word))).toEqual(rows.map((row) => row.small));
  });
});
