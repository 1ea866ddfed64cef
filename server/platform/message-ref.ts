import "server-only";
import { type Cipher, createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from "node:crypto";
import { deriveKey } from "./env";

/** Where a message lives: the primary key of its recipient row. */
export type MessageRef = { workspaceNo: number; runNo: number; batchNo: number; seq: number };

let key: KeyObject | undefined;
const idKey = (): KeyObject => {
  key ??= createSecretKey(deriveKey("message-id").subarray(0, 32));
  return key;
};

let encryptor: Cipher | undefined;
/** One for the life of the process: ECB without padding keeps nothing between blocks. */
const blockCipher = (): Cipher => {
  encryptor ??= createCipheriv("aes-256-ecb", idKey(), null).setAutoPadding(false);
  return encryptor;
};

/**
 * The message's id as a uuid, without storing one: the four numbers and a check word, one AES-256 block.
 * It is the idempotency key at providers and the `msg_…` of the API; `openMessageId` is its inverse.
 */
export function messageId(ref: MessageRef): string {
  const block = Buffer.allocUnsafe(16);
  writeRef(block, ref);
  block.writeUInt16BE(0xca21, 14);
  const hex = blockCipher().update(block).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Null for a uuid that is not a message id of this installation. */
export function openMessageId(uuid: string): MessageRef | null {
  const bytes = Buffer.from(uuid.replaceAll("-", ""), "hex");
  if (bytes.length !== 16) return null;
  const decipher = createDecipheriv("aes-256-ecb", idKey(), null).setAutoPadding(false);
  const block = Buffer.concat([decipher.update(bytes), decipher.final()]);
  if (block.readUInt16BE(14) !== 0xca21) return null;
  return {
    workspaceNo: block.readUInt32BE(0),
    runNo: block.readUInt32BE(4),
    batchNo: block.readUInt32BE(8),
    seq: block.readUInt16BE(12),
  };
}

/** Writes the 14 bytes of tracking and unsubscribe tokens at the beginning of `bytes`. */
export function writeRef(bytes: Buffer, ref: MessageRef): void {
  bytes.writeUInt32BE(ref.workspaceNo, 0);
  bytes.writeUInt32BE(ref.runNo, 4);
  bytes.writeUInt32BE(ref.batchNo, 8);
  bytes.writeUInt16BE(ref.seq, 12);
}

export function unpackRef(bytes: Buffer): MessageRef {
  return {
    workspaceNo: bytes.readUInt32BE(0),
    runNo: bytes.readUInt32BE(4),
    batchNo: bytes.readUInt32BE(8),
    seq: bytes.readUInt16BE(12),
  };
}
