import { Disposable, languages, type TextDocument, Uri, workspace } from 'vscode';
import type { ConfigurationStatus } from './answers.ts';
import { recognise } from './recognise-nginx.ts';
import type { Server } from './server.ts';

/** What VS Code takes `*.conf` and files without an extension for. */
const UNDECIDED = new Set(['properties', 'plaintext', 'ini']);

/** Names that may be nginx's: `*.conf`, and `sites-enabled/example.org`. */
const CANDIDATE = /\.conf(?:\.\w+)?$|\/(?:sites-\w+|conf\.d|snippets|vhosts?)\/[^/]+$|_params$/;

/** Names that are nginx's whatever is written there. */
const CERTAIN = /(?:^|\/)nginx\.conf$|\.nginx(?:conf)?$/;

/**
 * Gives texts their language where names do not tell: `*.conf` is nginx's if it reads like it, or if a configuration
 * includes it; and what only lies in a folder that nginx has too (`conf.d`) is given back. Each
 * text is judged once, so that what is chosen by hand afterwards stays.
 */
export function detectLanguages(server: Server): Disposable {
  const judged = new Set<string>();
  const look = async (document: TextDocument): Promise<void> => {
    const uri = document.uri.toString();
    if (judged.has(uri) || isAssociated(document)) return;
    const { languageId } = document;
    const path = document.uri.path;
    if (languageId === 'nginx' && !CERTAIN.test(path)) {
      judged.add(uri);
      if (recognise(document.getText()) === 'other' && !(await isMember(server, uri))) await giveBack(document);
    } else if (UNDECIDED.has(languageId) && CANDIDATE.test(path)) {
      judged.add(uri);
      const verdict = recognise(document.getText());
      const own = verdict === 'nginx' || (verdict === 'unknown' && (await isMember(server, uri)));
      if (own && !document.isClosed) await languages.setTextDocumentLanguage(document, 'nginx');
    }
  };
  for (const document of workspace.textDocuments) void look(document);
  return Disposable.from(workspace.onDidOpenTextDocument((document) => void look(document)));
}

/** Does a configuration of the workspace include the file? Where the server cannot say, none does. */
async function isMember(server: Server, uri: string): Promise<boolean> {
  const trees = await server
    .ask<readonly ConfigurationStatus[]>('nginxLint/status', { uri })
    .catch((): readonly ConfigurationStatus[] => []);
  // A file that is judged alone is its own entry.
  return trees.some(({ entry, files }) => entry !== uri && files.some((file) => Uri.parse(file).toString() === uri));
}

/** Did the user say in `files.associations` what it is? */
function isAssociated(document: TextDocument): boolean {
  const associations = workspace.getConfiguration('files', document).get<Record<string, string>>('associations') ?? {};
  const patterns = Object.keys(associations).map((pattern) => (pattern.includes('/') ? pattern : `**/${pattern}`));
  return patterns.some((pattern) => languages.match({ pattern }, document) > 0);
}

/** To what it would be without this extension. */
async function giveBack(document: TextDocument): Promise<void> {
  if (document.isClosed) return;
  const known = new Set(await languages.getLanguages());
  const apache = /^\s*<\/?[A-Z]/m.test(document.getText()) && known.has('apacheconf');
  const language = apache
    ? 'apacheconf'
    : document.uri.path.endsWith('.conf') && known.has('properties')
      ? 'properties'
      : 'plaintext';
  await languages.setTextDocumentLanguage(document, language);
}
