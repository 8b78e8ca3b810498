import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Texts = Record<string, string>;

interface VariableRow {
  readonly name: string;
  readonly scope: string;
  readonly source: string;
}

interface ParameterRow {
  readonly directive: string;
  readonly scope: string;
  readonly contexts: readonly string[];
  readonly params: readonly { readonly name: string }[];
}

function read<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')) as T;
}

const LONGEST = 110;

const variables = read<Record<string, Texts>>('service/data/variables.json');
const parameters = read<Record<string, Record<string, Texts>>>('service/data/parameters.json');
const variableRows = read<VariableRow[]>('core/data/variables.json').filter(({ source }) => source === 'core');
const parameterRows = read<ParameterRow[]>('core/data/parameters.json');

/** A name such as `http limit_req burst=`, and its text. */
type Said = readonly [name: string, text: string];

const ofVariables: readonly Said[] = Object.entries(variables).flatMap(([scope, texts]) =>
  Object.entries(texts).map(([name, text]): Said => [`${scope} $${name}`, text]),
);

const ofParameters: readonly Said[] = Object.entries(parameters).flatMap(([scope, directives]) =>
  Object.entries(directives).flatMap(([directive, texts]) =>
    Object.entries(texts).map(([name, text]): Said => [`${scope} ${directive} ${name}`, text]),
  ),
);

const said = [...ofVariables, ...ofParameters];

/** The key that a row's text stands under: its own, where one context means something else. */
function keyOf(row: ParameterRow, name: string): string {
  const texts = parameters[row.scope] ?? {};
  const own = row.contexts.find((context) => texts[`${row.directive}@${context}`]?.[name] !== undefined);
  return `${row.scope} ${row.directive}${own === undefined ? '' : `@${own}`} ${name}`;
}

describe('what variables and parameters mean', () => {
  it('is said of each of them, and of nothing else', () => {
    const wanted = [
      ...variableRows.map(({ scope, name }) => `${scope} $${name}`),
      ...parameterRows.flatMap((row) => row.params.map(({ name }) => keyOf(row, name))),
    ];
    expect(said.map(([key]) => key).sort()).toEqual([...new Set(wanted)].sort());
  });

  it('is said in one short line, without a full stop', () => {
    const wrong = said.filter(
      ([, text]) =>
        text.length > LONGEST || text.length < 12 || /[.\s]$|^\s|\n|\s\s/.test(text) || !/^[A-Z]/.test(text),
    );
    expect(wrong).toEqual([]);
  });

  it('is a noun phrase for a variable', () => {
    expect(ofVariables.filter(([, text]) => !text.startsWith('The '))).toEqual([]);
  });

  it('is what a parameter does, in the third person', () => {
    const verb = /^(?:(?:Neither|Never|Always) )?[A-Za-z][a-z]+s\b/;
    expect(ofParameters.filter(([, text]) => !verb.test(text))).toEqual([]);
  });

  it('stands in the order of names', () => {
    const names = [variables, parameters, ...Object.values(variables), ...Object.values(parameters)].map(Object.keys);
    const inner = Object.values(parameters).flatMap((directives) => Object.values(directives).map(Object.keys));
    for (const list of [...names, ...inner]) {
      const numbers = list.filter((name) => /^\d+$/.test(name));
      const words = list.filter((name) => !/^\d+$/.test(name));
      expect(list).toEqual([...numbers, ...words.sort()]);
    }
  });
});
