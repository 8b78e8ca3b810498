import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contextBlocks } from '../../test/support/nginx-contexts.ts';
import { scenarioOf } from '../../test/support/scenario.ts';
import { type Configuration, pathsOf, readConfiguration, replaceAt, type Statement } from './configuration.ts';

/** A configuration to start from: the main file as statements, further files as they are. */
export interface Base {
  readonly name: string;
  readonly main: Configuration;
  /** By path, relative to the configuration's folder or absolute. */
  readonly files: Readonly<Record<string, string>>;
}

const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));

/** Above this a case takes too long for what it shows. */
const LARGEST = 12_000;

/** The project's fixtures, and what a folder holds: whole configurations and fragments whose context is known. */
export function basesOf(folder: string | null): Base[] {
  const own = ['rules', 'clean']
    .flatMap((name) => filesBelow(join(FIXTURES, name)))
    .filter((path) => path.endsWith('.conf'));
  const bases = own.map((path) => ruleBase(path));
  if (folder !== null) bases.push(...(existsSync(join(folder, 'index.json')) ? indexed(folder) : plain(folder)));
  return bases.filter((base) => base !== null);
}

function filesBelow(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return names.map((name) => join(folder, name)).filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

function ruleBase(path: string): Base | null {
  const { files, entry, context } = scenarioOf(readFileSync(path, 'utf8'));
  const { [entry]: text = '', ...others } = files;
  return baseOf(relative(FIXTURES, path), text, context, others);
}

function plain(folder: string): (Base | null)[] {
  const paths = filesBelow(folder).filter((path) => path.endsWith('.conf'));
  return paths.map((path) => baseOf(relative(folder, path), readFileSync(path, 'utf8'), null, {}));
}

interface Indexed {
  readonly id: string;
  readonly root: string;
  readonly context: string;
  readonly includes?: readonly string[];
}

/** A folder with an `index.json` that says what is a fragment, and of what. */
function indexed(folder: string): (Base | null)[] {
  const entries = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as Indexed[];
  return entries.map(({ id, root, context, includes }) => {
    const path = join(folder, root);
    if ((includes?.length ?? 0) > 0 || (statSync(path, { throwIfNoEntry: false })?.size ?? LARGEST) >= LARGEST)
      return null;
    const blocks = context.split(/(?<=^(?:stream|mail))\./);
    return baseOf(id, readFileSync(path, 'utf8'), blocks[0] === 'main' ? null : blocks, {});
  });
}

function baseOf(
  name: string,
  text: string,
  context: readonly string[] | null,
  files: Readonly<Record<string, string>>,
): Base | null {
  // A pid file that cannot be written ends nginx's test before its last checks.
  const statements = text.length < LARGEST ? readConfiguration(text)?.filter(({ words }) => words[0] !== 'pid') : null;
  if (!statements || statements.length === 0) return null;
  if (context === null) return { name, main: statements, files };
  const around = contextBlocks(wholeContext(context), 'here');
  const blocks = readConfiguration(around) ?? [];
  const place = [...pathsOf(blocks)].find(([, { words }]) => words[0] === 'include');
  return place ? { name, main: replaceAt(blocks, place[0], () => statements), files } : null;
}

/** Every block from the main level on, for contexts that are named by the innermost ones. */
function wholeContext(context: readonly string[]): readonly string[] {
  const outer: Readonly<Record<string, readonly string[]>> = {
    server: ['http'],
    location: ['http', 'server'],
    if: ['http', 'server', 'location'],
    limit_except: ['http', 'server', 'location'],
  };
  const first = context[0] ?? '';
  if (['http', 'stream', 'mail', 'events', 'main'].includes(first)) return context;
  return [...(outer[first] ?? ['http']), ...context];
}

/** Arguments seen after each directive's name. */
export function argumentsSeen(bases: readonly Base[]): Map<string, readonly (readonly string[])[]> {
  const seen = new Map<string, Map<string, readonly string[]>>();
  const note = ({ words: [name = '', ...args] }: Statement): void => {
    const lists = seen.get(name) ?? new Map<string, readonly string[]>();
    if (lists.size < 60) lists.set(args.join(' '), args);
    seen.set(name, lists);
  };
  for (const { main } of bases) for (const [, statement] of pathsOf(main)) note(statement);
  return new Map([...seen].map(([name, lists]) => [name, [...lists.values()]]));
}
