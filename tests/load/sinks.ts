import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { serveParent } from "./serve-parent";

/** `firstAt` is the time of the first message since the last question (ms since 1970). */
export type SinkCount = { messages: number; firstAt: number | null };

let count: SinkCount = { messages: 0, firstAt: null };

function took(messages: number): void {
  count.firstAt ??= Date.now();
  count.messages += messages;
}

/** Any question is answered with what arrived since the one before. */
function takeCount(): SinkCount {
  const counted = count;
  count = { messages: 0, firstAt: null };
  return counted;
}

const TAG = Buffer.from('"carillon_message_id"');

/** Resend's batch call: takes everything, answers an id for each. The body is counted, not parsed. */
export function runHttpSink(): void {
  const server = createServer((request, response) => {
    let messages = 0;
    let tail: Buffer = Buffer.alloc(0);
    request.on("data", (chunk: Buffer) => {
      const bytes = Buffer.concat([tail, chunk]);
      let at = bytes.indexOf(TAG);
      let last = 0;
      for (; at >= 0; at = bytes.indexOf(TAG, last)) {
        messages += 1;
        last = at + TAG.length;
      }
      tail = bytes.subarray(Math.max(last, bytes.length - TAG.length + 1));
    });
    request.on("end", () => {
      took(messages);
      response.writeHead(200, { "content-type": "application/json" });
      response.end(answerFor(messages));
    });
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, "127.0.0.1", () => serveParent((server.address() as AddressInfo).port, takeCount));
}

const answers = new Map<number, string>();
function answerFor(messages: number): string {
  let text = answers.get(messages);
  if (text === undefined) {
    const data = Array.from({ length: messages }, (_, i) => ({
      id: `49a3999c-0ce1-4ea6-ab68-${String(i).padStart(12, "0")}`,
    }));
    text = JSON.stringify({ data });
    answers.set(messages, text);
  }
  return text;
}

const END = Buffer.from("\r\n.\r\n");

/** The smallest server that takes mail (RFC 5321): says yes to everything and reads bodies to the lone dot. */
export function runSmtpSink(): void {
  const server = createTcpServer((socket) => {
    socket.setNoDelay(true);
    socket.on("error", () => socket.destroy());
    socket.write("220 sink\r\n");
    let buffer: Buffer = Buffer.alloc(0);
    let isBody = false;
    socket.on("data", (chunk: Buffer) => {
      buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk]);
      for (;;) {
        const end = buffer.indexOf(isBody ? END : "\r\n");
        if (end < 0) return;
        const line = isBody ? "." : buffer.toString("latin1", 0, Math.min(end, 4)).toUpperCase();
        buffer = buffer.subarray(end + (isBody ? END.length : 2));
        isBody = answerLine(socket, line);
      }
    });
  });
  server.listen(0, "127.0.0.1", () => serveParent((server.address() as AddressInfo).port, takeCount));
}

/** Returns true when the body follows. */
function answerLine(socket: Socket, line: string): boolean {
  if (line === "DATA") {
    socket.write("354 go\r\n");
    return true;
  }
  if (line === ".") took(1);
  if (line === "QUIT") socket.end("221 bye\r\n");
  else socket.write(line === "." ? "250 ok id=sink\r\n" : "250 ok\r\n");
  return false;
}
