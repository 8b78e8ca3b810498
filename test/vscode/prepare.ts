import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import manifest from '../../packages/vscode/package.json' with { type: 'json' };
import { type Hosts, installHosts } from './hosts/install.ts';
import { run } from './hosts/packages.ts';

/** What the tests need, or why it cannot be had. */
export type Prepared = { readonly hosts: Hosts; readonly vsix: string } | { readonly missing: string };

declare module 'vitest' {
  interface ProvidedContext {
    prepared: Prepared;
  }
}

/** Sets up the hosts and makes the `.vsix`. Where there are no hosts the tests are skipped; without a `.vsix` they fail. */
export default async function prepare(project: TestProject): Promise<void> {
  let hosts: Hosts;
  try {
    hosts = await installHosts();
  } catch (error) {
    const missing = String(error).split('\n')[0] ?? '';
    console.warn(`The tests in VS Code are skipped: ${missing}`);
    project.provide('prepared', { missing });
    return;
  }
  const folder = fileURLToPath(new URL('../../packages/vscode', import.meta.url));
  await run('npm', ['run', 'package'], folder);
  project.provide('prepared', { hosts, vsix: `${folder}/${manifest.name}-${manifest.version}.vsix` });
}
