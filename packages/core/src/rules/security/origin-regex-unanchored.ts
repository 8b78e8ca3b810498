import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { returnedStatus } from '../../model/answers.ts';
import { walk } from '../../model/blocks.ts';
import { foreignOrigin } from '../../model/foreign-origin.ts';
import { type MapBlock, mapBlocks } from '../../model/map-blocks.ts';
import type { ConfigModel } from '../../model/types.ts';
import { type Condition, readCondition } from '../../nginx/condition.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

const SOURCES: ReadonlySet<string> = new Set(['http_origin', 'http_referer']);
const MISSPELT = 'http_referrer';

export default defineRule(
  {
    id: 'origin-regex-unanchored',
    group: 'security',
    severity: 'error',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'Foreign origins match an expression for trusted ones',
      why: "An unanchored expression is looked for anywhere in the text, and a `.` is any character. `example.com` is also in `https://example.com.evil.example` and `https://evilexample.com`, which anybody can register. A page there then reads responses that were meant for the site's own pages.",
      bad: 'map $http_origin $cors {\n    default "";\n    "~example.com" $http_origin;\n}\nserver {\n    listen 80;\n    location / { add_header Access-Control-Allow-Origin $cors always; root /srv/www; }\n}',
      good: 'map $http_origin $cors {\n    default "";\n    "~^https://([a-z0-9-]+\\.)?example\\.com$" $http_origin;\n}\nserver {\n    listen 80;\n    location / { add_header Access-Control-Allow-Origin $cors always; root /srv/www; }\n}',
      context: 'http',
      silent: [
        'where no foreign origin is found that the expression matches',
        'for expressions that match every origin and so check nothing',
        'for lists of what is to be refused',
        'for keys that are plain text',
        'where the result has nothing to do with CORS headers or a refusal, as in logs',
      ],
      remedy:
        'Begin with `^https://`, escape the dots and end with `$` (in a `Referer` with `/`). Write `$http_referer`: the header is spelled `Referer`, so that `$http_referrer` is always empty.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_map_module.html',
        'https://www.rfc-editor.org/rfc/rfc6454',
        'https://www.rfc-editor.org/rfc/rfc9110#section-10.1.3',
      ],
    },
    options: {},
    messages: {
      foreign: ({ pattern, origin }: { pattern: string; origin: string }) =>
        `"${pattern}" also matches "${origin}", which anybody can register; anchor it with ^ and $ and escape its dots`,
      misspelt: () => 'the header is spelled "Referer", so that $http_referrer is always empty; write "$http_referer"',
    },
  },
  (ctx) => {
    const misspelt = (at: Occurrence, word: Word): void => {
      const offset = ctx.model.source(at.file).text.slice(word.start, word.end).toLowerCase().indexOf(MISSPELT);
      const start = offset === -1 ? word.start : word.start + offset;
      const span = offset === -1 ? word : { start, end: start + MISSPELT.length };
      const edits = [{ file: at.file, span, text: 'http_referer' }];
      const fixes = offset === -1 ? [] : [{ title: 'Write "$http_referer"', safe: false, edits }];
      ctx.report(at, span, 'misspelt', undefined, { fixes });
    };
    const report = (at: Occurrence, word: Word, { text, caseless }: Expression, source: string): void => {
      const { encoding } = ctx.model.source(at.file);
      const origin = foreignOrigin(text, caseless, encoding, source === 'http_referer');
      if (origin === null) return;
      const fixes = anchored(at, word, text, source === 'http_referer');
      ctx.report(at, word, 'foreign', { pattern: text, origin }, { fixes });
    };
    return {
      directives: {
        map(at) {
          const [word] = at.node.args;
          if (word !== undefined && at.context === 'http' && isMisspelt(word.value)) misspelt(at, word);
        },
        if(at) {
          if (at.node.args.length === 0) return;
          const condition = readCondition(at.node.args);
          if (condition.kind !== 'comparison' && condition.kind !== 'variable') return;
          const name = condition.variable.text.toLowerCase();
          if (name === MISSPELT) misspelt(at, condition.variable.word);
          if (!SOURCES.has(name) || condition.kind !== 'comparison' || !/^!?~\*?$/.test(condition.operator)) return;
          if (!isAllowList(at, condition, name)) return;
          const { operand, operator } = condition;
          report(at, operand.word, { text: operand.text, caseless: operator.endsWith('*') }, name);
        },
      },
      config(model) {
        for (const map of mapBlocks(model)) {
          if (!SOURCES.has(map.source) || !allows(model, map)) continue;
          for (const { at, key, pattern, value } of map.entries) {
            if (pattern !== null && value !== '' && value !== '0') report(at, key, pattern, map.source);
          }
        }
      },
    };
  },
);

interface Expression {
  readonly text: string;
  readonly caseless: boolean;
}

const isMisspelt = (text: string): boolean => /^\$\{?http_referrer\}?$/i.test(text);

/** Does an `if` let those in whom its expression matches, rather than keep them out? */
function isAllowList(
  at: Occurrence,
  { operator }: Extract<Condition, { kind: 'comparison' }>,
  source: string,
): boolean {
  const body = [...walk(at)];
  const refuses = body.some((each) => each.name === 'return' && returnedStatus(each) >= 400);
  if (operator.startsWith('!')) return refuses || body.some(({ name }) => /^(?:add_header|set)$/.test(name));
  return !refuses && source === 'http_origin' && body.some((each) => isCors(each) || each.name === 'set');
}

const isCors = ({ node }: Occurrence): boolean =>
  /^(?:add_header|more_set_headers)$/.test(node.name.value) && /^access-control-/i.test(node.args[0]?.value ?? '');

/** Does the result of a map decide about CORS headers, or who is refused? Of a Referer only the first is certain. */
function allows(model: ConfigModel, { result, source }: MapBlock): boolean {
  const uses = (at: Occurrence): boolean => at.node.args.some(({ value }) => mentions(value, result));
  if (['add_header', 'more_set_headers'].some((name) => model.named(name).some((at) => isCors(at) && uses(at))))
    return true;
  return source === 'http_origin' && model.named('if').some(uses);
}

function mentions(text: string, variable: string): boolean {
  return new RegExp(`\\$(?:${variable}(?!\\w)|\\{${variable}\\})`, 'i').test(text);
}

/** A plain name with or without a scheme: everything else takes its author. */
const PLAIN = /^(\^?https?\??:(?:\\?\/){2})?((?:[\w-]|\\?\.)+)\/?\$?$/;

function anchored(at: Occurrence, word: Word, text: string, isReferer: boolean): Fix[] {
  const plain = PLAIN.exec(text);
  if (plain === null) return [];
  const host = (plain[2] ?? '').replace(/\\?\./g, '\\.').replace(/^\\\./, '');
  const scheme = plain[1]?.replace(/^\^?/, '^') ?? '^https?://';
  const labels = plain[1] === undefined ? '([a-z0-9-]+\\.)*' : '';
  const next = `${scheme}${labels}${host}(:[0-9]+)?${isReferer ? '/' : '$'}`;
  const from = word.value.indexOf(text);
  if (word.value !== word.value.slice(0, from) + text) return [];
  // Within quotes nginx leaves a backslash in front of a dot as it is.
  const edits = [{ file: at.file, span: word, text: `"${word.value.slice(0, from)}${next}"` }];
  return [{ title: `Write ${next}`, safe: false, edits }];
}
