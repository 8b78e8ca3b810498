import type { Span } from '@nginx-lint/core';
import {
  codeLenses,
  hover,
  inlayHints,
  resolveCodeLens,
  type SemanticToken,
  semanticTokens,
} from '@nginx-lint/service';
import type { Connection } from 'vscode-languageserver';
import { type CarriedLens, codeLens, resolved } from '../convert/code-lens.ts';
import { markup } from '../convert/markdown.ts';
import { TokenEncoder } from '../convert/semantic-tokens.ts';
import type { Session, Target } from '../session.ts';
import { asking } from './ask.ts';

/** What is shown along with a text. */
export function answerReading(connection: Connection, session: () => Session): void {
  const { at, inFile } = asking(session);
  connection.onHover(
    at(({ snapshot, file, source, offset }, _, current) => {
      const found = hover(snapshot, file, offset);
      if (found === null) return null;
      const formats = current.capabilities.textDocument?.hover?.contentFormat;
      return { contents: markup(found.markdown, formats, snapshot, current), range: current.range(source, found.span) };
    }),
  );
  connection.languages.inlayHint.on(
    inFile(({ snapshot, file, source }, { range }, current) => {
      if (!current.settings.inlayHints) return [];
      return inlayHints(snapshot, file, current.span(source, range)).map((hint) => ({
        position: current.lines(source).position(hint.offset, current.encoding),
        label: hint.text,
        tooltip: markup(hint.tooltip, undefined, snapshot, current),
        paddingLeft: hint.padding,
      }));
    }),
  );
  answerLenses(connection, session);
  answerTokens(connection, session);
}

function answerLenses(connection: Connection, session: () => Session): void {
  const { inFile } = asking(session);
  connection.onCodeLens(
    inFile((target, { textDocument }, current) => {
      if (!current.settings.codeLens) return [];
      return codeLenses(target.snapshot, target.file).map((lens) => codeLens(lens, textDocument.uri, target, current));
    }),
  );
  connection.onCodeLensResolve(async (lens) => {
    const { uri, data } = lens.data as CarriedLens;
    const target = await session().target(uri);
    if (target === null) return lens;
    const { snapshot, source } = target;
    const span = session().span(source, lens.range);
    return resolved(lens, resolveCodeLens(snapshot, { span, data, title: null, command: null }), snapshot, session());
  });
}

function answerTokens(connection: Connection, session: () => Session): void {
  const { inFile } = asking(session);
  const encoder = new TokenEncoder();
  const { semanticTokens: tokens } = connection.languages;
  const nothing = { data: [] };
  const full = inFile((target, { textDocument }: { textDocument: { uri: string } }, current) =>
    encoder.full(textDocument.uri, tokensFor(current, target), target, current),
  );
  tokens.on(async (params, token) => (await full(params, token)) ?? nothing);
  const delta = inFile((target, params: { textDocument: { uri: string }; previousResultId: string }, current) =>
    encoder.delta(params.textDocument.uri, params.previousResultId, tokensFor(current, target), target, current),
  );
  tokens.onDelta(async (params, token) => (await delta(params, token)) ?? nothing);
  const range = inFile(
    (target, params: { textDocument: { uri: string }; range: Parameters<Session['span']>[1] }, current) => {
      const span = current.span(target.source, params.range);
      return encoder.range(tokensFor(current, target, span), target, current);
    },
  );
  tokens.onRange(async (params, token) => (await range(params, token)) ?? nothing);
}

/**
 * The tokens that the client is told. Where it joins them with what its own grammar says, expressions are left to that: a
 * grammar tells their parts apart, which one token for all of it would hide.
 */
function tokensFor({ capabilities }: Session, { snapshot, file }: Target, within?: Span): readonly SemanticToken[] {
  const tokens = semanticTokens(snapshot, file, within);
  const augments = capabilities.textDocument?.semanticTokens?.augmentsSyntaxTokens === true;
  return augments ? tokens.filter(({ type }) => type !== 'regexp') : tokens;
}
