// The receiving side of a fault test, as a process of its own that outlives every kill: Resend's batch API, which keeps
// idempotency keys, and an SMTP server, which knows none. Whatever it takes responsibility for is in its journal, on
// disk, before it answers.  JOURNAL=<file>  HTTP_CALL_MS  SMTP_MESSAGE_MS
import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { SMTPServer } from "smtp-server";

/** One acceptance. `message` is Carillon's id of it, `key` the idempotency key it came under. */
export type JournalLine = { via: "http" | "smtp"; message: string; to: string; key: string };
export type SinkReport = { httpPort: number; smtpPort: number };

type Email = { to: string[]; tags: { value: string }[] };
type Known = { hash: string; answer: string | null };

const journal = openSync(process.env.JOURNAL ?? "", "a");
const [httpCallMs, smtpMessageMs] = [Number(process.env.HTTP_CALL_MS), Number(process.env.SMTP_MESSAGE_MS)];

function write(lines: JournalLine[]): void {
  writeSync(journal, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  fsyncSync(journal);
}

const keys = new Map<string, Known>();

const http = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  const answer = (status: number, text: string) =>
    response.writeHead(status, { "content-type": "application/json" }).end(text);
  const key = String(request.headers["idempotency-key"] ?? "");
  const hash = createHash("sha256").update(body).digest("hex");
  const known = keys.get(key);
  if (known && known.hash !== hash)
    return answer(409, '{"name":"invalid_idempotent_request","message":"Other payload"}');
  if (known && known.answer === null) return answer(409, '{"name":"concurrent_idempotent_requests","message":"Wait"}');
  if (known?.answer) return answer(200, known.answer);
  const mine: Known = { hash, answer: null };
  keys.set(key, mine);
  const emails = JSON.parse(body) as Email[];
  // Half of the call before the acceptance and half after it, so that kills meet both.
  await pause(httpCallMs / 2);
  write(emails.map(({ to, tags }) => ({ via: "http", message: tags[0]?.value ?? "", to: to[0] ?? "", key })));
  mine.answer = JSON.stringify({ data: emails.map((_, index) => ({ id: `${key}-${index}` })) });
  await pause(httpCallMs / 2);
  answer(200, mine.answer);
});
http.keepAliveTimeout = 60_000;

const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS", "AUTH"],
  disableReverseLookup: true,
  async onData(stream, session, done) {
    let source = "";
    for await (const chunk of stream) source += chunk;
    await pause(smtpMessageMs / 2);
    const message = /^message-id: *<([^@>]+)@/im.exec(source)?.[1] ?? "";
    write([{ via: "smtp", message, to: session.envelope.rcptTo[0]?.address ?? "", key: "" }]);
    await pause(smtpMessageMs / 2);
    done();
  },
});
smtp.on("error", () => {});

await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
process.on("disconnect", () => {
  closeSync(journal);
  process.exit(0);
});
const report: SinkReport = {
  httpPort: (http.address() as AddressInfo).port,
  smtpPort: (smtp.server.address() as AddressInfo).port,
};
process.send?.(report);
