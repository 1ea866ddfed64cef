import "server-only";
import { generateKeyPair, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { seal, unseal } from "@/server/platform/seal";

const PURPOSE = "dkim-key";
const generate = promisify(generateKeyPair);

export type NewDkimKey = { selector: string; privateSealed: string; publicKey: string };

/** A fresh RSA key of 2048 bits with a selector nobody has used; its private half is sealed before anyone sees it. */
export async function createDkimKey(): Promise<NewDkimKey> {
  const { publicKey, privateKey } = await generate("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "der" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return {
    selector: `carillon-${randomBytes(4).toString("hex")}`,
    privateSealed: seal(privateKey, PURPOSE),
    publicKey: publicKey.toString("base64"),
  };
}

export const openDkimKey = (sealed: string): string => unseal(sealed, PURPOSE);
