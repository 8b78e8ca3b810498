import type { DirectiveFact, Facts } from '@nginx-lint/core';
import {
  blocksAround,
  type Configuration,
  type Path,
  pathsOf,
  readConfiguration,
  replaceAt,
  type Statement,
} from './configuration.ts';
import type { Random } from './random.ts';
import type { Values } from './values.ts';

/** What mutations draw from. */
export interface Material {
  readonly values: Values;
  /** Arguments seen after a directive's name. */
  readonly seen: ReadonlyMap<string, readonly (readonly string[])[]>;
}

export interface Mutant {
  /** What was done, in a few words. */
  readonly mutation: string;
  readonly main: Configuration;
}

type Placement = ReturnType<Facts['place']>;

type Mutation = (main: Configuration, random: Random, material: Material) => Mutant | null;

/** Every mutation by how often it is tried. */
const MUTATIONS: readonly (readonly [number, Mutation])[] = [
  [24, insert],
  [14, changeWord],
  [8, changeCharacter],
  [5, dropWord],
  [6, addWord],
  [3, swapWords],
  [8, duplicate],
  [6, move],
  [5, rename],
  [6, remove],
  [8, otherArguments],
  [4, insertRefused],
];

const WEIGHT = MUTATIONS.reduce((sum, [weight]) => sum + weight, 0);

/** One change, or now and then two. */
export function mutate(main: Configuration, random: Random, material: Material): Mutant {
  const first = mutateOnce(main, random, material);
  if (first.main.length === 0 || !random.chance(0.15)) return first;
  const second = mutateOnce(first.main, random, material);
  return { mutation: `${first.mutation}, ${second.mutation}`, main: second.main };
}

function mutateOnce(main: Configuration, random: Random, material: Material): Mutant {
  for (;;) {
    let at = random.below(WEIGHT);
    const picked = MUTATIONS.find(([weight]) => {
      at -= weight;
      return at < 0;
    });
    const mutant = picked?.[1](main, random, material) ?? null;
    if (mutant !== null) return mutant;
  }
}

function anyPath(main: Configuration, random: Random): readonly [Path, Statement] | null {
  const paths = [...pathsOf(main)];
  return paths.length > 0 ? random.pick(paths) : null;
}

/** What is said of the name where it stands, if anything. */
function factAt(main: Configuration, path: Path, name: string, { values }: Material): DirectiveFact | undefined {
  const context = contextAt(main, path, values);
  const placement = context === null ? null : values.facts.place(name, context);
  return placement?.kind === 'known' ? placement.facts[0] : undefined;
}

/** The context of a statement at a path; null inside `map` and the like. */
function contextAt(main: Configuration, path: Path, { facts }: Values): string | null {
  let context: string | null = 'main';
  for (const name of blocksAround(main, path)) {
    if (context === null) return null;
    const placement: Placement = facts.place(name, context);
    const fact = placement.kind === 'known' ? placement.facts[0] : undefined;
    context = fact ? facts.opens(fact, context) : null;
  }
  return context;
}

/** Changes the words of one statement; the name is the first of them. */
function rewrite(
  main: Configuration,
  random: Random,
  change: (words: readonly string[], path: Path) => readonly [string, readonly string[]] | null,
): Mutant | null {
  const found = anyPath(main, random);
  const changed = found && change(found[1].words, found[0]);
  if (!found || !changed) return null;
  const [mutation, words] = changed;
  return { mutation, main: replaceAt(main, found[0], (statement) => [{ ...statement, words }]) };
}

function argumentIndex(words: readonly string[], random: Random): number {
  return words.length < 2 ? 0 : 1 + random.below(words.length - 1);
}

function changeWord(main: Configuration, random: Random, material: Material): Mutant | null {
  return rewrite(main, random, (words, path) => {
    const index = argumentIndex(words, random);
    if (index === 0) return null;
    const word = material.values.word(random, factAt(main, path, words[0] ?? '', material), index - 1);
    return [`${words[0]}: ${words[index]} becomes ${word}`, words.with(index, word)];
  });
}

const CHARACTERS = [...'019ax-_.:=/$~*@,^!&kms'];

