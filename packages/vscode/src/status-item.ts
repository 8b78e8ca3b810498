import {
  Disposable,
  type LanguageStatusItem,
  LanguageStatusSeverity,
  languages,
  type TextDocument,
  Uri,
  window,
} from 'vscode';
import type { ConfigurationStatus } from './answers.ts';
import { documentSelector } from './client-options.ts';
import { Quiet } from './quiet.ts';
import type { Server } from './server.ts';
import { type Counts, statusText } from './status-text.ts';

/** How long nothing must change before the server is asked, in milliseconds. */
const QUIET = 250;

/** Says of which configuration the file at hand is part, for which nginx, and how many problems there are. */
export function showStatus(server: Server): Disposable {
  const item = languages.createLanguageStatusItem('nginxLint.status', documentSelector());
  item.name = 'nginx-lint';
  item.text = 'nginx-lint';
  item.command = { command: 'workbench.actions.view.problems', title: 'Problems' };
  const quiet = new Quiet(QUIET, () => show(item, server));
  return Disposable.from(
    item,
    quiet,
    window.onDidChangeActiveTextEditor(() => quiet.begin()),
    languages.onDidChangeDiagnostics(() => quiet.begin()),
    server.onDidChange(() => quiet.begin()),
    server.onDidChangeState(() => {
      item.busy = !server.running;
      quiet.begin();
    }),
  );
}

async function show(item: LanguageStatusItem, server: Server): Promise<void> {
  const document = window.activeTextEditor?.document;
  if (document?.languageId !== 'nginx') return;
  if (!server.running) {
    item.severity = LanguageStatusSeverity.Error;
    item.text = 'nginx-lint does not run';
    item.detail = '';
    return;
  }
  const status = await server.ask<readonly ConfigurationStatus[]>('nginxLint/status', { uri: document.uri.toString() });
  const { text, detail } = statusText(status, countsOf(status, document));
  item.severity = LanguageStatusSeverity.Information;
  item.text = text;
  item.detail = detail;
}

/** What was found in all files of the configurations; of a file that is part of none, in it. */
function countsOf(status: readonly ConfigurationStatus[], document: TextDocument): Counts {
  const files = new Set(status.flatMap(({ files: own }) => own.map((uri) => Uri.parse(uri).toString())));
  files.add(document.uri.toString());
  const counts: [number, number, number, number] = [0, 0, 0, 0];
  for (const file of files)
    for (const { source, severity } of languages.getDiagnostics(Uri.parse(file)))
      if (source === 'nginx-lint') counts[severity]++;
  return counts;
}
