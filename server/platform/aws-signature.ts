import "server-only";
import { createHash, createHmac } from "node:crypto";

export type AwsRequest = { method: string; url: URL; headers: Record<string, string>; body: string | Uint8Array };
export type AwsKey = { accessKeyId: string; secretAccessKey: string; region: string; service: string };

export const sha256 = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/**
 * AWS Signature Version 4 for requests without a query string: the headers to send, `authorization` among them. `host`
 * is signed but not returned, fetch writes it itself.
 */
export function signAws(request: AwsRequest, at: Date, key: AwsKey): Record<string, string> {
  const time = at.toISOString().replace(/[-:]|\.\d{3}/g, "");
  const signed: Record<string, string> = { ...request.headers, host: request.url.host, "x-amz-date": time };
  const names = Object.keys(signed).sort();
  const canonical = [
    request.method,
    request.url.pathname,
    "",
    ...names.map((name) => `${name}:${signed[name]?.trim()}`),
    "",
    names.join(";"),
    sha256(request.body),
  ].join("\n");
  const scope = `${time.slice(0, 8)}/${key.region}/${key.service}/aws4_request`;
  const signingKey = scope.split("/").reduce<string | Buffer>(hmac, `AWS4${key.secretAccessKey}`);
  const signature = hmac(signingKey, `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonical)}`).toString("hex");
  const { host: _, ...headers } = signed;
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`,
  };
}