function changeCharacter(main: Configuration, random: Random): Mutant | null {
  return rewrite(main, random, (words) => {
    const index = argumentIndex(words, random);
    const word = words[index] ?? '';
    if (index === 0 || /^["']/.test(word)) return null;
    const at = random.below(word.length + 1);
    const drop = random.below(2);
    const changed = word.slice(0, at) + (random.chance(0.6) ? random.pick(CHARACTERS) : '') + word.slice(at + drop);
    return changed === '' ? null : [`${words[0]}: ${word} becomes ${changed}`, words.with(index, changed)];
  });
}

function dropWord(main: Configuration, random: Random): Mutant | null {
  return rewrite(main, random, (words) => {
    const index = argumentIndex(words, random);
    return index === 0 ? null : [`${words[0]}: without ${words[index]}`, words.toSpliced(index, 1)];
  });
}

function addWord(main: Configuration, random: Random, material: Material): Mutant | null {
  return rewrite(main, random, (words, path) => {
    const index = 1 + random.below(words.length);
    const word = material.values.word(random, factAt(main, path, words[0] ?? '', material), index - 1);
    return [`${words[0]}: with ${word}`, words.toSpliced(index, 0, word)];
  });
}

function swapWords(main: Configuration, random: Random): Mutant | null {
  return rewrite(main, random, (words) => {
    const [one, other] = [argumentIndex(words, random), argumentIndex(words, random)];
    if (one === other) return null;
    const swapped = words.with(one, words[other] ?? '').with(other, words[one] ?? '');
    return [`${words[0]}: ${words[one]} and ${words[other]} swapped`, swapped];
  });
}

function otherArguments(main: Configuration, random: Random, { seen }: Material): Mutant | null {
  return rewrite(main, random, ([name = '']) => {
    const args = random.pick(seen.get(name) ?? [[]]);
    return [`${name}: other arguments`, [name, ...args]];
  });
}

function rename(main: Configuration, random: Random, material: Material): Mutant | null {
  return rewrite(main, random, (words, path) => {
    const context = contextAt(main, path, material.values);
    const names = context === null ? [] : material.values.facts.namesIn(context);
    if (names.length === 0) return null;
    const name = random.chance(0.2) ? `${words[0]}x` : random.pick(names);
    return [`${words[0]} becomes ${name}`, [name, ...words.slice(1)]];
  });
}

function remove(main: Configuration, random: Random): Mutant | null {
  const found = anyPath(main, random);
  return found && { mutation: `${found[1].words[0]} deleted`, main: replaceAt(main, found[0], () => []) };
}

function duplicate(main: Configuration, random: Random): Mutant | null {
  const found = anyPath(main, random);
  if (!found) return null;
  const [path, { words }] = found;
  return { mutation: `${words[0]} twice`, main: replaceAt(main, path, (statement) => [statement, statement]) };
}

function move(main: Configuration, random: Random): Mutant | null {
  const from = anyPath(main, random);
  const to = anyPath(main, random);
  if (!from || !to || from[0].length === 1) return null;
  const copied = replaceAt(main, to[0], (statement) => [statement, from[1]]);
  return { mutation: `${from[1].words[0]} also behind ${to[1].words[0]}`, main: copied };
}

/** What the tests' machine leaves out or makes something else of. */
const NOT_ASKED = /^(?:include|load_module|pid|lock_file|ssl_engine|ssl_stapling_file|(?:\w+_)?ssl_crl)$/;

function insert(main: Configuration, random: Random, material: Material): Mutant | null {
  const found = anyPath(main, random);
  const context = found && contextAt(main, found[0], material.values);
  if (!found || context === null) return null;
  const { facts } = material.values;
  const name = random.pick(facts.namesIn(context));
  const placement = facts.place(name, context);
  const fact = placement.kind === 'known' ? placement.facts[0] : undefined;
  if (fact === undefined || fact.source !== 'core' || NOT_ASKED.test(name)) return null;
  const seen = material.seen.get(name);
  const args = seen && random.chance(0.3) ? random.pick(seen) : material.values.words(random, fact);
  const inserted: Statement = { words: [name, ...args], body: fact.block ? [] : null };
  return {
    mutation: `${name} put in`,
    main: replaceAt(main, found[0], (statement) =>
      random.chance(0.5) ? [statement, inserted] : [inserted, statement],
    ),
  };
}

function insertRefused(main: Configuration, random: Random, { values }: Material): Mutant | null {
  const found = anyPath(main, random);
  const statements = readConfiguration(values.refusedStatement(random)) ?? [];
  if (!found || statements.length === 0) return null;
  const inserted = replaceAt(main, found[0], (statement) => [statement, ...statements]);
  return { mutation: `${statements[0]?.words[0]} put in`, main: inserted };
}
