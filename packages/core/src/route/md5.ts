import type { Bytes } from './types.ts';

const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const SINES = Array.from({ length: 64 }, (_, step) => Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32) | 0);

/** The sixteen bytes of an MD5 (RFC 1321). */
export function md5(bytes: Bytes): Bytes {
  let state: readonly number[] = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476];
  const text = padded(bytes);
  for (let at = 0; at < text.length; at += 64) state = addBlock(state, wordsOf(text, at));
  return state.map(littleEndian).join('');
}

/** A bit, zeros, and the length in bits in eight bytes. */
function padded(bytes: Bytes): Bytes {
  const zeros = '\0'.repeat((119 - (bytes.length % 64)) % 64);
  return `${bytes}\x80${zeros}${littleEndian(bytes.length << 3)}${littleEndian(Math.floor(bytes.length / 2 ** 29))}`;
}

function littleEndian(word: number): Bytes {
  return String.fromCharCode(word & 0xff, (word >>> 8) & 0xff, (word >>> 16) & 0xff, word >>> 24);
}

function wordsOf(text: Bytes, start: number): readonly number[] {
  const byte = (at: number): number => text.charCodeAt(start + at);
  return Array.from({ length: 16 }, (_, word) => {
    const at = word * 4;
    return byte(at) | (byte(at + 1) << 8) | (byte(at + 2) << 16) | (byte(at + 3) << 24);
  });
}

function addBlock(state: readonly number[], words: readonly number[]): readonly number[] {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (let step = 0; step < 64; step++) {
    const round = step >> 4;
    const mixed =
      round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d);
    const index = [step, 5 * step + 1, 3 * step + 5, 7 * step][round] ?? 0;
    const sum = (a + mixed + (SINES[step] ?? 0) + (words[index % 16] ?? 0)) | 0;
    const shift = SHIFTS[round * 4 + (step % 4)] ?? 0;
    [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
  }
  return [a, b, c, d].map((word, at) => (word + (state[at] ?? 0)) | 0);
}
