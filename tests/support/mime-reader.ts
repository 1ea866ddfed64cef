/**
 * A second reading of MIME, written from RFC 5322, 2045 and 2047 alone, to compare with postal-mime: header fields as they
 * stand, unfolded, and the parts of a multipart/alternative with their transfer encoding undone. Throws at what a strict
 * receiver would refuse.
 */
export function readMime(source: string) {
  const end = source.indexOf("\r\n\r\n");
  if (end < 0) throw new Error("no end of headers");
  if (/[^\r]\n|\r[^\n]/.test(source)) throw new Error("a bare line end");
  const headers = readHeaders(source.slice(0, end));
  const type = one(headers, "content-type");
  const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1];
  if (!boundary) throw new Error("no boundary");
  const parts = source
    .slice(end + 4)
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => readPart(part.replace(/^\r\n|\r\n$/g, "")));
  return { headers, parts };
}

function readHeaders(block: string): [string, string][] {
  return block
    .replace(/\r\n[ \t]+/g, " ")
    .split("\r\n")
    .map((line) => {
      if (line.length > 998 * 20) throw new Error("a header without end");
      const at = line.indexOf(":");
      if (at < 1 || /[^!-9;-~]/.test(line.slice(0, at))) throw new Error(`no header field: ${line.slice(0, 40)}`);
      if (/[^\t\x20-\x7e]/.test(line)) throw new Error(`a header beyond ASCII: ${line.slice(0, 40)}`);
      return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
    });
}

function readPart(part: string): { type: string; text: string } {
  const end = part.indexOf("\r\n\r\n");
  const headers = readHeaders(part.slice(0, end));
  const body = part.slice(end + 4);
  const encoding = one(headers, "content-transfer-encoding").toLowerCase();
  const bytes = encoding === "base64" ? Buffer.from(body, "base64") : quotedPrintable(body);
  return {
    type: one(headers, "content-type").split(";", 1)[0] ?? "",
    text: new TextDecoder("utf-8", { fatal: true }).decode(bytes),
  };
}

function quotedPrintable(body: string): Buffer {
  const joined = body.replace(/=\r\n/g, "");
  const bytes: number[] = [];
  for (let at = 0; at < joined.length; at += 1) {
    if (joined[at] !== "=") bytes.push(joined.charCodeAt(at));
    else {
      const hex = joined.slice(at + 1, at + 3);
      if (!/^[0-9A-F]{2}$/i.test(hex)) throw new Error(`no quoted-printable: =${hex}`);
      bytes.push(Number.parseInt(hex, 16));
      at += 2;
    }
  }
  return Buffer.from(bytes);
}

/** The value of a field that must be there exactly once. */
export function one(headers: readonly [string, string][], name: string): string {
  const found = headers.filter(([key]) => key === name);
  const [first] = found;
  if (found.length !== 1 || !first) throw new Error(`${found.length} times ${name}`);
  return first[1];
}

/** RFC 2047 encoded words as text. */
export const decodeWords = (value: string): string =>
  value.replace(/\?=\s+=\?/g, "?==?").replace(/(?:=\?utf-8\?([bq])\?([^?]*)\?=)+/gi, (run) => {
    const bytes = [...run.matchAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi)].map(([, kind, text]) =>
      kind?.toLowerCase() === "b"
        ? Buffer.from(text ?? "", "base64")
        : quotedPrintable((text ?? "").replaceAll("_", " ")),
    );
    return Buffer.concat(bytes).toString("utf8");
  });
