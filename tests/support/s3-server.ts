import { createHash, createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const sha256 = (data: string | Uint8Array) => createHash("sha256").update(data).digest("hex");
const hmac = (key: string | Buffer, data: string) => createHmac("sha256", key).update(data).digest();

export type S3Server = {
  url: string;
  objects: Map<string, { body: Buffer; type: string }>;
  /** Why requests were refused. */
  refused: string[];
  close(): Promise<void>;
};

/** A bucket that believes nobody: checks the signature, the hash of the body and the clock of every request. */
export async function startS3Server(key: {
  accessKeyId: string;
  secretAccessKey: string;
  region: string;
  bucket: string;
}) {
  const objects: S3Server["objects"] = new Map();
  const refused: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const path = request.url ?? "/";
    const wrong = faultOf(request.method ?? "", path, request.headers as Record<string, string>, body, key);
    if (wrong) {
      refused.push(wrong);
      return void response.writeHead(403).end("<Error><Code>SignatureDoesNotMatch</Code></Error>");
    }
    if (!path.startsWith(`/${key.bucket}/`)) return void response.writeHead(404).end();
    const found = objects.get(path);
    if (request.method === "PUT") {
      objects.set(path, { body, type: request.headers["content-type"] ?? "" });
      response.writeHead(200).end();
    } else if (request.method === "DELETE") {
      objects.delete(path);
      response.writeHead(204).end();
    } else if (!found) response.writeHead(404).end();
    // A type of its own: what is served must not depend on what a bucket says.
    else response.writeHead(200, { "content-type": "text/html", "content-length": found.body.length }).end(found.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: `http://127.0.0.1:${port}`, objects, refused, close } satisfies S3Server;
}

function faultOf(
  method: string,
  path: string,
  headers: Record<string, string>,
  body: Buffer,
  key: { accessKeyId: string; secretAccessKey: string; region: string },
): string | null {
  const parts = /^AWS4-HMAC-SHA256 Credential=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
    headers.authorization ?? "",
  );
  const [, credential = "", names = "", signature] = parts ?? [];
  const time = headers["x-amz-date"] ?? "";
  const scope = `${time.slice(0, 8)}/${key.region}/s3/aws4_request`;
  if (credential !== `${key.accessKeyId}/${scope}`) return "credential";
  if (!names.split(";").includes("host") || !names.split(";").includes("x-amz-content-sha256")) return "signed headers";
  if (headers["x-amz-content-sha256"] !== sha256(body)) return "body";
  const at = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (!(Math.abs(Date.now() - at) < 15 * 60_000)) return "clock";
  const canonical = [
    method,
    path,
    "",
    ...names.split(";").map((name) => `${name}:${headers[name]?.trim()}`),
    "",
    names,
    sha256(body),
  ].join("\n");
  const signing = [time.slice(0, 8), key.region, "s3", "aws4_request"].reduce<string | Buffer>(
    hmac,
    `AWS4${key.secretAccessKey}`,
  );
  const expected = hmac(signing, `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonical)}`).toString("hex");
  return signature === expected ? null : "signature";
}
