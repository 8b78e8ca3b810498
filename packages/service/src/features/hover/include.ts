import { isShipped, type ReadFailure } from '@nginx-lint/core';
import { bullets, code, counted, distinct, join, type Markdown, md, NOTHING, nameOf } from '../markdown.ts';
import type { Finding, Standing, Subject } from './subject.ts';

/** Of a pattern that leads to many files the first are told. */
const MOST = 12;

const FAILURES: Readonly<Record<ReadFailure, string>> = {
  missing: 'There is no such file',
  folder: 'It is a folder',
  denied: 'It may not be read',
  failed: 'It cannot be read',
};

/** The files that an `include` leads to, in the order in which nginx reads them. */
export function includeHover(subject: Subject): Finding | null {
  if (subject.index !== 0 || subject.directive.name.value !== 'include') return null;
  const texts = distinct(subject.standings.map(filesText)).filter((text) => text.length > 0);
  return texts.length === 0 ? null : { span: subject.word, markdown: join(texts) };
}

function filesText({ model, at }: Standing): Markdown {
  const target = model.tree.includeTarget(at.node);
  if (target === null) return NOTHING;
  const { files, failure, path, pattern } = target;
  if (files.length === 0) {
    const why = failure === null ? (pattern ? 'No file matches, which nginx accepts' : 'Not read') : FAILURES[failure];
    return join([[code(path)], [why]]);
  }
  const items = files.slice(0, MOST).map((file): Markdown => {
    const label = nameOf(model, file);
    return isShipped(file) ? [`${code(label)}, as nginx ships it`] : [{ file, offset: 0, line: 1, label }];
  });
  const more = files.length > MOST ? [[`${files.length - MOST} more`]] : [];
  const title = pattern ? [md`${code(path)}: ${counted(files.length, 'file')}`] : [[code(path)]];
  return join([...title, bullets([...items, ...more])]);
}
