import { z } from "zod";
import { type SnippetBody, snippetBodySchema, snippetKeySchema } from "./documents/email";

export const snippetInputSchema = z.object({
  /** How e-mails name it; cannot be changed later. */
  key: snippetKeySchema,
  name: z.string().trim().min(1, "Give the snippet a name.").max(120),
  body: snippetBodySchema,
  note: z.string().trim().max(200).optional(),
});

export type SnippetSummary = {
  id: string;
  key: string;
  name: string;
  version: number;
  mode: SnippetBody["mode"];
  createdAt: string;
  updatedAt: string;
};
export type Snippet = SnippetSummary & { body: SnippetBody };

/** What includes a snippet as it is now: it cannot be deleted before those let go of it. */
export type SnippetUse = { type: "template" | "snippet" | "campaign"; id: string; name: string };

export type SnippetVersion = {
  version: number;
  note: string | null;
  createdBy: string | null;
  createdAt: string;
  isCurrent: boolean;
};

/** A key out of a name: "Opening hours" becomes opening_hours. */
export function keyOfName(name: string): string {
  const key = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 60);
  return key || "snippet";
}
