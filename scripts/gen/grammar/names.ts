import { readFile } from 'node:fs/promises';

interface DirectiveRow {
  readonly name: string;
  readonly source: string;
  readonly block?: boolean;
  readonly body?: string;
  readonly valueKinds?: readonly { readonly kind: string }[];
}

interface VariableRow {
  readonly name: string;
  readonly prefix?: boolean;
  readonly userDefined?: boolean;
}

interface ParameterRow {
  readonly directive: string;
  readonly params: readonly { readonly name: string; readonly form: string }[];
}

/** What the grammar takes from the facts. */
export interface Names {
  readonly directives: readonly string[];
  /** Blocks that hold directives. */
  readonly blocks: readonly string[];
  /** Directives whose first argument is the name of a header or of a parameter. */
  readonly headers: readonly string[];
  /** Directives whose first argument is a regular expression. */
  readonly expressions: readonly string[];
  /** Directives with arguments that are regular expressions where they begin with `~`. */
  readonly tildes: readonly string[];
  /** Words that directives know as arguments. */
  readonly words: readonly string[];
  readonly variables: readonly string[];
  /** Beginnings of families of variables: `http_`. */
  readonly families: readonly string[];
  /** What the names of nginx's own directives begin with: `proxy` of `proxy_pass`. */
  readonly beginnings: readonly string[];
  /** Nginx's own directives without an underscore. */
  readonly short: readonly string[];
}

const DATA = new URL('../../../packages/core/data/', import.meta.url);

async function rows<Row>(file: string): Promise<readonly Row[]> {
  return JSON.parse(await readFile(new URL(file, DATA), 'utf8')) as Row[];
}

/** `proxy_cookie_domain` and its kin take `~` in a part of their arguments, which the facts describe as replacements. */
const TILDES = ['proxy_cookie_domain', 'proxy_cookie_flags', 'proxy_cookie_path', 'proxy_redirect'];

/** Names that are words of programs and of ordinary texts too: a line that begins with them may be anything. */
const ORDINARY = new Set([
  ...[
    'break',
    'if',
    'include',
    'pass',
    'protocol',
    'return',
    'set',
    'status',
    'timeout',
    'use',
    'user',
    'zone',
    'hash',
  ],
]);

/** Their rules are written by hand. */
const OWN_RULES = new Set(['if', 'location', 'server']);

export async function readNames(): Promise<Names> {
  const directives = [
    ...(await rows<DirectiveRow>('directives.json')),
    ...(await rows<DirectiveRow>('additions.json')),
  ];
  const variables = (await rows<VariableRow>('variables.json')).filter(({ userDefined }) => userDefined !== true);
  const parameters = await rows<ParameterRow>('parameters.json');
  const firstIs = (...kinds: readonly string[]): string[] =>
    directives.filter((row) => kinds.includes(row.valueKinds?.[0]?.kind ?? '')).map(({ name }) => name);
  const own = directives.filter(({ source }) => source === 'core').map(({ name }) => name);
  const words = parameters.flatMap(({ params }) =>
    params.filter(({ form }) => form === 'word').map(({ name }) => name),
  );
  return {
    directives: directives.map(({ name }) => name),
    blocks: directives
      .filter(({ name, block, body }) => block && body !== 'lua' && !OWN_RULES.has(name))
      .map(({ name }) => name),
    headers: [...firstIs('header-name'), ...own.filter((name) => /_(?:param|header)$/.test(name))],
    expressions: firstIs('regex'),
    tildes: [...firstIs('server-name', 'referer'), ...TILDES],
    words: words.filter((word) => /^[A-Za-z][\w.-]*$/.test(word) && word !== 'on' && word !== 'off'),
    variables: variables.filter(({ prefix }) => prefix !== true).map(({ name }) => name),
    families: variables.filter(({ prefix }) => prefix === true).map(({ name }) => name),
    beginnings: own.filter((name) => name.includes('_')).map((name) => name.slice(0, name.indexOf('_'))),
    short: own.filter((name) => !name.includes('_') && !ORDINARY.has(name)),
  };
}
