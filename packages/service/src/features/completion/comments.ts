import { CONTEXTS, rules } from '@nginx-lint/core';
import type { Offer } from './item.ts';
import type { Scene } from './scene.ts';
import type { InComment } from './statement.ts';

const COMMANDS: readonly (readonly [string, string])[] = [
  ['nginx-lint-disable-next-line', 'leave out what is said of the next statement'],
  ['nginx-lint-disable-line', 'leave out what is said of this line'],
  ['nginx-lint-disable', 'leave out what is said from here to the end of the block'],
  ['nginx-lint-enable', 'end what a disable began'],
  ['nginx-lint context:', 'the blocks around a file that others include'],
];

const CONTEXT = /^#\s*nginx-lint\s+context:\s*(?:[^,>]*[,>]\s*)*([^,>]*)$/;
const RULES = /^#\s*nginx-lint-(?:(disable-next-line|disable-line)|disable|enable)\s+(?:[^\s,]+[\s,]+)*([^\s,]*)$/;
const COMMAND = /^#\s*(nginx-lint[\w-]*(?:\s+c[a-z]*:?)?|[n]\w*|)$/;

/** What nginx-lint reads in comments: commands, rules, contexts. Other comments are left in peace. */
export function commentOffers(scene: Scene, comment: InComment): Offer[] {
  const { before } = comment;
  const context = CONTEXT.exec(before)?.[1];
  if (context !== undefined) return contexts(scene, context);
  const suppression = RULES.exec(before);
  if (suppression !== null && !/\s--(?:\s|$)/.test(before)) return ruleOffers(scene, comment, suppression);
  const command = COMMAND.exec(before)?.[1];
  if (command === undefined) return [];
  const span = { start: scene.spot.offset - command.length, end: endOfWord(scene, /^[\w:-]*/) };
  return COMMANDS.map(([label, detail], order): Offer => {
    return { label, text: `${label} `, kind: 'snippet', rank: 1, order, detail, span, retrigger: true };
  });
}

function contexts(scene: Scene, typed: string): Offer[] {
  const span = { start: scene.spot.offset - typed.length, end: endOfWord(scene, /^[\w.]*/) };
  const usual = ['http', 'server', 'location', 'upstream', 'stream', 'events', 'mail', 'main'];
  const all = [...usual, ...CONTEXTS.filter((each) => !usual.includes(each) && !each.includes(' '))];
  return all.map((label, order) => ({ label, kind: 'value', rank: 1, order, span }));
}

/** Rules, those first that have something to say of what the comment is about. */
function ruleOffers(scene: Scene, comment: InComment, found: RegExpExecArray): Offer[] {
  const [, kind, typed = ''] = found;
  const span = { start: scene.spot.offset - typed.length, end: endOfWord(scene, /^[\w-]*/) };
  const given = new Set(comment.before.split(/[\s,]+/).slice(1, typed === '' ? undefined : -1));
  const said = kind === undefined ? new Set<string>() : rulesNear(scene, kind === 'disable-line');
  return rules
    .filter(({ id }) => !given.has(id))
    .map(({ id, docs, group }): Offer => {
      const speaks = said.has(id);
      return {
        label: id,
        kind: 'rule',
        rank: speaks ? 0 : 3,
        detail: speaks ? `reported here: ${docs.summary}` : `${group}: ${docs.summary}`,
        span,
        data: { of: 'rule', id },
      };
    });
}

/** The rules that report something on the line of the comment, or on the next one that holds a statement. */
function rulesNear({ snapshot, file, spot }: Scene, sameLine: boolean): ReadonlySet<string> {
  const { lines, text } = spot.source;
  let line = lines.lineAt(spot.offset);
  if (!sameLine)
    do line++;
    while (
      line < lines.count &&
      /^\s*(?:#|$)/.test(text.slice(lines.startOf(line), lines.startOf(line + 1)).trimEnd())
    );
  const [start, end] = [lines.startOf(line), lines.startOf(line + 1)];
  const near = snapshot.diagnostics(file).filter(({ span }) => start <= span.start && span.start < end);
  return new Set(near.map(({ rule }) => rule));
}

function endOfWord({ spot: { source, offset } }: Scene, rest: RegExp): number {
  return offset + (rest.exec(source.text.slice(offset, offset + 100))?.[0].length ?? 0);
}
