import { kindAt, parametersOf, parseMilliseconds, parseOffset, parseSeconds, parseSize } from '@nginx-lint/core';
import { code, type Markdown, md } from '../markdown.ts';
import type { Finding, Subject } from './subject.ts';

/** Kinds of values with units. */
export type QuantityKind = 'size' | 'offset' | 'time-ms' | 'time-sec';

const KINDS: ReadonlySet<string> = new Set(['size', 'offset', 'time-ms', 'time-sec']);

/** A size or a time, as an argument or as the value of a parameter. */
export interface Quantity {
  readonly kind: QuantityKind;
  /** As written, without the name of the parameter. */
  readonly text: string;
}

/** The size or the time that an argument of a directive is, by the facts; null where it is none. */
export function quantityAt({ standings, index, word }: Pick<Subject, 'standings' | 'index' | 'word'>): Quantity | null {
  const [{ at }] = standings;
  const kinds = at.fact?.valueKinds;
  const kind = kinds === undefined ? null : kindAt(kinds, index, at.node.args.length);
  if (kind !== null && isQuantity(kind.kind)) return { kind: kind.kind, text: word.value };
  const parameter = parametersOf(at.name, at.context)?.params.find(
    ({ name, form }) => form !== 'word' && /[=:]$/.test(name) && word.value.startsWith(name),
  );
  if (parameter?.value === undefined) return null;
  const text = word.value.slice(parameter.name.length);
  // The size of a zone is written behind its name.
  if (parameter.value === 'name:size')
    return text.includes(':') ? { kind: 'size', text: text.replace(/^.*:/, '') } : null;
  if (parameter.value === 'time') return { kind: 'time-ms', text };
  return isQuantity(parameter.value) ? { kind: parameter.value, text } : null;
}

function isQuantity(kind: string): kind is QuantityKind {
  return KINDS.has(kind);
}

/** Sizes and times in plain units. */
export function quantityHover(subject: Subject): Finding | null {
  if (subject.index === -1) return null;
  const quantity = quantityAt(subject);
  const text = quantity === null ? null : quantityText(quantity);
  return quantity === null || text === null ? null : { span: subject.word, markdown: text };
}

/** `10m` = 10 MiB (10,485,760 bytes); null where it is no number. */
export function quantityText({ kind, text }: Quantity): Markdown | null {
  if (kind === 'size' || kind === 'offset') {
    const bytes = kind === 'size' ? parseSize(text) : parseOffset(text);
    return bytes === null ? null : md`${code(text)} = ${bytesText(bytes)}`;
  }
  const seconds = secondsOf(kind, text);
  return seconds === null ? null : md`${code(text)} = ${timeText(seconds)}`;
}

function secondsOf(kind: 'time-ms' | 'time-sec', text: string): number | null {
  if (kind === 'time-sec') return parseSeconds(text);
  const milliseconds = parseMilliseconds(text);
  return milliseconds === null ? null : milliseconds / 1000;
}

const BYTE_UNITS = ['KiB', 'MiB', 'GiB'];

/** `10 MiB (10,485,760 bytes)`, `100 bytes` */
export function bytesText(bytes: number): string {
  const plain = bytes === 1 ? '1 byte' : `${bytes.toLocaleString('en')} bytes`;
  let amount = bytes;
  let unit: string | null = null;
  for (const name of BYTE_UNITS) {
    if (amount < 1024) break;
    amount /= 1024;
    unit = name;
  }
  return unit === null ? plain : `${rounded(amount)} ${unit} (${plain})`;
}

const TIME_UNITS = [
  [24 * 3600, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
] as const;

/** `5,400 s (1 hour 30 minutes)`, `0.5 s` */
export function timeText(seconds: number): string {
  const plain = `${seconds.toLocaleString('en', { maximumFractionDigits: 3 })} s`;
  const parts: string[] = [];
  let left = seconds;
  for (const [length, name] of TIME_UNITS) {
    const count = Math.floor(left / length);
    left -= count * length;
    if (count > 0) parts.push(`${count} ${name}${count === 1 ? '' : 's'}`);
  }
  if (parts.length === 0) return plain;
  return `${plain} (${[...parts, ...(left > 0 ? [`${rounded(left)} s`] : [])].join(' ')})`;
}

function rounded(amount: number): string {
  return amount.toLocaleString('en', { maximumFractionDigits: 2 });
}
