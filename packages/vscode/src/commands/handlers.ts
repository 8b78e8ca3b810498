import { commands, type ExtensionContext, type LogOutputChannel, window } from 'vscode';
import type { Server } from '../server.ts';
import type { IncludeTreeView } from '../views/include-tree.ts';
import { disableRule } from './disable-rule.ts';
import { EffectiveConfiguration } from './effective-configuration.ts';
import { ExplainRequest } from './explain-request.ts';
import type { CommandHandlers } from './ids.ts';
import { openPlace, showPlaces } from './places.ts';

export interface CommandHost {
  readonly context: ExtensionContext;
  readonly server: Server;
  readonly tree: IncludeTreeView;
  readonly output: LogOutputChannel;
}

/** What the commands do. */
export function commandHandlers({ context, server, tree, output }: CommandHost): CommandHandlers {
  const explain = new ExplainRequest(server, context.workspaceState);
  const effective = new EffectiveConfiguration(server);
  context.subscriptions.push(explain, effective);
  return {
    'nginx-lint.explainRequest': (asked) => explain.run(asked),
    'nginx-lint.clearMarks': () => explain.clearMarks(),
    'nginx-lint.showEffectiveConfiguration': () => effective.run(),
    'nginx-lint.showIncludeTree': () => tree.show(window.activeTextEditor),
    'nginx-lint.refreshIncludeTree': () => tree.refresh(),
    'nginx-lint.format': () => commands.executeCommand('editor.action.formatDocument'),
    'nginx-lint.fixAll': () =>
      commands.executeCommand('editor.action.codeAction', { kind: 'source.fixAll.nginx-lint', apply: 'first' }),
    'nginx-lint.disableRule': () => disableRule(),
    'nginx-lint.restartServer': () => server.restart(),
    'nginx-lint.showOutput': () => output.show(true),
    'nginx-lint.showPlaces': (places) => showPlaces(places),
    'nginx-lint.openPlace': (place) => openPlace(place),
  };
}
