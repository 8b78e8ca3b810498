import { createFacts, type Directive, fileAt, parse, vocabularyOf, type Word } from '@nginx-lint/core';
import { ENTRY } from './record.ts';

/** Where the parts of a virtual machine really are. */
export interface Surroundings {
  /** Stands for `/`. */
  readonly folder: string;
  /** A port of the configuration → one that is free here. */
  port(port: number): number;
  /** `127.0.0.1:9001` or `unix:/path` of a backend → where one listens here. */
  backend(address: string): string;
}

export interface Instrumented {
  readonly text: string;
  /** Lines of `server` blocks with those of their named locations, the first of each name. */
  readonly named: ReadonlyMap<number, ReadonlyMap<string, number>>;
  /** The line of a block → that of its server. */
  readonly serverOf: ReadonlyMap<number, number>;
}

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Directives that the observation needs for itself. */
const TAKEN =
  /^(?:access_log|error_log|log_format|client_max_body_size|daemon|master_process|pid|user|worker_processes)$/;
const vocabulary = vocabularyOf(createFacts());

/**
 * The number that `client_max_body_size` gets in the block of a line. The debug log shows it after each search
 * (`http cl:-1 max:N`), which tells apart blocks that have one name.
 */
export const SIZE_OF_LINE_0 = 1_000_000_000;

/**
 * Gives each block a mark that does not change routing: the size above, and an `access_log` whose format names the
 * line, so that the last configuration in force is known. All lines stay where they are.
 */
export function instrument(config: string, around: Surroundings): Instrumented {
  const source = parse(fileAt(ENTRY), new TextEncoder().encode(config), vocabulary);
  const edits: Edit[] = [];
  const formats: string[] = [];
  const named = new Map<number, Map<string, number>>();
  const serverOf = new Map<number, number>();
  const lineOf = (at: Directive): number => source.lines.lineAt(at.name.start);
  let http: number | null = null;

  const walk = (items: readonly Directive[], way: readonly Directive[]): void => {
    for (const at of items) {
      const name = at.name.value;
      const parent = way.at(-1)?.name.value;
      if (TAKEN.test(name)) {
        const gone = config.slice(at.start, at.end).replace(/[^\n]/g, ' ');
        edits.push({ start: at.start, end: at.end, text: gone });
        continue;
      }
      for (const word of at.args) edits.push(...wordEdits(name, at, word, around));
      if (at.body?.kind !== 'block') continue;
      if (name === 'http' && way.length === 0) http = at.body.start + 1;
      const server = [...way, at].find((each) => each.name.value === 'server' && way[0]?.name.value === 'http');
      if (server !== undefined && isMarked(name, parent)) {
        const line = lineOf(at);
        const size = name === 'server' || name === 'location' ? ` client_max_body_size ${SIZE_OF_LINE_0 + line};` : '';
        const mark = `${size} access_log ${around.folder}/access.log b${line};`;
        edits.push({ start: at.body.start + 1, end: at.body.start + 1, text: mark });
        if (!serverOf.has(line)) formats.push(formatOf(line));
        serverOf.set(line, lineOf(server));
        const names = named.get(lineOf(server)) ?? new Map<string, number>();
        named.set(lineOf(server), names);
        const own = at.args[0]?.value ?? '';
        if (name === 'location' && own.startsWith('@') && !names.has(own)) names.set(own, line);
      }
      walk(at.body.items, [...way, at]);
    }
  };
  walk(source.items, []);
  if (http !== null) edits.push({ start: http, end: http, text: httpPart(around.folder, formats) });
  return { text: mainPart(around.folder) + applied(source.text, edits), named, serverOf };
}

function isMarked(name: string, parent: string | undefined): boolean {
  return (
    name === 'server' || name === 'location' || name === 'limit_except' || (name === 'if' && parent === 'location')
  );
}

function formatOf(line: number): string {
  const fields = [
    ...[`"final":${line}`, '"connection":"$connection"', '"status":"$status"', '"uri":"$uri"'],
    ...['"args":"$args"', '"request_filename":"$request_filename"'],
  ];
  return `log_format b${line} escape=json '{${fields.join(',')}}';`;
}

function mainPart(folder: string): string {
  return `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log debug; `;
}

function httpPart(folder: string, formats: readonly string[]): string {
  const temporary = temporaryPaths(folder);
  // A connection that lingers is logged late, when nginx may have been told to end.
  return ` ${[...temporary, ...formats].join(' ')} access_log off; lingering_close off;`;
}

export function temporaryPaths(folder: string): string[] {
  return ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/tmp;`);
}

export function wordEdits(name: string, at: Directive, word: Word, around: Surroundings): Edit[] {
  const raw = word.quote === null ? 0 : 1;
  const replaced = replacement(name, at, word, around);
  return replaced === null ? [] : [{ start: word.start + raw, end: word.end - raw, text: replaced }];
}

/** Another text for a word that names a path, a socket or a backend; null for all others. */
function replacement(name: string, at: Directive, word: Word, around: Surroundings): string | null {
  const { value } = word;
  const isFirst = at.args[0] === word;
  if ((name === 'root' || name === 'alias') && isFirst) return value.startsWith('/') ? around.folder + value : null;
  if (name === 'if' && value.startsWith('/')) {
    const before = at.args[at.args.indexOf(word) - 1]?.value ?? '';
    return /^\(?!?-[fdex]$/.test(before) ? around.folder + value : null;
  }
  if (name === 'listen' && isFirst) {
    if (value.startsWith('unix:')) return `unix:${around.folder}${value.slice('unix:'.length)}`;
    return value.replace(/(^|:)(\d+)$/, (_, colon: string, port: string) => `${colon}${around.port(Number(port))}`);
  }
  // A variable may carry it to where it is used.
  const address = /(^|:\/\/)(127\.0\.0\.\d+:\d+|unix:[^:;$]+)/.exec(value);
  if (address === null) return null;
  const [all, scheme = '', own = ''] = address;
  return value.slice(0, address.index) + scheme + around.backend(own) + value.slice(address.index + all.length);
}

export function applied(text: string, edits: readonly Edit[]): string {
  let result = '';
  let done = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    result += text.slice(done, edit.start) + edit.text;
    done = edit.end;
  }
  return result + text.slice(done);
}
