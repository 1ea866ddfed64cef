import "server-only";
import { Readable } from "node:stream";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { Verdict } from "../contract";
import { type SmtpFailure, verdictOfSmtp } from "../rules/smtp-reply";

export type SmtpConfig = {
  host: string;
  port: number;
  security: "starttls" | "tls" | "none";
  user?: string | undefined;
  password?: string | undefined;
  maxConnections: number;
  /** The envelope's sender, where bounces go; without it, the address the e-mail is from. */
  returnPath?: string | undefined;
  /** Milliseconds a server may stay silent. */
  timeoutMs?: number | undefined;
};

type SmtpError = Error & { code?: string; responseCode?: number; response?: string };

/**
 * One SMTP session. nodemailer's own pool sends a message again when a connection closes under it, and its errors do
 * not say how far the message got; here the body stream tells, which is the difference between "later" and "unknown".
 */
export class SmtpSession {
  private readonly connection: InstanceType<typeof SMTPConnection>;
  private broken: Error | null = null;
  private onBroken: ((error: Error) => void) | null = null;

  constructor(private readonly config: SmtpConfig) {
    const timeout = config.timeoutMs ?? 15_000;
    this.connection = new SMTPConnection({
      host: config.host,
      port: config.port,
      secure: config.security === "tls",
      requireTLS: config.security === "starttls",
      ignoreTLS: config.security === "none",
      connectionTimeout: timeout,
      greetingTimeout: timeout,
      socketTimeout: timeout,
    });
    this.connection.on("error", (error: Error) => this.break(error));
    this.connection.on("end", () => this.break(new Error("The server closed the connection.")));
  }

  get isBroken(): boolean {
    return this.broken !== null;
  }

  /** Connects, secures and signs in. Rejects with the server's error. */
  open(): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      this.onBroken = reject;
      this.connection.connect((error?: Error | null) => {
        if (error) return reject(error);
        if (!this.config.user) return resolve();
        const credentials = { user: this.config.user, pass: this.config.password ?? "" };
        this.connection.login({ credentials } as never, (loginError?: Error | null) =>
          loginError ? reject(loginError) : resolve(),
        );
      });
    }).finally(() => {
      this.onBroken = null;
    });
  }

  /** Hands over one message. Never rejects. */
  send(envelope: { from: string; to: string }, source: Buffer): Promise<Verdict> {
    return new Promise((resolve) => {
      const stream = Readable.from([source], { objectMode: false });
      const settle = (verdict: Verdict) => {
        this.onBroken = null;
        resolve(verdict);
      };
      const failWith = (error: SmtpError) => {
        const verdict = verdictOfSmtp({ ...failureOf(error), hasBodyLeft: stream.readableDidRead });
        // The session may serve the next message only after its state is cleared (RSET).
        if (this.broken || verdict.status === "unknown") settle(verdict);
        else this.reset(() => settle(verdict));
      };
      this.onBroken = failWith;
      this.connection.send({ from: envelope.from, to: [envelope.to] }, stream, (error, info) => {
        if (error) failWith(error as SmtpError);
        else settle({ status: "accepted", providerId: queueIdOf(info?.response ?? "") });
      });
    });
  }

  close(): void {
    this.broken ??= new Error("closed");
    this.connection.close();
  }

  private reset(done: () => void): void {
    this.onBroken = done;
    this.connection.reset((error?: Error | null) => {
      if (error) this.close();
      done();
    });
  }

  private break(error: Error): void {
    this.broken ??= error;
    this.onBroken?.(error);
  }
}

export function failureOf(error: SmtpError): Omit<SmtpFailure, "hasBodyLeft"> {
  return {
    code: error.code ?? "ECONNECTION",
    responseCode: error.responseCode ?? null,
    response: error.response ?? error.message,
  };
}

/** Many servers name their queue id in the reply to DATA; kept for people who look into the server's log. */
const queueIdOf = (response: string): string | null =>
  /\b(?:queued as|id=?)\s*([\w.-]+)/i.exec(response)?.[1]?.slice(0, 120) ?? null;
