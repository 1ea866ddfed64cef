import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export type SmtpBehaviour =
  | "ok"
  | "throttle"
  | "refuse"
  | "hang-after-accept"
  | "drop-after-accept"
  | "drop-before-data";
export type SunkMessage = { from: string; to: string; recipients: number; source: string };

/** A real SMTP server that keeps what it accepted and can misbehave at the moments that matter. */
export async function startSmtpSink({ user = "sender", password = "secret" } = {}) {
  const accepted: SunkMessage[] = [];
  const state = { behaviour: "ok" as SmtpBehaviour };
  const fail = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });
  const server = new SMTPServer({
    authOptional: false,
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    maxClients: 100,
    onAuth: (auth, _session, done) =>
      auth.username === user && auth.password === password
        ? done(null, { user })
        : done(fail(535, "5.7.8 Bad credentials")),
    onRcptTo(_address, session, done) {
      if (state.behaviour === "throttle") return done(fail(451, "4.7.1 Try again later"));
      if (state.behaviour === "refuse") return done(fail(550, "5.1.1 No such user here"));
      if (state.behaviour === "drop-before-data") return drop(session);
      done();
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        accepted.push({
          from: session.envelope.mailFrom ? session.envelope.mailFrom.address : "",
          to: session.envelope.rcptTo[0]?.address ?? "",
          recipients: session.envelope.rcptTo.length,
          source: Buffer.concat(chunks).toString("utf8"),
        });
        if (state.behaviour === "hang-after-accept") return;
        if (state.behaviour === "drop-after-accept") return drop(session);
        done();
      });
    },
  });
  const sockets = new Set<import("node:net").Socket>();
  server.server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  const drop = (session: { remotePort: number }) => {
    for (const socket of sockets) if (socket.remotePort === session.remotePort) socket.destroy();
  };
  server.on("error", () => {});
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    port: (server.server.address() as AddressInfo).port,
    user,
    password,
    accepted,
    state,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}
