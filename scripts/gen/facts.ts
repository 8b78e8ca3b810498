// packages/core/data/*.json to packages/core/src/facts/*.generated.ts.
//
// A fact becomes one line of JSON in a string: parsing a string costs the engine a fraction of what object
// literals cost, and a row is decoded when its name is asked for. Fields that are null or false are left out.
import { readFile } from 'node:fs/promises';
import type { GeneratedFile } from './generated-file.ts';

type Row = Readonly<Record<string, unknown>>;

const DATA = new URL('../../packages/core/data/', import.meta.url);
const TARGET = 'packages/core/src/facts';

/** The fields of `DirectiveFact`, in the order of the type. `name` comes first: the index cuts it out of the row. */
const DIRECTIVE_FIELDS = [
  'name',
  'module',
  'source',
  'contexts',
  'contextSince',
  'contextRemoved',
  'args',
  'argsHistory',
  'block',
  'body',
  'opens',
  'syntax',
  'default',
  'since',
  'backports',
  'removed',
  'deprecated',
  'repeatable',
  'onRepeat',
  'inheritance',
  'inheritedInto',
  'inheritGroup',
  'inheritControl',
  'valueKinds',
  'definesVariable',
  'requires',
  'undocumented',
];

const VARIABLE_FIELDS = [
  'name',
  'prefix',
  'scope',
  'module',
  'source',
  'since',
  'backports',
  'removed',
  'changeable',
  'cacheable',
];

/** The fields of `ParameterTable` and of `ParameterFact`, in the order of the types. */
const TABLE_FIELDS = ['name', 'contexts', 'in', 'set', 'params'];
const PARAMETER_FIELDS = [
  'name',
  'form',
  'value',
  'values',
  'min',
  'max',
  'required',
  'of',
  'variables',
  'since',
  'removed',
  'plus',
];

/** Where null or false is what an absent field means. Elsewhere false says something (`repeatable`, `changeable`). */
const ABSENT_WHEN_FALSE = new Set(['block', 'prefix', 'undocumented']);

async function rowsOf(file: string): Promise<readonly Row[]> {
  return JSON.parse(await readFile(new URL(file, DATA), 'utf8')) as Row[];
}

function encode(row: Row, fields: readonly string[]): string {
  const kept: Record<string, unknown> = {};
  for (const field of fields) {
    const value = row[field];
    if (value === undefined || value === null || (value === false && ABSENT_WHEN_FALSE.has(field))) continue;
    kept[field] = value;
  }
  return JSON.stringify(kept);
}

/** Rows differ from the type in two places: the configure option lies in `build`, and a replacement may be null. */
function directive(row: Row): string {
  const build = row['build'] as { readonly requires?: string } | undefined;
  const deprecated = row['deprecated'] as { readonly since: string; readonly replacedBy: string | null } | undefined;
  const changed: Record<string, unknown> = { ...row };
  if (build?.requires !== undefined) changed['requires'] = build.requires;
  if (deprecated?.replacedBy === null) changed['deprecated'] = { since: deprecated.since };
  return encode(changed, DIRECTIVE_FIELDS);
}

/** A row is named after its directive; examples and figures of the probes stay in the data. */
function parameterTable(row: Row): string {
  const params = (row['params'] as Row[]).map((param) => JSON.parse(encode(param, PARAMETER_FIELDS)) as Row);
  return encode({ ...row, name: row['directive'], params }, TABLE_FIELDS);
}

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

const HEADER = '// Written by `npm run gen` from packages/core/data; do not edit.\n\n';

function rowsFile(name: string, constant: string, doc: string, rows: readonly string[]): GeneratedFile {
  // One text: the engine keeps thousands of them far longer than it takes to cut one where somebody asks.
  const lines = rows.map((row) => `${row.replace(/[\\`]|\$\{/g, '\\$&')}\n`).join('');
  const text = `${HEADER}/** ${doc} One JSON object a line. */\nexport const ${constant} = (): string => \`${lines}\`;\n`;
  return { path: `${TARGET}/${name}.generated.ts`, text };
}

function wordsFile(name: string, constant: string, doc: string, words: Iterable<string>): GeneratedFile {
  const lines = [...words].sort().map((word) => `  ${quoted(word)},\n`);
  const text = `${HEADER}/** ${doc} */\nexport const ${constant}: readonly string[] = [\n${lines.join('')}];\n`;
  return { path: `${TARGET}/${name}.generated.ts`, text };
}

/** Every context but `any`, which is none. */
function contextsOf(directives: readonly Row[]): Set<string> {
  const contexts = new Set(directives.flatMap((row) => row['contexts'] as string[]));
  contexts.delete('any');
  return contexts;
}

/** The names that rows of both lists have in one and the same context. */
function sharedNames(left: readonly Row[], right: readonly Row[]): Set<string> {
  const places = (row: Row) => (row['contexts'] as string[]).map((context) => `${row['name']} in ${context}`);
  const taken = new Set(left.flatMap(places));
  const shared = right.filter((row) => places(row).some((place) => taken.has(place)));
  return new Set(shared.map((row) => row['name'] as string));
}

/** The directives with those added by hand, and with what distributions took over into older versions. */
async function directiveRows(): Promise<readonly Row[]> {
  const rows = [...(await rowsOf('directives.json')), ...(await rowsOf('additions.json'))];
  const backports = await rowsOf('backports.json');
  return rows.map((row) => {
    const own = backports.find(({ name, source }) => name === row['name'] && source === row['source']);
    return own
      ? { ...row, backports: [...((row['backports'] as string[]) ?? []), ...(own['backports'] as string[])] }
      : row;
  });
}

export async function generate(): Promise<GeneratedFile[]> {
  const directives = await directiveRows();
  // What the user defines is no variable of nginx: undefined, nginx refuses it as unknown.
  const variables = (await rowsOf('variables.json')).filter((row) => row['userDefined'] !== true);
  const core = directives.filter((row) => row['source'] === 'core');
  // nginx Plus before third-party modules; the order within each stays.
  const plus = directives.filter((row) => row['source'] === 'plus');
  const thirdParty = directives.filter((row) => row['source'] !== 'core' && row['source'] !== 'plus');
  const others = [...plus, ...thirdParty];
  const names = new Set(core.map((row) => row['name']));
  const shared = sharedNames(core, others);
  return [
    rowsFile('directives', 'coreDirectiveRows', 'Directives of nginx, removed ones too.', core.map(directive)),
    rowsFile(
      'other-directives',
      'otherDirectiveRows',
      'Directives of NGINX Plus, then of third-party modules.',
      others.filter((row) => !names.has(row['name'])).map(directive),
    ),
    rowsFile(
      'namesake-directives',
      'namesakeDirectiveRows',
      'Directives of NGINX Plus and of third-party modules that are called as some of nginx.',
      others.filter((row) => names.has(row['name'])).map(directive),
    ),
    rowsFile(
      'variables',
      'variableRows',
      'Variables of nginx, NGINX Plus and third-party modules.',
      variables.map((row) => encode(row, VARIABLE_FIELDS)),
    ),
    rowsFile(
      'parameters',
      'parameterRows',
      'Parameters and words of the directives of nginx and NGINX Plus.',
      (await rowsOf('parameters.json')).map(parameterTable),
    ),
    wordsFile('contexts', 'CONTEXTS', 'Every context in which some directive may stand.', contextsOf(directives)),
    wordsFile('shared-names', 'SHARED_NAMES', 'Names that nginx and another module both have in one context.', shared),
  ];
}
