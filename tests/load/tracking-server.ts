import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { handlePublic } from "@/server/api/public";
import { readClickToken, readOpenToken } from "@/server/delivery";
import { serveParent } from "./serve-parent";

const PIXEL = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");

/** Our public endpoints as the web process mounts them, or a bare handler that checks the same token and keeps nothing. */
export function runTrackingServer(which: "ours" | "bare"): void {
  const server = createServer(which === "ours" ? ours : bare);
  server.listen(0, "127.0.0.1", () => serveParent((server.address() as AddressInfo).port, () => ({})));
}

const ours: RequestListener = (request, response) => {
  if (!handlePublic(request, response)) response.writeHead(404).end();
};

const bare: RequestListener = (request, response) => {
  const [, , , kind, token = ""] = (request.url ?? "").split("/");
  if (kind === "o" && readOpenToken(token)) {
    response.writeHead(200, { "content-type": "image/gif", "content-length": PIXEL.length }).end(PIXEL);
    return;
  }
  const click = kind === "c" ? readClickToken(token) : null;
  if (click) response.writeHead(302, { location: click.url, "content-length": 0 }).end();
  else response.writeHead(404).end();
};
