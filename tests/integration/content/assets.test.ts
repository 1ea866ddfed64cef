import { readdirSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { answerMedia } from "@/server/api/public/media";
import { handleAssetUpload } from "@/server/api/uploads/asset-files";
import { createCampaign } from "@/server/campaigns";
import {
  createTemplate,
  deleteAsset,
  getAsset,
  keepImage,
  listAssets,
  readUpload,
  removeAssetFiles,
  saveTemplate,
  updateAsset,
} from "@/server/content";
import { sniffImage } from "@/server/content/rules/sniff-image";
import { createS3Store } from "@/server/platform/blob-store";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { env } from "@/server/platform/env";
import { useTestDatabase } from "../../support/database";
import { as, createWorkspace } from "../../support/fixtures";
import { gifOf, jpegOf, pngOf } from "../../support/pictures";
import { startS3Server } from "../../support/s3-server";
import { ORIGIN, slugOfWorkspace } from "../../support/sign-in";
import { signInAs } from "../api/tenant-matrix/callers";

const named = { name: "loaf.png", alt: "A loaf" };
const fileOf = (url: string) => url.slice(url.lastIndexOf("/") + 1);
const letter = (src: string) => ({
  version: 1 as const,
  mode: "code" as const,
  subject: "News",
  preheader: "",
  text: "",
  html: `<img src="${src}" alt="">`,
});

describe("the library of images", () => {
  useTestDatabase();
  let ctx: Ctx;
  beforeEach(async () => {
    ctx = await createWorkspace();
  });
  afterEach(() => {
    env().ASSET_QUOTA_MB = 1024;
    for (const name of ["ENDPOINT", "BUCKET", "ACCESS_KEY_ID", "SECRET_ACCESS_KEY"] as const)
      env()[`ASSETS_S3_${name}`] = undefined;
  });

  it("makes every picture anew: turned upright, shrunk, without its metadata, and a small one beside it", async () => {
    const photo = await jpegOf(2000, 900, { orientation: 6, note: "GPS 52.5200 13.4050" });
    const asset = await keepImage(ctx, { name: "photo.png", alt: "" }, photo);
    expect(asset).toMatchObject({ mimeType: "image/jpeg", width: 900, height: 2000, alt: "" });
    const answer = await answerMedia(fileOf(asset.url));
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.toString("latin1")).not.toMatch(/Exif|GPS/);
    expect(sniffImage(bytes)).toMatchObject({ format: "jpeg", width: 900, height: 2000 });
    const thumb = Buffer.from(await (await answerMedia(fileOf(asset.thumbUrl))).arrayBuffer());
    expect(sniffImage(thumb)).toMatchObject({ width: 320 });
    const wide = await keepImage(ctx, named, pngOf([200, 10, 10], { width: 3200, height: 10 }));
    expect(wide).toMatchObject({ mimeType: "image/png", width: 1600, height: 5 });
  });

  it("keeps an animation, and refuses a bomb, a damaged file and what only its name calls a picture", async () => {
    expect(await keepImage(ctx, named, gifOf(3, "made by"))).toMatchObject({ isAnimated: true, mimeType: "image/gif" });
    const refused: [Buffer, string][] = [
      [pngOf([1, 2, 3], { claims: [50_000, 50_000] }), "UNSUPPORTED_MEDIA_TYPE"],
      [Buffer.from("<svg onload=alert(1)>"), "UNSUPPORTED_MEDIA_TYPE"],
      [pngOf([1, 2, 3], { claims: [400, 400] }), "VALIDATION_ERROR"],
    ];
    for (const [bytes, code] of refused) await expect(keepImage(ctx, named, bytes)).rejects.toMatchObject({ code });
    expect((await listAssets(ctx, {})).data).toHaveLength(1);
  });

  it("serves with a type of ours, nothing that runs, for a year; and no name leads out of the store", async () => {
    const { url } = await keepImage(ctx, named, pngOf([1, 2, 3]));
    const answer = await answerMedia(fileOf(url));
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "image/png",
      "x-content-type-options": "nosniff",
      "cache-control": "public, max-age=31536000, immutable",
      "content-security-policy": "default-src 'none'; sandbox",
    });
    await answer.body?.cancel();
    for (const name of ["../app-secret", "..%2Fapp-secret.png", `${"a".repeat(22)}.png`, `${"a".repeat(22)}.svg`, ""])
      expect((await answerMedia(name)).status).toBe(404);
  });

  it("takes the same file twice as one picture, also when both come at once", async () => {
    const both = await Promise.all([1, 2].map(() => keepImage(ctx, named, pngOf([7, 7, 7]))));
    expect(new Set(both.map((asset) => asset.id)).size).toBe(1);
    expect((await listAssets(ctx, {})).data).toHaveLength(1);
    const neighbour = await createWorkspace();
    const theirs = await keepImage(neighbour, named, pngOf([7, 7, 7]));
    expect(theirs.url).not.toBe(both[0]?.url);
  });

  it("counts against the room of the workspace, of uploads at once only as many as fit, and leaves no file behind", async () => {
    const first = await keepImage(ctx, named, pngOf([1, 1, 1]));
    await pipelineSql()`update assets set stored_bytes = ${1024 ** 2 - 250} where workspace_no = ${ctx.workspaceNo}`;
    env().ASSET_QUOTA_MB = 1;
    const before = filesOnDisk();
    const uploads = await Promise.allSettled([2, 3, 4].map((n) => keepImage(ctx, named, pngOf([n, n, n]))));
    const kept = uploads.filter((one) => one.status === "fulfilled").length;
    expect(kept).toBe(1);
    for (const one of uploads)
      if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "PAYLOAD_TOO_LARGE" });
    expect(filesOnDisk() - before).toBe(2 * kept);
    expect((await listAssets(ctx, {})).data.map((asset) => asset.id)).toContain(first.id);
  });

  it("refuses to delete what a template, an approved version or any campaign shows, and then deletes the files", async () => {
    const asset = await keepImage(ctx, named, pngOf([1, 2, 3]));
    const { id: templateId } = await createTemplate(ctx, { name: "Letter", document: letter(asset.url) });
    const campaign = await createCampaign(ctx, { name: "Sent", content: { document: letter(asset.url) } });
    expect((await getAsset(ctx, { id: asset.id })).uses).toEqual([
      { type: "template", id: templateId, name: "Letter" },
      { type: "campaign", id: campaign.id, name: "Sent" },
    ]);
    await expect(deleteAsset(ctx, { id: asset.id })).rejects.toThrow("in use: Letter, Sent");
    await saveTemplate(ctx, { id: templateId, expectedVersion: 1, document: letter("https://example.com/x.png") });
    await pipelineSql()`delete from campaigns where workspace_no = ${ctx.workspaceNo}`;
    await deleteAsset(ctx, { id: asset.id });
    const [event] = await pipelineSql()<{ data: { files: string[] } }[]>`
      select data from wf.inbox where workspace_no = ${ctx.workspaceNo} and name = 'asset.deleted'`;
    await removeAssetFiles(event?.data.files ?? []);
    for (const url of [asset.url, asset.thumbUrl]) expect((await answerMedia(fileOf(url))).status).toBe(404);
    await removeAssetFiles(event?.data.files ?? []);
  });

  it("finds by name and description, and keeps tenants and roles apart", async () => {
    const asset = await keepImage(ctx, named, pngOf([1, 2, 3]));
    await updateAsset(ctx, { id: asset.id, alt: "A rye loaf" });
    expect((await listAssets(ctx, { q: "RYE" })).data).toMatchObject([{ id: asset.id, alt: "A rye loaf" }]);
    expect((await listAssets(ctx, { q: "%" })).data).toEqual([]);
    const neighbour = await createWorkspace();
    expect((await listAssets(neighbour, {})).data).toEqual([]);
    for (const call of [getAsset, updateAsset, deleteAsset])
      await expect(call(neighbour, { id: asset.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(keepImage(as(ctx, "viewer"), named, pngOf([5, 5, 5]))).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("takes an upload of the console, and none from elsewhere, without a session or into another's workspace", async () => {
    const admin = await signInAs([{ workspace: ctx, role: "marketing_admin" }], "Ada");
    const slug = await slugOfWorkspace(ctx);
    const post = (headers: Headers | Record<string, string>, to = slug) =>
      handleAssetUpload(
        new Request(`${ORIGIN}/api/w/${to}/assets/upload`, {
          method: "POST",
          headers,
          body: new Uint8Array(pngOf([8, 8, 8])),
        }),
        to,
      );
    const own = { origin: ORIGIN, "x-carillon-request": "1", "x-file-name": encodeURIComponent("lo\u202Eaf.png") };
    expect((await post(own)).status).toBe(401);
    expect((await post(admin.jar.headers({ origin: ORIGIN }))).status).toBe(403);
    const neighbour = await createWorkspace();
    expect((await post(admin.jar.headers(own), await slugOfWorkspace(neighbour))).status).toBe(404);
    const answer = await post(admin.jar.headers(own));
    expect([answer.status, (await answer.json()).name]).toEqual([201, "loaf.png"]);
  });

  it("stops reading an upload at the limit", async () => {
    let given = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        given += 1;
        controller.enqueue(new Uint8Array(1024 ** 2));
      },
    });
    await expect(readUpload(endless)).rejects.toMatchObject({ code: "PAYLOAD_TOO_LARGE" });
    expect(given).toBeLessThan(14);
  });

  it("keeps its files in a bucket that checks every signature, and still reads what lies on the disk", async () => {
    const key = { accessKeyId: "AKIDTEST", secretAccessKey: "a/secret+key", region: "eu-west-1", bucket: "pictures" };
    const onDisk = await keepImage(ctx, named, pngOf([1, 0, 0]));
    const server = await startS3Server(key);
    try {
      env().ASSETS_S3_ENDPOINT = server.url;
      env().ASSETS_S3_BUCKET = key.bucket;
      env().ASSETS_S3_REGION = key.region;
      env().ASSETS_S3_ACCESS_KEY_ID = key.accessKeyId;
      env().ASSETS_S3_SECRET_ACCESS_KEY = key.secretAccessKey;
      const asset = await keepImage(ctx, named, pngOf([2, 0, 0]));
      expect([...server.objects.keys()]).toEqual(
        [asset.url, asset.thumbUrl].map((url) => `/${key.bucket}/${fileOf(url)}`),
      );
      const answer = await answerMedia(fileOf(asset.url));
      expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "image/png"]);
      expect(sniffImage(new Uint8Array(await answer.arrayBuffer()))).toMatchObject({ format: "png" });
      expect((await answerMedia(fileOf(onDisk.url))).status).toBe(200);
      await removeAssetFiles([fileOf(asset.url), fileOf(asset.thumbUrl)]);
      expect(server.objects.size).toBe(0);
      expect(server.refused).toEqual([]);
      const wrong = createS3Store({ ...key, endpoint: server.url, secretAccessKey: "guessed" });
      await expect(wrong.read(fileOf(asset.url))).rejects.toMatchObject({ code: "DEPENDENCY_UNAVAILABLE" });
      expect(server.refused).toEqual(["signature"]);
    } finally {
      await server.close();
    }
  });
});

const filesOnDisk = (): number =>
  readdirSync(`${env().DATA_DIR}/assets`, { recursive: true, encoding: "utf8" }).filter((path) => path.includes("."))
    .length;
