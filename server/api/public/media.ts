import "server-only";
import { openAssetFile } from "@/server/content";

/**
 * A picture of the library for whoever knows its name: in a mail, in a browser, without a session. Its type is fixed by
 * us, nothing in it runs, and what a name shows never changes, so it may be kept for a year.
 */
export async function answerMedia(name: string): Promise<Response> {
  const found = await openAssetFile(name);
  if (!found)
    return new Response("There is no such image.", {
      status: 404,
      headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
    });
  return new Response(found.body, {
    headers: {
      "content-type": found.mimeType,
      "content-length": String(found.byteSize),
      "cache-control": "public, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
      "cross-origin-resource-policy": "cross-origin",
      "referrer-policy": "no-referrer",
    },
  });
}
