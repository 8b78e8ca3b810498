import type { PlaceLink } from '@nginx-lint/service';
import { type Markdown, markdownText, type Snapshot } from '@nginx-lint/service';
import { type MarkupContent, MarkupKind } from 'vscode-languageserver';
import type { Session } from '../session.ts';

/** Markdown whose places lead into the files; plain words for editors that show none. */
export function markup(
  text: Markdown,
  formats: readonly MarkupKind[] | undefined,
  snapshot: Snapshot,
  session: Session,
): MarkupContent {
  if (formats !== undefined && formats.length > 0 && !formats.includes(MarkupKind.Markdown)) {
    const plain = markdownText(text, ({ label }) => label).replace(/[`*]|^#+ /gm, '');
    return { kind: MarkupKind.PlainText, value: plain };
  }
  return { kind: MarkupKind.Markdown, value: linkedText(text, snapshot, session) };
}

/** `[conf.d/a.conf:12](file:///…/a.conf#L12)`, which editors follow. */
export function linkedText(text: Markdown, snapshot: Snapshot, session: Session): string {
  return markdownText(
    text,
    ({ label, file, line }: PlaceLink) => `[${label}](${session.uri(snapshot, file)}#L${line})`,
  );
}
