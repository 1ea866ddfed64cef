/**
 * The keys met in a file so far, as 64-bit hashes in one flat table: 16 bytes a key at most, whatever their length.
 * Two different keys fall together once in some 10^8 files of a million rows.
 */
export class SeenKeys {
  private table = new Uint32Array(2 * 4096);
  private size = 0;

  /** Adds a key; false when it was there. */
  add(key: string): boolean {
    if ((this.size + 1) * 4 > this.table.length) this.grow();
    const [high, low] = hash64(key);
    const isNew = this.put(this.table, high, low);
    if (isNew) this.size += 1;
    return isNew;
  }

  private put(table: Uint32Array, high: number, low: number): boolean {
    const mask = table.length / 2 - 1;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const at = slot * 2;
      if (table[at] === 0 && table[at + 1] === 0) {
        table[at] = high;
        table[at + 1] = low;
        return true;
      }
      if (table[at] === high && table[at + 1] === low) return false;
    }
  }

  private grow(): void {
    const larger = new Uint32Array(this.table.length * 2);
    for (let at = 0; at < this.table.length; at += 2) {
      const [high, low] = [this.table[at] ?? 0, this.table[at + 1] ?? 0];
      if (high !== 0 || low !== 0) this.put(larger, high, low);
    }
    this.table = larger;
  }
}

/** Two multiply-xor lanes with different constants (cyrb53's mixing, both words kept); never 0/0, which means "free". */
function hash64(key: string): [number, number] {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < key.length; i += 1) {
    const c = key.charCodeAt(i);
    a = Math.imul(a ^ c, 2654435761);
    b = Math.imul(b ^ c, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return [a >>> 0 || 1, b >>> 0];
}
