// What the rules say about the real configurations of the reference corpus.
//
//   npx tsx -C source scripts/corpus-hits.ts                       writes docs/guide/rules-measured.md
//   npx tsx -C source scripts/corpus-hits.ts --rule ID [--sample 10] [--seed 1] [--preset all]
//                                                                 prints findings of one rule at random, with their lines
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { pathOf, rules } from '@nginx-lint/core';
import { corpus } from '../test/support/corpus.ts';
import { type Hit, hitsOfCorpus } from '../test/support/corpus-hits.ts';
import { DOUBTFUL, READ_OF_EACH } from './judged-hits.ts';

const { values: options } = parseArgs({
  options: {
    rule: { type: 'string' },
    sample: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    preset: { type: 'string', default: 'recommended' },
  },
});

const { hits, files, entries } = await hitsOfCorpus(options.preset as 'recommended' | 'strict' | 'all', options.rule);
if (options.rule === undefined) {
  writeFileSync('docs/guide/rules-measured.md', table());
  console.log(`${hits.length} findings in ${files} files of ${entries} configurations`);
} else {
  for (const hit of drawn(hits, Number(options.sample), Number(options.seed))) console.log(shown(hit));
  console.log(`${hits.length} findings of ${options.rule}`);
}

function table(): string {
  const rows = rules
    .filter(({ preset }) => preset === 'recommended')
    .map(({ id, severity }) => {
      const own = hits.filter(({ diagnostic }) => diagnostic.rule === id);
      const places = new Set(own.map(({ diagnostic }) => diagnostic.file)).size;
      const read = Math.min(READ_OF_EACH, own.length);
      const right = read - Math.min(read, DOUBTFUL[id]?.count ?? 0);
      return { id, severity, count: own.length, places, read, right };
    })
    .sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1));
  const per = (count: number): string => ((count / files) * 100).toFixed(1);
  const [read, right] = [rows.reduce((sum, row) => sum + row.read, 0), rows.reduce((sum, row) => sum + row.right, 0)];
  return [
    '# How often each rule speaks',
    '',
    `Findings of the preset \`recommended\` in ${files} files of real deployments and products (${entries} configurations and`,
    'fragments). `npx tsx -C source scripts/corpus-hits.ts` writes this page where the reference corpus is.',
    '',
    `Of each rule ten findings at random were read, or all where there are fewer: ${right} of ${read} are right (${((right / read) * 100).toFixed(1)} %).`,
    'The others are named below the table.',
    '',
    '| rule | severity | findings | files | per 100 files | read | right |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map(
      ({ id, severity, count, places, read, right }) =>
        `| [${id}](../rules/${id}.md) | ${severity} | ${count} | ${places} | ${per(count)} | ${read} | ${right} |`,
    ),
    '',
    '## Doubtful',
    '',
    ...rows.flatMap(({ id, read }) => (read > 0 && DOUBTFUL[id] ? [`- ${id}: ${DOUBTFUL[id].why}`] : [])),
    '',
  ].join('\n');
}

/** A fixed choice for a seed, spread over the list. */
function drawn(all: readonly Hit[], count: number, seed: number): readonly Hit[] {
  let state = seed >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const keyed = all.map((hit) => ({ hit, key: next() })).sort((a, b) => a.key - b.key);
  return keyed.slice(0, count).map(({ hit }) => hit);
}

function shown({ diagnostic, model }: Hit): string {
  const source = model.source(diagnostic.file);
  const line = source.lines.lineAt(diagnostic.span.start);
  const around = source.text.split('\n').slice(Math.max(0, line - 5), line + 4);
  const head = `${relative(corpus, pathOf(diagnostic.file))}:${line} [${diagnostic.severity}] ${diagnostic.message}`;
  const numbered = around.map((text, at) => `  ${Math.max(0, line - 5) + at + 1 === line ? '>' : ' '} ${text}`);
  return `${head}\n${numbered.join('\n')}\n`;
}
