import "server-only";
import type { EmailProvider, Outgoing, Verdict } from "../contract";
import { verdictOfSmtp } from "../rules/smtp-reply";
import { cleanEmail, composeMime } from "./mime";
import { keyFor, type SigningKey, signDkim } from "./sign-dkim";
import { failureOf, type SmtpConfig, SmtpSession } from "./smtp-connection";

/**
 * Any SMTP server. SMTP has no idempotency key: a connection that dies after the body left tells nothing, so those
 * messages are `unknown` and nobody sends them again by himself.
 */
export function createSmtp({ keys = [], ...config }: SmtpConfig & { keys?: readonly SigningKey[] }): EmailProvider {
  const idle: SmtpSession[] = [];
  const waiting: ((session: SmtpSession | null) => void)[] = [];
  let open = 0;

  async function acquire(): Promise<SmtpSession> {
    for (;;) {
      const session = idle.pop();
      if (session && !session.isBroken) return session;
      if (session) open -= 1;
      else break;
    }
    if (open < config.maxConnections) {
      open += 1;
      return connect();
    }
    const session = await new Promise<SmtpSession | null>((resolve) => waiting.push(resolve));
    return session ?? acquire();
  }

  async function connect(): Promise<SmtpSession> {
    const session = new SmtpSession(config);
    try {
      await session.open();
      return session;
    } catch (error) {
      session.close();
      release(session);
      throw error;
    }
  }

  function release(session: SmtpSession): void {
    if (session.isBroken) {
      open -= 1;
      waiting.shift()?.(null);
      return;
    }
    const next = waiting.shift();
    if (next) next(session);
    else idle.push(session);
  }

  async function sendOne({ email: raw, permit }: Outgoing): Promise<Verdict> {
    const email = cleanEmail(raw);
    const key = keyFor(keys, email.from.address);
    let source = composeMime(email);
    try {
      if (key) source = await signDkim(source, key);
    } catch (error) {
      return { status: "failed", detail: `DKIM: ${(error as Error).message}` };
    }
    let session: SmtpSession;
    try {
      session = await acquire();
    } catch (error) {
      return verdictOfSmtp({ ...failureOf(error as Error), hasBodyLeft: false });
    }
    const verdict = await session.send(
      { from: config.returnPath ?? email.from.address, to: permit.address.written },
      source,
    );
    if (verdict.status === "unknown") session.close();
    release(session);
    return verdict;
  }

  return {
    kind: "smtp",
    hasIdempotency: false,
    maxBatch: Math.min(40, config.maxConnections * 4),
    send: (batch) => Promise.all(batch.map(sendOne)),
    async close() {
      for (const session of idle.splice(0)) session.close();
    },
  };
}
