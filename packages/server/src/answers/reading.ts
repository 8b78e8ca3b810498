import { semanticTokens } from '@nginx-lint/service';
import type { Connection } from 'vscode-languageserver';
import { TokenEncoder } from '../convert/semantic-tokens.ts';
import type { Session } from '../session.ts';
import { asking } from './ask.ts';

/** What is shown along with a text. */
export function answerReading(connection: Connection, session: () => Session): void {
  answerTokens(connection, session);
}

function answerTokens(connection: Connection, session: () => Session): void {
  const { inFile } = asking(session);
  const encoder = new TokenEncoder();
  const { semanticTokens: tokens } = connection.languages;
  const nothing = { data: [] };
  const full = inFile((target, { textDocument }: { textDocument: { uri: string } }, current) =>
    encoder.full(textDocument.uri, semanticTokens(target.snapshot, target.file), target, current),
  );
  tokens.on(async (params, token) => (await full(params, token)) ?? nothing);
  const delta = inFile((target, params: { textDocument: { uri: string }; previousResultId: string }, current) =>
    encoder.delta(
      params.textDocument.uri,
      params.previousResultId,
      semanticTokens(target.snapshot, target.file),
      target,
      current,
    ),
  );
  tokens.onDelta(async (params, token) => (await delta(params, token)) ?? nothing);
  const range = inFile(
    (target, params: { textDocument: { uri: string }; range: Parameters<Session['span']>[1] }, current) => {
      const span = current.span(target.source, params.range);
      return encoder.range(semanticTokens(target.snapshot, target.file, span), target, current);
    },
  );
  tokens.onRange(async (params, token) => (await range(params, token)) ?? nothing);
}
