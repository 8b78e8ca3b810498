import { defineRule } from '../../lint/rule.ts';
import { type Reference, referencesIn } from '../../model/references.ts';
import type { ConfigModel } from '../../model/types.ts';
import { compiledIn } from '../../nginx/compiled.ts';
import { evaluatedParts, scopeOf, type VariableScope } from '../../nginx/evaluation.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'style-variable-braces',
    group: 'style',
    severity: 'hint',
    preset: 'all',
    fix: 'safe',
    docs: {
      summary: "The end of a variable's name is easily misread, or braces around it do nothing",
      why: 'A name goes on as long as letters, digits and underscores do. Where both `$site` and `$site_x` exist, `$site_x` may have been meant as `${site}_x`, and nginx does not ask.',
      bad: 'map $uri $site { default a; }\nmap $uri $site_x { default b; }\nserver { listen 8080; location / { return 200 "$site_x"; } }',
      good: 'map $uri $site { default a; }\nserver { listen 8080; location / { return 200 "${site}_x"; } }',
      context: 'http',
      silent: [
        "for nginx's own variables, such as `$hostname`",
        'for names in braces where another name of the same text needs them',
      ],
      remedy: 'Write braces around the name that is meant, and none where the name ends anyway. `--fix` does so.',
      links: ['https://nginx.org/en/docs/varindex.html'],
    },
    options: { redundant: true },
    optionDocs: { redundant: 'Report braces that do nothing too.' },
    messages: {
      ambiguous: ({ name, shorter }: { name: string; shorter: string }) =>
        `"$${name}" is read as one name although there is "$${shorter}" too; write "\${${name}}", or "\${${shorter}}${name.slice(shorter.length)}" if that was meant`,
      redundant: ({ name }: { name: string }) => `the braces of "\${${name}}" do nothing here; write "$${name}"`,
    },
  },
  (ctx) => {
    const shorterOf = (name: string, scope: VariableScope): string | null => {
      const own = compiledIn(ctx.model).defined[scope];
      return own.has(name) ? shorterIn(own, name) : null;
    };
    const judge = (at: Occurrence, { text, name, span, rest }: Reference, word: Word, scope: VariableScope): void => {
      // Of a word with escaped signs nobody knows where the variable stands in it.
      if (span === word || /^\d+$/.test(name)) return;
      const shorter = shorterOf(name, scope);
      const braced = text.startsWith('${');
      const bare = text.replace(/[${}]/g, '');
      const fixTo = (better: string) => ({
        fixes: [{ title: `Write ${better}`, safe: true, edits: [{ file: at.file, span, text: better }] }],
      });
      if (!braced && shorter !== null) ctx.report(at, span, 'ambiguous', { name: bare, shorter }, fixTo(`\${${bare}}`));
      else if (braced && shorter === null && ctx.options.redundant && !/^[{[]/.test(rest))
        ctx.report(at, span, 'redundant', { name: bare }, fixTo(`$${bare}`));
    };
    return {
      config(model) {
        const { defined } = compiledIn(model);
        const ambiguous = { http: hasLonger(defined.http), stream: hasLonger(defined.stream) };
        if (!ambiguous.http && !ambiguous.stream && !hasBraces(model)) return;
        for (const [at, parts] of evaluatedParts(model)) {
          const scope = scopeOf(at);
          for (const { kind, word } of parts) {
            if ((kind !== 'script' && kind !== 'log') || !word.value.includes('$')) continue;
            if (!ambiguous[scope] && !word.value.includes('${')) continue;
            const place = at.children.find(({ node }) => node.name === word || node.args.includes(word)) ?? at;
            const references = referencesIn(model.source(place.file), word);
            // Where one of them needs its braces, all may have them.
            const uniform = references.some((reference) => isNeeded(reference));
            for (const reference of references)
              if (!uniform || !reference.text.startsWith('${')) judge(place, reference, word, scope);
          }
        }
      },
    };
  },
);

/** Is there a name that goes on where another one ends? */
function hasLonger(names: ReadonlySet<string>): boolean {
  for (const name of names) if (shorterIn(names, name) !== null) return true;
  return false;
}

function shorterIn(names: ReadonlySet<string>, name: string): string | null {
  for (let end = name.lastIndexOf('_'); end > 0; end = name.lastIndexOf('_', end - 1))
    if (names.has(name.slice(0, end))) return name.slice(0, end);
  return null;
}

function hasBraces({ tree }: ConfigModel): boolean {
  for (const { text } of tree.files.values()) if (text.includes('${')) return true;
  return false;
}

/** Would the name go on without its braces? */
function isNeeded({ text, rest }: Reference): boolean {
  return text.startsWith('${') && /^\w/.test(rest);
}
