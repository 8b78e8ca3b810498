import { defineRule } from '../../lint/rule.ts';
import { type Reference, referencesIn } from '../../model/references.ts';
import type { ConfigModel } from '../../model/types.ts';
import { evaluatedParts, namesDefined, scopeOf, type VariableScope } from '../../nginx/evaluation.ts';
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
      const own = definedIn(ctx.model, scope);
      if (!own.has(name)) return null;
      for (let end = name.lastIndexOf('_'); end > 0; end = name.lastIndexOf('_', end - 1))
        if (own.has(name.slice(0, end))) return name.slice(0, end);
      return null;
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
        for (const [at, parts] of evaluatedParts(model)) {
          const scope = scopeOf(at);
          for (const { kind, word } of parts) {
            if ((kind !== 'script' && kind !== 'log') || !word.value.includes('$')) continue;
            // Without braces a name is ambiguous only where there are names of the configuration's own.
            if (!word.value.includes('${') && definedIn(model, scope).size === 0) continue;
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

/** Would the name go on without its braces? */
function isNeeded({ text, rest }: Reference): boolean {
  return text.startsWith('${') && /^\w/.test(rest);
}

const definitions = new WeakMap<ConfigModel, Readonly<Record<VariableScope, ReadonlySet<string>>>>();

/** The variables that the configuration makes itself, in lower case. */
function definedIn(model: ConfigModel, scope: VariableScope): ReadonlySet<string> {
  let known = definitions.get(model);
  if (known === undefined) {
    const names = { http: new Set<string>(), stream: new Set<string>() };
    for (const [at, parts] of evaluatedParts(model))
      for (const part of parts)
        if (part.kind === 'define' || part.kind === 'pattern')
          for (const name of namesDefined(part, at, model)) names[scopeOf(at)].add(name.toLowerCase());
    known = names;
    definitions.set(model, known);
  }
  return known[scope];
}
