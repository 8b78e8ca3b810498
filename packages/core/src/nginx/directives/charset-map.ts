import type { Facts } from '../../facts/types.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';
import type { DirectiveCheck, Fault } from '../fault.ts';
import { invalidValue } from '../invalid-value.ts';
import { entriesOf } from './map.ts';

/** Mirrors ngx_http_charset_map_block() and ngx_http_charset_map(). */
export const charsetMap: DirectiveCheck = {
  names: ['charset_map'],
  *check(block, model) {
    const [from, to] = block.node.args;
    if (from === undefined || to === undefined) return;
    yield* pairFaults(block, from, to, model.facts);
    const utf8 = to.value.toLowerCase() === 'utf-8';
    for (const at of entriesOf(block, model)) {
      const [value] = at.node.args;
      if (!isByte(at.name)) yield wrongCode(at, at.node.name, 'a hexadecimal number of up to FF');
      else if (value !== undefined && !(utf8 ? isUtf8(value.value, model.facts) : isByte(value.value)))
        yield wrongCode(
          at,
          value,
          utf8 ? 'the bytes of a UTF-8 character in hexadecimal' : 'a hexadecimal number of up to FF',
        );
    }
  },
};

function* pairFaults(block: Occurrence, from: Word, to: Word, facts: Facts): Generator<Fault> {
  const names = [from.value, to.value];
  const [left, right] = names.map((name) => name.toLowerCase());
  if (left === right) {
    const nginx = `"charset_map" between the same charsets "${from.value}" and "${to.value}"`;
    yield invalidValue(block, to, nginx, `"charset_map" is between two charsets, and "${to.value}" is the same`);
  } else if (left === 'utf-8' && facts.atLeast(UTF8_SECOND)) {
    const nginx = '"charset_map" with "utf-8" charset should be given in the second column';
    yield invalidValue(block, from, nginx, '"utf-8" is the second of the two charsets of a "charset_map"');
  }
}

/** Since then nginx refuses what it could not make use of before. */
const UTF8_SECOND = '1.31.3';
/** Since then nothing may follow the character. */
const SHORT_VALUES = '1.27.5';

function wrongCode(at: Occurrence, word: Word, what: string): Fault {
  return invalidValue(at, word, `invalid value "${word.value}"`, `"${word.value}" is not ${what}`);
}

/** ngx_hextoi(), and not above 255. */
function isByte(text: string): boolean {
  return /^[0-9a-f]+$/i.test(text) && Number.parseInt(text, 16) <= 255;
}

/** Mirrors ngx_utf8_decode(): a character beyond ASCII must begin there, of three bytes at most. */
function isUtf8(text: string, facts: Facts): boolean {
  if (text.length > 7 && facts.atLeast(SHORT_VALUES)) return false;
  if (!/^(?:[0-9a-f]{2})+$/i.test(text)) return false;
  const bytes = (text.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  const [lead = 0] = bytes;
  const following = lead >= 0xe0 ? 2 : 1;
  const rest = bytes.slice(1, following + 1);
  if (lead < 0xc2 || lead >= 0xf0 || rest.length < following || rest.some((byte) => byte < 0x80)) return false;
  const code = rest.reduce((sum, byte) => sum * 64 + (byte & 0x3f), lead & (following === 2 ? 0x0f : 0x1f));
  return code > (following === 2 ? 0x7ff : 0x7f);
}
