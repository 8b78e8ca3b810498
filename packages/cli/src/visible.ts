// Texts of files and file names reach the terminal only through here: control characters could
// move its cursor, and marks of writing direction could show another order than the file has.

/** Control characters as their pictures (`␛`), which are one column wide too; what has none becomes `�`. */
export function visible(text: string): string {
  // Nearly every text is harmless, and the whole expression costs milliseconds to compile.
  if (ASCII.test(text)) return text;
  return text.replace(UNSAFE, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '\u2421' : '\ufffd';
  });
}

const ASCII = /^[ -~]*$/;

const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/gu;

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const ZERO = /\p{Mn}|\p{Me}|\p{Cf}/u;

/** Columns that a visible text takes in a terminal; East Asian and emoji characters take two. */
export function widthOf(text: string): number {
  // Most texts are ASCII, and then the length is the width.
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += ZERO.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}
