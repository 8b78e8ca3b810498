import type { FileId } from '@nginx-lint/core';
import { rules } from '@nginx-lint/core';
import type { Snapshot } from '../../snapshot.ts';
import { spotAt } from '../../spot.ts';
import { code } from '../markdown.ts';
import type { Finding } from './subject.ts';

const SWITCH = /^#\s*nginx-lint-(disable-next-line|disable-line|disable|enable)(?=\s|$)/;
const ABOUT: Readonly<Record<string, string>> = {
  'disable-next-line': 'Leaves out what is said of the next statement',
  'disable-line': 'Leaves out what is said of this line',
  disable: 'Leaves out what is said from here to `nginx-lint-enable`, or to the end of the block',
  enable: 'Ends what `nginx-lint-disable` began',
};

/** The name of a rule in a comment that switches it off, or what the comment does. */
export function commentHover(snapshot: Snapshot, file: FileId, offset: number): Finding | null {
  const source = snapshot.source(file);
  if (source === null || !spotAt(source, offset).opaque) return null;
  const comment = source.comments.find(({ start, end }) => start <= offset && offset <= end);
  if (comment === undefined) return null;
  const text = source.text.slice(comment.start, comment.end);
  const found = SWITCH.exec(text);
  if (found === null) return null;
  const reason = text.search(/\s--\s/);
  const list = reason === -1 ? text : text.slice(0, reason);
  for (const match of list.slice(found[0].length).matchAll(/[\w-]+/g)) {
    const start = comment.start + found[0].length + match.index;
    const span = { start, end: start + match[0].length };
    if (offset < span.start || offset > span.end) continue;
    const rule = rules.find((each) => each.id === match[0]);
    if (rule === undefined) return null;
    const { id, group, severity, docs } = rule;
    return { span, markdown: [`${code(id)} (${group}, ${severity}): ${docs.summary}\n\n${docs.why}`] };
  }
  const end = comment.start + found[0].length;
  if (offset > end) return null;
  return { span: { start: comment.start, end }, markdown: [ABOUT[found[1] ?? ''] ?? ''] };
}
