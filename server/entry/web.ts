import { createServer, type Server } from "node:http";
import next from "next";
import { PEER_HEADER } from "@/server/api/auth/peer";
import { handlePublic } from "@/server/api/public";
import { clientAddressOf } from "@/server/platform/client-address";
import { closeDb } from "@/server/platform/db";
import { ConfigError, env } from "@/server/platform/env";
import { beginStopping } from "@/server/platform/shutdown";
import { runMain, stopWhenAsked } from "./process";

const stopWithinMs = 10_000;

await runMain(async () => {
  const { PORT: port, NODE_ENV } = env();
  const server = createServer();
  const dev = NODE_ENV === "development";
  const app = next({ dev, dir: process.cwd(), port, hostname: "localhost", httpServer: server });
  const handle = app.getRequestHandler();
  server.on("request", (request, response) => {
    // Whatever a client wrote there is replaced: limits and logs believe this header.
    request.headers[PEER_HEADER] = clientAddressOf(request);
    if (!handlePublic(request, response)) void handle(request, response);
  });

  stopWhenAsked(async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    beginStopping();
    server.closeIdleConnections();
    // Answers that are being written get half of the time; then their connections are cut.
    setTimeout(() => server.closeAllConnections(), stopWithinMs / 2).unref();
    await closed;
    await app.close();
    await closeDb();
  }, stopWithinMs);

  await app.prepare();
  await listen(server, port);
});

/** Listens on every address; a port that is taken is a configuration error, because another port must be chosen. */
function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE" || error.code === "EACCES";
      reject(taken ? new ConfigError(`PORT ${port} cannot be used (${error.code}). Set PORT to a free one.`) : error);
    });
    server.listen(port, resolve);
  });
}
