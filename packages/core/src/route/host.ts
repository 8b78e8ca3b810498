import type { Facts } from '../facts/types.ts';
import { lowerBytes } from './bytes.ts';
import type { Bytes } from './types.ts';

export type HostReading =
  /** `port` is 0 where none is written, or none that nginx understands. */
  | { readonly name: Bytes; readonly port: number }
  /** What is wrong, as the end of a sentence: `holds a byte that is in no name of a host`. */
  | { readonly refused: string };

const EMPTY = 'is empty';
const TWO_DOTS = 'has two dots in a row';
const BAD_BYTE = 'holds a byte that is in no name of a host';
const BAD_PORT = 'has a port that is no number up to 65535';

/**
 * ngx_http_validate_host(): the name in lower case, without its port and one final dot. The `Host` header and the
 * authority of an absolute target go through it alike.
 */
export function readHost(text: Bytes, facts: Facts): HostReading {
  return facts.atLeast('1.29.4') ? checkedHost(text) : looseHost(text, facts.atLeast('1.21.1'));
}

function checkedHost(text: Bytes): HostReading {
  const literal = text.startsWith('[');
  const shape = literal ? /^\[[\w~!$&'()*+,;=:.-]*\]/ : /^[\w~!$&'()*+,;=%.-]*/;
  const name = shape.exec(text)?.[0];
  if (name === undefined) return { refused: BAD_BYTE };
  if (name.includes('..')) return { refused: TWO_DOTS };
  const rest = text.slice(name.length);
  if (rest !== '' && !rest.startsWith(':')) return { refused: BAD_BYTE };
  if (!/^(:[0-9]*)?$/.test(rest)) return { refused: BAD_PORT };
  const port = Number(rest.slice(1));
  return port > 65535 ? { refused: BAD_PORT } : named(name, port);
}

/** Before 1.29.4: what follows a `:` or the `]` of a literal is not looked at, but for slashes, blanks and dots. */
function looseHost(text: Bytes, controls: boolean): HostReading {
  if (text.includes('..')) return { refused: TWO_DOTS };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these bytes are what is looked for
  if ((controls ? /[/\x00-\x20\x7f]/ : /[/\x00]/).test(text)) return { refused: BAD_BYTE };
  const bracket = text.startsWith('[') ? text.indexOf(']') : -1;
  const colon = text.startsWith('[') ? -1 : text.indexOf(':');
  const end = bracket === -1 ? (colon === -1 ? text.length : colon) : bracket + 1;
  // It remembers the last dot of all, wherever that is.
  return named(text.slice(0, end), loosePort(text.slice(end)), text.lastIndexOf('.') === end - 1);
}

/** Of 1.29.3, which was the first to want to know. */
function loosePort(rest: Bytes): number {
  const digits = /^[^:]*:([0-9]+)$/.exec(rest)?.[1];
  const port = Number(digits ?? 0);
  return port > 65535 ? 0 : port;
}

function named(host: Bytes, port: number, dotted = host.endsWith('.')): HostReading {
  const name = dotted ? host.slice(0, -1) : host;
  return name === '' ? { refused: EMPTY } : { name: lowerBytes(name), port };
}

/** Labels of small letters, digits and hyphens, which every version takes as they are. */
export function isPlainHost(host: Bytes): boolean {
  return /^(?:[a-z0-9-]+\.)*[a-z0-9-]+$/.test(host);
}
