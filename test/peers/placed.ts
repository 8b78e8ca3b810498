import {
  type ConfigModel,
  createModel,
  type Directive,
  type Facts,
  fileAt,
  loadTree,
  memoryFiles,
  parse,
  vocabularyOf,
} from '@nginx-lint/core';
import { corpusFile } from '../support/corpus.ts';
import { type IndexEntry, modelOfEntry } from '../support/corpus-model.ts';

const ENTRY = '/etc/nginx/nginx.conf';
const LEVELS = ['main', 'events', 'http', 'server', 'location'] as const;
type Level = (typeof LEVELS)[number];

/** What else a server has is not known. */
const REST = 'include rest.conf;';

/**
 * Peers without contexts have `upstream`, `set` and `proxy_pass` side by side in their examples, which no nginx takes. Such
 * statements are put where they belong: together as far as nginx allows, each in the innermost block that is needed.
 */
export async function modelOfExample(entry: IndexEntry, facts: Facts): Promise<ConfigModel> {
  const source = parse(fileAt(ENTRY), corpusFile(entry.root), vocabularyOf(facts));
  const isMixed = source.items.some(({ name }) => facts.place(name.value, entry.context).kind === 'misplaced');
  const known = LEVELS.some((level) => level === entry.context);
  if (entry.kind === 'main' || !known || (!isMixed && entry.context !== 'events'))
    return modelOfEntry(entry, facts, 'whole');
  const places = source.items.map((each) => ({ each, levels: levelsOf(facts, each) }));
  const needed = places.map(({ levels }) => LEVELS.indexOf(levels[0] ?? 'main'));
  const target = Math.max(LEVELS.indexOf(entry.context as Level), ...needed);
  const at = (level: Level): string =>
    places
      .filter(({ levels }) => levels.findLast((each) => LEVELS.indexOf(each) <= target) === level)
      .map(({ each: { start, end } }) => source.text.slice(start, end))
      .join('\n');
  const inner = at('location');
  const server = [at('server'), REST, inner === '' ? '' : `location / {\n${inner}\n}`].join('\n').trim();
  const http = [at('http'), server === REST ? '' : `server {\n${server}\n}`].join('\n').trim();
  const text = `${at('main')}\nevents {\n${at('events')}\n}\n${http === '' ? '' : `http {\n${http}\n}\n`}`;
  const files = memoryFiles({ [ENTRY]: text });
  return createModel(await loadTree(fileAt(ENTRY), { files, facts }));
}

function levelsOf(facts: Facts, { name }: Directive): readonly Level[] {
  return LEVELS.filter((level) => facts.place(name.value, level).kind === 'known');
}
