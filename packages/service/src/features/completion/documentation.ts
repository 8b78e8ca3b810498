import type { Context, DirectiveFact, Facts, VariableFact } from '@nginx-lint/core';
import { directiveSummary, moduleSummary, variableSummary } from '../../summaries.ts';

const DOCS = 'https://nginx.org/en/docs';

/** The page of a module of nginx's own, or of njs; null where nginx.org has none. */
function pageOf({ module, source }: Pick<DirectiveFact, 'module' | 'source'>): string | null {
  if (source.startsWith('third-party:') && source !== 'third-party:njs') return null;
  const family = /^ngx_(http|stream|mail)_\w+_module$/.exec(module)?.[1];
  if (family !== undefined) return `${DOCS}/${family}/${module}.html`;
  return /^ngx_\w+_module$/.test(module) ? `${DOCS}/${module}.html` : null;
}

/** Where nginx.org describes a directive; null where it does not. */
export function directiveLink(fact: DirectiveFact): string | null {
  const page = fact.undocumented === true || fact.source === 'private' ? null : pageOf(fact);
  return page === null ? null : `${page}#${fact.name}`;
}

/** Syntax, summary, contexts, default, since when, module and link of a directive, as it is in a context. */
export function directiveDocumentation(fact: DirectiveFact, context: Context): string {
  const { syntax, since, removed, deprecated, requires, contexts } = fact;
  const normal = typeof fact.default === 'string' ? [fact.default] : (fact.default ?? []);
  const lines = [
    fenced(syntax ?? [`${fact.name} …${fact.block ? ' { … }' : ';'}`]),
    directiveSummary(fact, context),
    listOf([
      ['Context', contexts.join(', ')],
      ['Default', normal.map((text) => code(`${fact.name} ${text};`)).join(' ')],
      ['Since', since ?? ''],
      ['Removed in', removed ?? ''],
      ['Deprecated since', deprecated === undefined ? '' : deprecatedText(deprecated)],
      ['Module', moduleText(fact)],
      ['Needs', requires === undefined ? '' : `nginx built with ${code(requires)}`],
    ]),
    linkText(directiveLink(fact)),
  ];
  return joined(lines);
}

/** What a variable holds, its module and its link. */
export function variableDocumentation(fact: VariableFact): string {
  const { name, prefix, since, changeable } = fact;
  const page = pageOf(fact);
  return joined([
    fenced([prefix === true ? `$${name}NAME` : `$${name}`]),
    variableSummary(fact),
    listOf([
      ['Since', since ?? ''],
      ['Module', moduleText(fact)],
      ['May be set', changeable === true ? 'yes' : ''],
    ]),
    linkText(page === null || fact.source !== 'core' ? null : `${page}#var_${name}`),
  ]);
}

/** The fact of a name in a context, whatever the version; of several the one that the version has. */
export function factFor(facts: Facts, name: string, context: Context): DirectiveFact | null {
  const placement = facts.place(name, context);
  return placement.kind === 'unknown' ? null : (placement.facts[0] ?? null);
}

function moduleText({ module, source }: Pick<DirectiveFact, 'module' | 'source'>): string {
  const about = moduleSummary(module);
  const owner = source === 'plus' ? ' of NGINX Plus' : source.startsWith('third-party:') ? ', third-party' : '';
  return `${code(module)}${owner}${about === null ? '' : `: ${about}`}`;
}

function deprecatedText({ since, replacedBy }: { since: string; replacedBy?: string }): string {
  return replacedBy === undefined ? since : `${since}; use ${code(replacedBy)}`;
}

function listOf(rows: readonly (readonly [string, string])[]): string {
  return rows
    .filter(([, text]) => text !== '')
    .map(([name, text]) => `- ${name}: ${text}`)
    .join('\n');
}

function linkText(link: string | null): string | null {
  return link === null ? null : `[nginx.org](${link})`;
}

function joined(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join('\n\n');
}

export function fenced(lines: readonly string[]): string {
  return `\`\`\`nginx\n${lines.join('\n')}\n\`\`\``;
}

export function code(text: string): string {
  return `\`${text}\``;
}
