import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type NginxCase, type NginxMessage, nginxTest, nginxVersion } from './nginx.ts';

/** What is kept of a verdict for machines without nginx. */
export interface NginxRecord {
  /** The version that said so. */
  readonly nginx: string;
  readonly ok: boolean;
  readonly message?: string;
  readonly file?: string;
  readonly line?: number;
  /** Where a test asks for them. */
  readonly warnings?: readonly NginxMessage[];
}

export interface RecordOptions {
  /** The oldest version that can judge the case: `1.29.3` for one that uses `add_header_inherit`. */
  readonly needs?: string;
  /** Where the records are, `fixtures/nginx-verdicts.json` unless told. */
  readonly records?: string;
  /** Keep what nginx warns of, too. */
  readonly warnings?: boolean;
}

const RECORDS = fileURLToPath(new URL('../../fixtures/nginx-verdicts.json', import.meta.url));
const HOW =
  'run the tests with UPDATE_RECORDS=1 where nginx is installed (packages nginx, libnginx-mod-stream, libnginx-mod-mail)';

/**
 * nginx's verdict on a case: from the nginx of this machine, which must agree with the record of the same version, or
 * without one (or with too old a one) from the record. `too-old` where no nginx that was ever asked knows the
 * directives of the case. Records that no test asks for any more stay until the file is deleted and made again.
 */
export function verdictOf(asked: NginxCase, options: RecordOptions = {}): NginxRecord | 'too-old' {
  const records = options.records ?? RECORDS;
  const key = recordKey(asked);
  const known = readRecords(records);
  const record = known[key];
  const installed = nginxVersion();
  const able = installed !== null && !older(installed, options.needs);
  if (!able) {
    if (record !== undefined && !older(record.nginx, options.needs)) return record;
    const recordable = Object.values(known).some((each) => !older(each.nginx, options.needs));
    if (installed !== null || (options.needs !== undefined && !recordable)) return 'too-old';
    throw new Error(`There is no nginx here and no recorded verdict for ${describe(asked, key)}: ${HOW}.`);
  }
  // Cases that need a newer nginx than the usual one are added with it, and nothing else is touched.
  if (process.env['UPDATE_RECORDS'] === 'missing' && record !== undefined) return record;
  const live = ask(asked, installed, options.warnings === true);
  if (process.env['UPDATE_RECORDS'] === 'missing') writeRecord(records, key, live);
  if (process.env['UPDATE_RECORDS'] === '1') {
    if (record === undefined || !older(installed, record.nginx)) writeRecord(records, key, live);
    return live;
  }
  if (process.env['UPDATE_RECORDS'] === 'missing') return live;
  if (record === undefined) throw new Error(`No recorded verdict for ${describe(asked, key)}: ${HOW}.`);
  if (record.nginx === installed && JSON.stringify(record) !== JSON.stringify(live)) {
    const both = `recorded ${JSON.stringify(record)}, now ${JSON.stringify(live)}`;
    throw new Error(`nginx's verdict on ${describe(asked, key)} is not the recorded one: ${both}; ${HOW}.`);
  }
  return live;
}

function ask(asked: NginxCase, nginx: string, withWarnings: boolean): NginxRecord {
  const { ok, message, file, line, warnings } = nginxTest(asked);
  return {
    nginx,
    ok,
    ...(message === null ? {} : { message }),
    ...(file === null ? {} : { file }),
    ...(line === null ? {} : { line }),
    ...(withWarnings && warnings.length > 0 ? { warnings } : {}),
  };
}

/** `1.22.1` is older than `1.29.3`; nothing is older than no version. */
export function older(version: string, than: string | undefined): boolean {
  const [left, right] = [version, than ?? '0'].map((each) => each.split('.').map(Number));
  for (let at = 0; at < 3; at++) {
    const difference = (left?.[at] ?? 0) - (right?.[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** Content, not names on disk: a record lives as long as nothing that nginx reads changes. */
export function recordKey(asked: NginxCase): string {
  const hash = createHash('sha256');
  const add = (part: string | Uint8Array): void => {
    hash.update(`${Buffer.byteLength(Buffer.from(part))}:`);
    hash.update(part);
  };
  for (const [name, content] of Object.entries(asked.files ?? {}).sort(byName)) {
    add(name);
    add(content);
  }
  if (asked.folder !== undefined) for (const part of folderParts(asked.folder)) add(part);
  add(JSON.stringify([asked.entry, asked.context ?? [], asked.prefix ?? '/etc/nginx']));
  return hash.digest('hex');
}

function byName(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : 1;
}

function folderParts(folder: string): (string | Uint8Array)[] {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return names.flatMap((path) => {
    const content = contentOf(path);
    return content === null ? [] : [relative(folder, path), content];
  });
}

/** The file's bytes through links; null for folders and dangling links. */
function contentOf(path: string): Uint8Array | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

function describe(asked: NginxCase, key: string): string {
  return `${asked.folder === undefined ? '' : `${asked.folder}/`}${asked.entry} (${key.slice(0, 12)})`;
}

function readRecords(path: string): Record<string, NginxRecord> {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, NginxRecord>) : {};
}

/** Test files run in processes of their own and share the file: one writer at a time, and readers see whole files. */
function writeRecord(path: string, key: string, record: NginxRecord): void {
  const lock = `${path}.lock`;
  takeLock(lock);
  try {
    const records = readRecords(path);
    if (JSON.stringify(records[key]) === JSON.stringify(record)) return;
    const sorted = Object.entries({ ...records, [key]: record }).sort(byName);
    const lines = sorted.map(([name, each]) => `  ${JSON.stringify(name)}: ${JSON.stringify(each)}`);
    writeFileSync(`${path}.new`, `{\n${lines.join(',\n')}\n}\n`);
    renameSync(`${path}.new`, path);
  } finally {
    rmdirSync(lock);
  }
}

function takeLock(lock: string): void {
  for (let tries = 0; tries < 1000; tries++) {
    try {
      mkdirSync(lock);
      return;
    } catch {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
  throw new Error(`${lock} has been held for ten seconds; remove it if no test is running.`);
}
