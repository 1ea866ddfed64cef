import { z } from "zod";
import { idOf } from "./ids";

export const MAX_TAGS = 2000;
const MAX_TAGS_AT_ONCE = 50;

/** Two spellings with the same key are one tag: "VIP" and "vip". */
export const tagKey = (name: string): string => name.normalize("NFC").toLowerCase();

/** No comma, because lists of tags are written with commas; no control characters, because tags are shown in one line. */
export const tagNameSchema = z
  .string()
  .transform((text) => text.normalize("NFC").replace(/\s+/gu, " ").trim())
  .pipe(
    z
      .string()
      .min(1, "Name the tag.")
      .max(60, "A tag may have 60 characters.")
      .regex(/^[^,\p{Cc}\p{Cs}]+$/u, "Leave commas out of the tag's name."),
  );

/** Tags by name, each once whatever its spelling. */
export const tagNamesSchema = z
  .array(tagNameSchema)
  .max(MAX_TAGS_AT_ONCE, `Name at most ${MAX_TAGS_AT_ONCE} tags at once.`)
  .transform((names) => [...new Map(names.map((name) => [tagKey(name), name])).values()]);

export const tagContactsSchema = z.object({
  ids: z.array(idOf("contact")).min(1).max(1000),
  tags: tagNamesSchema.pipe(z.array(z.string()).min(1, "Name at least one tag.")),
});

export const tagRenameSchema = z.object({ id: idOf("tag"), name: tagNameSchema });

export type Tag = { id: string; name: string };
export type CountedTag = Tag & { contacts: number; createdAt: string };

/** Contacts of a tagging: `changed` + `unchanged` + `missing` is how many were asked for. */
export type TagOutcome = { changed: number; unchanged: number; missing: number };
