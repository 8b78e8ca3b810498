import { type ConfigError, type ConfigPath, decode } from '@nginx-lint/core';
import type { Document, LineCounter, Node, Pair } from 'yaml';
import { Failure } from './failure.ts';

/** What a YAML or JSON file holds, and where each part of it stands. */
export interface PlacedYaml {
  /** As plain data. */
  readonly value: unknown;
  /** `NAME:LINE:COLUMN` of a key or a value; of what holds it, where there is no such thing. */
  placeOf(path: ConfigPath, at: 'key' | 'value'): string;
  lineOf(path: ConfigPath, at: 'key' | 'value'): number;
  /** One line about something that is wrong. */
  errorLine(error: ConfigError): string;
}

/** Reads a file that is called `name` in messages. @throws Failure where it is no YAML */
export async function readPlacedYaml(bytes: Uint8Array, name: string): Promise<PlacedYaml> {
  const { LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const text = decode(bytes).text.replace(/^\ufeff/, '');
  // JSON is YAML too; so both have the same errors and the same places.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const [broken] = document.errors;
  if (broken !== undefined)
    throw new Failure(`${placed(name, lines, broken.pos[0])}: ${broken.message.split('\n')[0]}`);
  const placeOf: PlacedYaml['placeOf'] = (path, at) => placed(name, lines, offsetOf(document, path, at));
  return {
    value: plainOf(document, name),
    placeOf,
    lineOf: (path, at) => lines.linePos(offsetOf(document, path, at)).line,
    errorLine: ({ path, at, message }) =>
      `${placeOf(path, at)}: ${path.length === 0 ? '' : `${path.join('.')}: `}${message}`,
  };
}

function plainOf(document: Document, name: string): unknown {
  try {
    // The default limit of aliases stops documents that would unfold without end.
    return document.toJS();
  } catch (error) {
    throw new Failure(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Where a key or a value stands; where the path ends early, the place of what holds it. */
function offsetOf(document: Document, path: ConfigPath, at: 'key' | 'value'): number {
  for (let length = path.length; length > 0; length--) {
    const part = path.slice(0, length);
    const key = keyNode(document, part);
    const value = document.getIn(part, true) as Node | undefined;
    const node = at === 'key' || length < path.length ? (key ?? value) : (value ?? key);
    if (node?.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

function keyNode(document: Document, path: ConfigPath): Node | null {
  const holder = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (typeof holder !== 'object' || holder === null || !('items' in holder) || !Array.isArray(holder.items))
    return null;
  const name = path.at(-1);
  const pair = holder.items.find((item: Partial<Pair<Node>> | null) => {
    const key = item?.key;
    return typeof key === 'object' && key !== null && 'value' in key && String(key.value) === name;
  }) as Pair<Node> | undefined;
  return pair?.key ?? null;
}

function placed(name: string, lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${name}:${line}:${col}`;
}
