import { readPath, whyUnreadable } from '@nginx-lint/disk';
import { Failure } from '../failure.ts';

/** How often a finding is known: by file, rule and fingerprint of the line. Files are relative to the baseline's folder. */
export class Counts {
  readonly #byFile = new Map<string, Map<string, Map<string, number>>>();

  get(file: string, rule: string, line: string): number {
    return this.#byFile.get(file)?.get(rule)?.get(line) ?? 0;
  }

  add(file: string, rule: string, line: string, count = 1): void {
    const rules = made(this.#byFile, file, () => new Map<string, Map<string, number>>());
    const lines = made(rules, rule, () => new Map<string, number>());
    lines.set(line, (lines.get(line) ?? 0) + count);
  }

  *entries(): Generator<readonly [file: string, rule: string, line: string, count: number]> {
    for (const [file, rules] of this.#byFile)
      for (const [rule, lines] of rules) for (const [line, count] of lines) yield [file, rule, line, count];
  }

  /** Sorted, so that the same findings give the same bytes. */
  text(): string {
    const findings = sorted(this.#byFile, (rules) => sorted(rules, (lines) => sorted(lines, (count) => count)));
    return `${JSON.stringify({ version: 1, findings }, null, 2)}\n`;
  }
}

function made<V>(map: Map<string, V>, key: string, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

function sorted<V, W>(map: ReadonlyMap<string, V>, as: (value: V) => W): Readonly<Record<string, W>> {
  return Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, as(value)]));
}

/** Null where there is no such file. @throws Failure where it holds something else */
export function readBaseline(path: string, shown: string): Counts | null {
  const bytes = readPath(path);
  if (bytes === 'missing') return null;
  if (typeof bytes === 'string') throw new Failure(`${shown}: ${whyUnreadable(path)}`);
  const broken = (why: string) => new Failure(`${shown}: not a baseline of nginx-lint: ${why}`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw broken(error instanceof Error ? error.message.replace(/\s+/g, ' ') : 'no JSON');
  }
  const { version, findings } = fieldsOf(value) ?? {};
  if (version !== 1) throw broken(version === undefined ? 'it has no version' : `version ${JSON.stringify(version)}`);
  const counts = new Counts();
  for (const [file, rules] of entriesOf(findings, broken, '"findings"'))
    for (const [rule, lines] of entriesOf(rules, broken, `"${file}"`))
      for (const [line, count] of entriesOf(lines, broken, `"${rule}" of "${file}"`)) {
        if (!Number.isSafeInteger(count) || Number(count) < 1)
          throw broken(`"${line}" of "${rule}" of "${file}" is no count`);
        counts.add(file, rule, line, Number(count));
      }
  return counts;
}

function entriesOf(value: unknown, broken: (why: string) => Failure, what: string): [string, unknown][] {
  const fields = fieldsOf(value);
  if (fields === null) throw broken(`${what} is no object`);
  return Object.entries(fields);
}

function fieldsOf(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}
