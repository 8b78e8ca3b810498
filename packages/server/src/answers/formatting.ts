import { type FormatEdit, type FormatOptions, formatEdits, formatOnType, formatRange } from '@nginx-lint/core';
import { projectFormat } from '@nginx-lint/service/project';
import type { Connection, FormattingOptions, TextEdit } from 'vscode-languageserver';
import type { Session, Target } from '../session.ts';
import { asking } from './ask.ts';

/** Blanks put in order: of a file, of a part of it, and around what was just typed. */
export function answerFormatting(connection: Connection, session: () => Session): void {
  const { at, inFile } = asking(session);
  connection.onDocumentFormatting(
    inFile(async (target, { options }, current) =>
      textEdits(formatEdits(target.source, await optionsFor(target, options, current)), target, current),
    ),
  );
  connection.onDocumentRangeFormatting(
    inFile(async (target, { range, options }, current) => {
      const { start, end } = current.span(target.source, range);
      const edits = formatRange(target.source, start, end, await optionsFor(target, options, current));
      return textEdits(edits, target, current);
    }),
  );
  connection.onDocumentOnTypeFormatting(
    at(async (spot, { ch, options }, current) => {
      if (ch !== '}' && ch !== ';' && ch !== '\n') return [];
      const edits = formatOnType(spot.source, spot.offset, ch, await optionsFor(spot, options, current));
      return textEdits(edits, spot, current);
    }),
  );
}

/** By what counts more first: what the project says, the settings of the user, those of the editor. */
async function optionsFor(
  { snapshot, file }: Target,
  { tabSize, insertSpaces, insertFinalNewline }: FormattingOptions,
  session: Session,
): Promise<Partial<FormatOptions>> {
  const [view] = snapshot.views(file);
  return {
    indent: tabSize,
    useTabs: !insertSpaces,
    ...(insertFinalNewline === undefined ? {} : { finalNewline: insertFinalNewline }),
    ...session.settings.format,
    ...(await projectFormat(file, view?.analysis.config.format ?? {}, session.workspace.files)),
  };
}

function textEdits(edits: readonly FormatEdit[], { source }: Target, session: Session): TextEdit[] {
  return edits.map(({ start, end, text }) => ({ range: session.range(source, { start, end }), newText: text }));
}
