import { effectiveConfiguration, explainRequest, includeTree, type ProbeFor } from '@nginx-lint/service';
import { type Connection, ErrorCodes, ResponseError } from 'vscode-languageserver';
import { treeJson } from './convert/include-tree.ts';
import type { Session } from './session.ts';

/** Requests beyond the protocol; docs/guide/language-server.md describes them. */
export function answerRequests(connection: Connection, session: () => Session, probeFor?: ProbeFor): void {
  connection.onRequest('nginxLint/route', async (params: unknown): Promise<object> => {
    const asked = recordOf(params);
    const { url, uri } = asked;
    if (typeof url !== 'string') throw invalid('"url" must be a text');
    const snapshot = await session().workspace.snapshot();
    const file = typeof uri === 'string' ? session().uris.file(uri) : null;
    const request = {
      url,
      ...textOf(asked, 'method'),
      ...textOf(asked, 'listen'),
      ...textOf(asked, 'clientAddr'),
      headers: headersOf(asked['headers']),
    };
    const found = explainRequest(snapshot, file, request, (one) => session().uri(snapshot, one), probeFor);
    const entry = found.entry === null ? null : session().uri(snapshot, found.entry);
    return 'problem' in found ? { entry, problem: found.problem } : { entry, result: found.result };
  });
  connection.onRequest('nginxLint/effectiveConfiguration', async (params: unknown): Promise<readonly object[]> => {
    const { textDocument, position } = recordOf(params);
    const { uri } = recordOf(textDocument);
    const { line, character } = recordOf(position);
    if (typeof uri !== 'string') throw invalid('"textDocument.uri" must be a text');
    if (typeof line !== 'number' || typeof character !== 'number')
      throw invalid('"position" must have a line and a character');
    const target = await session().target(uri);
    if (target === null) return [];
    const { snapshot, file, source } = target;
    const offset = session().offset(source, { line, character });
    return effectiveConfiguration(snapshot, file, offset).map(({ entry, blocks, settings }) => ({
      entry: session().uri(snapshot, entry),
      blocks,
      settings: settings.map(({ values, ...setting }) => ({
        ...setting,
        values: values.map(({ text, file: at, span }) => ({ text, location: session().location(snapshot, at, span) })),
      })),
    }));
  });
  connection.onRequest('nginxLint/includeTree', async (params: unknown): Promise<readonly object[]> => {
    const { uri } = params === undefined || params === null ? { uri: undefined } : recordOf(params);
    const snapshot = await session().workspace.snapshot();
    const file = typeof uri === 'string' ? session().uris.file(uri) : null;
    return includeTree(snapshot, file).map((node) => treeJson(node, snapshot, session()));
  });
  connection.onRequest('nginxLint/status', async (params: unknown): Promise<readonly object[]> => {
    const { uri } = recordOf(params);
    if (typeof uri !== 'string') throw invalid('"uri" must be a text');
    const snapshot = await session().workspace.snapshot();
    return snapshot.views(session().uris.file(uri)).map(({ analysis: { entry, model } }) => ({
      entry: session().uri(snapshot, entry),
      whole: model.tree.whole,
      nginxVersion: model.facts.target.version,
      files: [...model.tree.files.keys()].map((file) => session().uri(snapshot, file)),
    }));
  });
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw invalid('an object is expected');
}

function textOf<Key extends string>(record: Readonly<Record<string, unknown>>, key: Key): { [K in Key]?: string } {
  const value = record[key];
  if (value === undefined || value === null) return {};
  if (typeof value === 'string') return { [key]: value } as { [K in Key]?: string };
  throw invalid(`"${key}" must be a text`);
}

function headersOf(value: unknown): readonly (readonly [string, string])[] {
  if (value === undefined || value === null) return [];
  const pairs: readonly unknown[] = Array.isArray(value) ? value : Object.entries(recordOf(value));
  return pairs.map((pair) => {
    const [name, text] = Array.isArray(pair) ? (pair as unknown[]) : [];
    if (typeof name === 'string' && typeof text === 'string') return [name, text] as const;
    throw invalid('"headers" must be an object, or pairs of a name and a value');
  });
}

function invalid(message: string): ResponseError {
  return new ResponseError(ErrorCodes.InvalidParams, message);
}
