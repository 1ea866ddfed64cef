import "server-only";
import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { sha256, signAws } from "./aws-signature";
import { env } from "./env";
import { AppError } from "./errors";

/** Files under names that say nothing and never change: on this machine's disk, or in a bucket that speaks S3. */
export type BlobStore = {
  put(name: string, bytes: Uint8Array, mimeType: string): Promise<void>;
  /** Null when there is none of that name. */
  read(name: string): Promise<{ body: ReadableStream; byteSize: number } | null>;
  /** Deleting what is not there is no error. */
  remove(name: string): Promise<void>;
};

const NAME = /^[A-Za-z0-9_-]{22,60}(?:\.[a-z0-9]{1,8}){1,2}$/;

/** A name that came from outside leads nowhere but into the store. */
export const isBlobName = (name: string): boolean => NAME.test(name);

function named(name: string): string {
  if (!isBlobName(name)) throw new Error("not a blob name");
  return name;
}

/** Written beside and renamed: nobody ever reads half a file, also after a crash. */
export function createDiskStore(directory: string): BlobStore {
  const pathOf = (name: string) => join(directory, named(name).slice(0, 2), name);
  return {
    async put(name, bytes) {
      const path = pathOf(name);
      await mkdir(join(directory, name.slice(0, 2)), { recursive: true, mode: 0o700 });
      const draft = `${path}.${randomUUID()}`;
      const file = await open(/* turbopackIgnore: true */ draft, "wx", 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, path);
    },
    async read(name) {
      const file = await open(pathOf(name)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return null;
        throw error;
      });
      if (!file) return null;
      const { size } = await file.stat();
      const body = Readable.toWeb(file.createReadStream()) as ReadableStream;
      return { body, byteSize: size };
    },
    remove: (name) => rm(pathOf(name), { force: true }),
  };
}

export type S3Config = {
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  timeoutMs?: number;
};

/** A bucket addressed by path, every request signed with the hash of its body. */
export function createS3Store(config: S3Config): BlobStore {
  const key = { ...config, service: "s3" };
  async function call(method: string, name: string, body: Uint8Array = new Uint8Array(), type?: string) {
    const url = new URL(`${config.endpoint.replace(/\/$/, "")}/${config.bucket}/${named(name)}`);
    const headers = { "x-amz-content-sha256": sha256(body), ...(type ? { "content-type": type } : {}) };
    const signed = signAws({ method, url, headers, body }, new Date(), key);
    const request = { method, headers: signed, signal: AbortSignal.timeout(config.timeoutMs ?? 20_000) };
    const answer = await fetch(url, method === "PUT" ? { ...request, body: Buffer.from(body) } : request).catch(
      (error: unknown) => {
        throw unavailable(error instanceof Error ? error.message : String(error));
      },
    );
    if (answer.ok || answer.status === 404) return answer;
    await answer.body?.cancel();
    throw unavailable(`HTTP ${answer.status}`);
  }
  return {
    async put(name, bytes, mimeType) {
      const answer = await call("PUT", name, bytes, mimeType);
      await answer.body?.cancel();
      if (answer.status === 404) throw unavailable("the bucket does not exist");
    },
    async read(name) {
      const answer = await call("GET", name);
      if (answer.status === 404 || !answer.body) {
        await answer.body?.cancel();
        return null;
      }
      return { body: answer.body, byteSize: Number(answer.headers.get("content-length")) };
    },
    async remove(name) {
      await (await call("DELETE", name)).body?.cancel();
    },
  };
}

const unavailable = (reason: string): AppError =>
  new AppError("DEPENDENCY_UNAVAILABLE", "The store of images does not answer. Try again in a moment.", { reason });

/** The store of this installation's images: a bucket when one is configured, else the disk beside the data. */
export function assetStore(): BlobStore {
  const e = env();
  const disk = createDiskStore(join(resolve(e.DATA_DIR), "assets"));
  if (!e.ASSETS_S3_ENDPOINT || !e.ASSETS_S3_BUCKET || !e.ASSETS_S3_ACCESS_KEY_ID || !e.ASSETS_S3_SECRET_ACCESS_KEY)
    return disk;
  const bucket = createS3Store({
    endpoint: e.ASSETS_S3_ENDPOINT,
    bucket: e.ASSETS_S3_BUCKET,
    region: e.ASSETS_S3_REGION,
    accessKeyId: e.ASSETS_S3_ACCESS_KEY_ID,
    secretAccessKey: e.ASSETS_S3_SECRET_ACCESS_KEY,
  });
  return {
    put: bucket.put,
    // What was uploaded before the bucket was configured stays readable.
    read: async (name) => (await bucket.read(name)) ?? disk.read(name),
    async remove(name) {
      await Promise.all([bucket.remove(name), disk.remove(name)]);
    },
  };
}
