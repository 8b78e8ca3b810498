import {
  type Disposable,
  ShellExecution,
  Task,
  type TaskDefinition,
  TaskGroup,
  type TaskProvider,
  tasks,
  Uri,
  type WorkspaceFolder,
  workspace,
} from 'vscode';
import { type LintTask, lintArguments } from './lint-arguments.ts';

/** Offers the command as a task for each folder of the workspace; its findings go to the Problems panel. */
export function offerTasks(): Disposable {
  const provider: TaskProvider = {
    async provideTasks() {
      const folders = workspace.workspaceFolders?.filter(({ uri }) => uri.scheme === 'file') ?? [];
      return Promise.all(folders.map((folder) => lintTask(folder, { type: 'nginx-lint' })));
    },
    async resolveTask({ definition, scope }) {
      return typeof scope === 'object' ? lintTask(scope, definition) : undefined;
    },
  };
  return tasks.registerTaskProvider('nginx-lint', provider);
}

async function lintTask(folder: WorkspaceFolder, definition: TaskDefinition): Promise<Task> {
  const { paths, args } = definition as LintTask;
  const execution = new ShellExecution(await commandIn(folder), lintArguments({ paths, args }));
  const task = new Task(definition, folder, 'lint', 'nginx-lint', execution, '$nginx-lint');
  task.group = TaskGroup.Test;
  return task;
}

/** The command of the project where it has one; else the one that is installed. */
async function commandIn({ uri }: WorkspaceFolder): Promise<string> {
  const own = Uri.joinPath(uri, 'node_modules/.bin/nginx-lint');
  try {
    await workspace.fs.stat(own);
    return own.fsPath;
  } catch {
    return 'nginx-lint';
  }
}
