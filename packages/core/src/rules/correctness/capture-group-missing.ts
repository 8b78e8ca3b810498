import { defineRule } from '../../lint/rule.ts';
import { partOfWord } from '../../lint/word-parts.ts';
import { expressionAt } from '../../model/expressions.ts';
import { highestGroup, missingCapture } from '../../model/missing-captures.ts';
import { takenCapture } from '../../model/taken-captures.ts';
import { isWritten } from '../../model/written.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** Directives whose words are texts with captures. */
const TEXTS = `set return alias root proxy_pass fastcgi_pass uwsgi_pass scgi_pass grpc_pass fastcgi_param uwsgi_param
  scgi_param proxy_set_header add_header try_files proxy_cache_key fastcgi_cache_key error_page`.split(/\s+/);
const CAPTURE = /\$([1-9])/g;

export default defineRule(
  {
    id: 'capture-group-missing',
    group: 'correctness',
    severity: 'warning',
    preset: 'recommended',
    fix: 'none',
    docs: {
      summary: 'A number such as `$1` stands for a group that no expression has, or that a `map` replaces',
      why: '`$1` to `$9` are the groups of the regular expression that was matched last. A group that this expression does not have is empty, and nginx does not mention it. A redirect then leads to the wrong page, or a path to a folder instead of a file. The expressions of a `map` count as well: nginx matches them when it needs the variable, and from then on `$1` is a group of the map.',
      bad: 'rewrite ^/old/.*$ /new/$1 permanent;',
      good: 'rewrite ^/old/(.*)$ /new/$1 permanent;',
      context: 'http, server',
      silent: [
        'where another expression may have been matched in between: by an `if` or `rewrite`, or by a `map` with groups',
        'for a `map` whose variable was needed earlier, because its value is kept',
        'in snippets whose location is not seen',
        'for groups that exist but take no part in a match',
      ],
      remedy: 'Put the part that is meant into parentheses, or use a named group, which no later expression replaces.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_map_module.html',
        'https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#rewrite',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#location',
      ],
    },
    options: {},
    messages: {
      few: ({ capture, groups }: { capture: string; groups: number }) =>
        `${capture} is always empty: the expression has ${groups === 0 ? 'no group' : groups === 1 ? 'one group' : `${groups} groups`}; put parentheses around the part that is meant`,
      replaced: ({ capture }: { capture: string }) =>
        `${capture} is always empty: the condition was matched after the location and has no such group; name the group of the location`,
      nowhere: ({ capture }: { capture: string }) =>
        `${capture} is always empty: no expression of this server has such a group; use a location with an expression`,
      taken: ({ capture, map }: { capture: string; map: string }) =>
        `${capture} is not the group that it seems to be where an expression in the "map" of $${map} matches: nginx evaluates the map first, which replaces all captures; name the group, as in (?<rest>.*)`,
    },
  },
  (ctx) => {
    if (!isWritten(ctx.model, /\$\{?[1-9]/)) return {};
    const inOwn = (at: Occurrence, word: Word, regex: Word, pattern: string, caseless: boolean): void => {
      const groups = word.value.includes('$') ? highestGroup(expressionAt(ctx.model, at, pattern, caseless)) : null;
      if (groups === null) return;
      for (const found of word.value.matchAll(CAPTURE)) {
        if (Number(found[1]) <= groups) continue;
        const span = partOfWord(ctx.model.source(at.file), word, found.index, found.index + 2);
        const related = [{ file: at.file, span: regex, message: 'has no such group' }];
        ctx.report(at, span, 'few', { capture: found[0], groups }, { related });
        return;
      }
    };
    const inMap = (at: Occurrence, word: Word, own: number | null): void => {
      const taken = takenCapture(ctx.model, at, word, own);
      if (taken === null) return;
      const { capture, variable, map, by } = taken;
      const related = [
        { file: map.at.file, span: map.at.node.name, message: 'replaces the captures' },
        { file: by.file, span: by.node.args[0] ?? by.node.name, message: 'holds the group that is meant' },
      ];
      ctx.report(at, capture.span, 'taken', { capture: capture.text, map: variable }, { related });
    };
    const inText = (at: Occurrence): void => {
      for (const word of at.node.args) {
        if (!holdsCapture(word.value)) continue;
        inMap(at, word, null);
        for (const found of word.value.matchAll(CAPTURE)) {
          const missing = missingCapture(ctx.model, at, Number(found[1]));
          if (missing === null) continue;
          const span = partOfWord(ctx.model.source(at.file), word, found.index, found.index + 2);
          const capture = found[0];
          if (missing.kind === 'nowhere') ctx.report(at, span, 'nowhere', { capture });
          else {
            const { by } = missing;
            const related = [{ file: by.file, span: by.node.args[0] ?? by.node.name, message: 'is matched last' }];
            if (missing.kind === 'few') ctx.report(at, span, 'few', { capture, groups: missing.groups }, { related });
            else ctx.report(at, span, 'replaced', { capture }, { related });
          }
          break;
        }
      }
    };
    return {
      directives: {
        ...Object.fromEntries(TEXTS.map((name) => [name, inText])),
        rewrite(at) {
          const [regex, text] = at.node.args;
          if (regex === undefined || text === undefined) return;
          if (!holdsCapture(text.value)) return;
          inOwn(at, text, regex, regex.value, false);
          inMap(at, text, highestGroup(expressionAt(ctx.model, at, regex.value, false)) ?? 0);
        },
        map(at) {
          for (const entry of at.children) {
            const key = entry.node.name;
            const [value] = entry.node.args;
            if (value !== undefined && key.value.startsWith('~'))
              inOwn(entry, value, key, key.value.replace(/^~\*?/, ''), key.value.startsWith('~*'));
          }
        },
      },
    };
  },
);

/** `$1` to `$9`, in braces too: most texts hold none. */
function holdsCapture(text: string): boolean {
  for (let at = text.indexOf('$'); at !== -1; at = text.indexOf('$', at + 1)) {
    const sign = text.charAt(at + 1) === '{' ? text.charCodeAt(at + 2) : text.charCodeAt(at + 1);
    if (sign >= 0x31 && sign <= 0x39) return true;
  }
  return false;
}
