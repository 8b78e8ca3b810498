/** The start of networks that no router of the Internet passes on, or that are there for examples. */
const SPECIAL: readonly (readonly [bytes: readonly number[], bits: number])[] = [
  [[0], 8],
  [[10], 8],
  [[100, 64], 10],
  [[127], 8],
  [[169, 254], 16],
  [[172, 16], 12],
  [[192, 0, 0], 24],
  [[192, 0, 2], 24],
  [[192, 168], 16],
  [[198, 18], 15],
  [[198, 51, 100], 24],
  [[203, 0, 113], 24],
  [[224], 3],
];

/** Can hosts of the Internet have an address, given as its bytes? */
export function isPublicAddress(bytes: readonly number[]): boolean {
  if (bytes.length === 4) return !SPECIAL.some(([start, bits]) => begins(bytes, start, bits));
  // 2000::/3 is all that is given out, of which 2001:db8::/32 is for examples.
  return begins(bytes, [0x20], 3) && !begins(bytes, [0x20, 0x01, 0x0d, 0xb8], 32);
}

function begins(bytes: readonly number[], start: readonly number[], bits: number): boolean {
  for (let at = 0; at * 8 < bits; at++) {
    const left = Math.min(bits - at * 8, 8);
    const mask = (0xff << (8 - left)) & 0xff;
    if (((bytes[at] ?? 0) & mask) !== ((start[at] ?? 0) & mask)) return false;
  }
  return true;
}
