import { defineRule } from '../../lint/rule.ts';
import { partOfWord } from '../../lint/word-parts.ts';
import type { ConfigModel } from '../../model/types.ts';
import { hasCapitals, type Spelling } from '../../model/variable-spellings.ts';
import { type Evaluated, evaluatedIn } from '../../nginx/evaluated.ts';
import type { Occurrence } from '../../tree/tree.ts';

const REFERENCE = /\$(?:\{(\w+)\}|([A-Za-z_]\w*))/g;

export default defineRule(
  {
    id: 'variable-case-inconsistent',
    group: 'correctness',
    severity: 'info',
    preset: 'strict',
    fix: 'safe',
    docs: {
      summary: 'A variable is spelled in two ways',
      why: 'nginx ignores case in the names of variables: `$MyFlag` and `$myflag` are the same variable. A reader takes them for two, and a search for one does not find the other.',
      bad: 'set $MyFlag 1;\nreturn 200 $myflag;',
      good: 'set $my_flag 1;\nreturn 200 $my_flag;',
      context: 'http, server, location',
      silent: [
        'for a variable that is spelled alike everywhere, in whatever case',
        'for names that end in the name of a header, cookie or argument, such as `$cookie_PHPSESSID`, as long as all places agree',
      ],
      remedy: "Spell the variable everywhere as where it is defined. nginx's own variables are in lower case.",
      links: ['https://nginx.org/en/docs/varindex.html'],
    },
    options: {},
    messages: {
      other: ({ name, usual }: { name: string; usual: string }) =>
        `"$${name}" is the same variable as "$${usual}"; spell it alike everywhere`,
      own: ({ name, usual }: { name: string; usual: string }) =>
        `"$${name}" is nginx's own "$${usual}"; spell it in lower case`,
    },
  },
  (ctx) => ({
    config(model) {
      if (!hasCapitals(model)) return;
      for (const [name, spellings] of spellingsOf(model)) {
        const http = spellings.filter(({ at }) => !at.context.startsWith('stream'));
        const stream = spellings.filter(({ at }) => at.context.startsWith('stream'));
        report(name, http, 'http');
        report(name, stream, 'stream');
      }
      function report(name: string, spellings: readonly Spelling[], scope: 'http' | 'stream'): void {
        const fact = model.facts.variable(name, scope);
        const own = fact !== null && fact.prefix !== true && !spellings.some(({ defines }) => defines);
        const first = spellings.find(({ defines }) => defines) ?? spellings[0];
        if (first === undefined) return;
        const usual = own ? name : first.name;
        for (const { at, word, start, name: written } of spellings) {
          if (written === usual) continue;
          const span = partOfWord(model.source(at.file), word, start, start + written.length);
          const exact = span.end - span.start === written.length;
          const fixes = exact
            ? [{ title: `Write "$${usual}"`, safe: true, edits: [{ file: at.file, span, text: usual }] }]
            : [];
          const related = own ? [] : [{ file: first.at.file, span: first.word, message: 'has the usual spelling' }];
          ctx.report(at, span, own ? 'own' : 'other', { name: written, usual }, { related, fixes });
        }
      }
    },
  }),
);

/** All names of variables by their small letters, those of which some place has capitals only. */
function spellingsOf(model: ConfigModel): ReadonlyMap<string, readonly Spelling[]> {
  const all = new Map<string, Spelling[]>();
  for (const at of model.tree.all) {
    for (const part of evaluatedIn(at, model.facts)) {
      for (const spelling of spellingsIn(at, part)) {
        const key = spelling.name.toLowerCase();
        const known = all.get(key);
        if (known === undefined) all.set(key, [spelling]);
        else known.push(spelling);
      }
    }
  }
  return new Map([...all].filter(([key, spellings]) => spellings.some(({ name }) => name !== key)));
}

function spellingsIn(at: Occurrence, part: Evaluated): readonly Spelling[] {
  const { word, text, kind } = part;
  if (kind === 'pattern' || kind === 'unnamed') return [];
  const offset = word.value.length - text.length;
  if (offset < 0 || !word.value.endsWith(text)) return [];
  const place = at.children.find(({ node }) => node.name === word || node.args.includes(word)) ?? at;
  if (kind === 'name' || kind === 'define')
    return [{ at: place, word, start: offset, name: text, defines: kind === 'define' }];
  return Array.from(text.matchAll(REFERENCE), (found) => {
    const name = found[1] ?? found[2] ?? '';
    const start = offset + found.index + (found[1] === undefined ? 1 : 2);
    return { at: place, word, start, name, defines: false };
  });
}
