import { type Directive, fileAt, parse } from '@nginx-lint/core';

/** A statement to be changed: raw words, quotes included. Comments and layout are not kept. */
export interface Statement {
  readonly words: readonly string[];
  readonly body: readonly Statement[] | null;
}

export type Configuration = readonly Statement[];

/** Where a statement stands: the index at each level. */
export type Path = readonly number[];

/** The statements of a text, or null where its syntax is not nginx's or it holds something else (Lua). */
export function readConfiguration(text: string): Configuration | null {
  const source = parse(fileAt('/nginx.conf'), text);
  if (source.problems.length > 0 || source.encoding !== 'utf-8') return null;
  const word = ({ start, end }: { start: number; end: number }): string => source.text.slice(start, end);
  const read = (node: Directive): Statement => ({
    words: [node.name, ...node.args].map(word),
    body: node.body?.kind === 'block' ? node.body.items.map(read) : null,
  });
  return source.items.map(read);
}

/** How a configuration is laid out: a statement a line, or a word a line. */
export type Layout = 'statements' | 'words';

export function printConfiguration(configuration: Configuration, layout: Layout): string {
  const between = layout === 'words' ? '\n' : ' ';
  const print = (statement: Statement, indent: string): string => {
    const head = indent + statement.words.join(between);
    if (statement.body === null) return `${head};\n`;
    return `${head}${between}{\n${statement.body.map((each) => print(each, `${indent}  `)).join('')}${indent}}\n`;
  };
  return configuration.map((each) => print(each, '')).join('');
}

/** Every statement with its path, outer ones first. */
export function* pathsOf(configuration: Configuration, around: Path = []): Generator<readonly [Path, Statement]> {
  for (const [index, statement] of configuration.entries()) {
    const path = [...around, index];
    yield [path, statement];
    if (statement.body) yield* pathsOf(statement.body, path);
  }
}

/** The names of the blocks around a path, outermost first. */
export function blocksAround(configuration: Configuration, path: Path): string[] {
  const names: string[] = [];
  let level = configuration;
  for (const index of path.slice(0, -1)) {
    const statement = level[index];
    names.push(statement?.words[0] ?? '');
    level = statement?.body ?? [];
  }
  return names;
}

/** Puts statements in place of the one at a path: none deletes it, two insert. */
export function replaceAt(
  configuration: Configuration,
  path: Path,
  change: (statement: Statement) => readonly Statement[],
): Configuration {
  const [index, ...rest] = path;
  return configuration.flatMap((statement, at) => {
    if (at !== index) return [statement];
    if (rest.length === 0) return change(statement);
    return [{ ...statement, body: statement.body && replaceAt(statement.body, rest, change) }];
  });
}
