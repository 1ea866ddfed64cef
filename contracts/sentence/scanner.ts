/** Reads a sentence from left to right; every `take` either moves on and answers, or leaves the place as it was. */
export class Scanner {
  constructor(
    readonly text: string,
    public at = 0,
  ) {}

  private skipBlank(): void {
    while (/\s/.test(this.text[this.at] ?? "")) this.at += 1;
  }

  get isAtEnd(): boolean {
    this.skipBlank();
    return /^[.\s]*$/.test(this.text.slice(this.at));
  }

  /** What a pattern matches here, case aside; words end at a word's end. */
  take(pattern: RegExp): RegExpExecArray | null {
    this.skipBlank();
    const sticky = new RegExp(pattern.source, "isuy");
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.text);
    if (!found) return null;
    const end = this.at + found[0].length;
    const isCut = /[\p{L}\p{N}_]$/u.test(found[0]) && /[\p{L}\p{N}_]/u.test(this.text[end] ?? "");
    if (isCut) return null;
    this.at = end;
    return found;
  }

  peek(pattern: RegExp): boolean {
    const before = this.at;
    const found = this.take(pattern) !== null;
    this.at = before;
    return found;
  }

  /** A known phrase, letter by letter, case aside. */
  takePhrase(phrase: string): boolean {
    this.skipBlank();
    const end = this.at + phrase.length;
    if (this.text.slice(this.at, end).toLowerCase() !== phrase.toLowerCase()) return false;
    if (/[\p{L}\p{N}_]$/u.test(phrase) && /[\p{L}\p{N}_]/u.test(this.text[end] ?? "")) return false;
    this.at = end;
    return true;
  }

  /** The result of `read`, or null with the place as it was. */
  attempt<T>(read: () => T | null): T | null {
    const before = this.at;
    const found = read();
    if (found === null) this.at = before;
    return found;
  }
}
