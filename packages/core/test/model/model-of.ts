import { createFacts } from '../../src/facts/lookup.ts';
import { createModel } from '../../src/model/model.ts';
import type { ConfigModel } from '../../src/model/types.ts';
import { fileAt } from '../../src/text/file-id.ts';
import { loadFragment, loadTree } from '../../src/tree/load.ts';
import { memoryFiles } from '../../src/tree/memory-files.ts';
import type { Occurrence } from '../../src/tree/tree.ts';

const ENTRY = '/etc/nginx/nginx.conf';

/** The model of a text, with the files that it includes; fails where nginx would not read the text. */
export async function modelOf(
  text: string,
  version?: string,
  included: Readonly<Record<string, string>> = {},
): Promise<ConfigModel> {
  const facts = createFacts(version === undefined ? {} : { version });
  const tree = await loadTree(fileAt(ENTRY), { files: memoryFiles({ ...included, [ENTRY]: text }), facts });
  const [problem] = tree.files.get(tree.entry)?.problems ?? [];
  if (problem !== undefined) throw new Error(problem.message);
  return createModel(tree);
}

/** The model of a fragment that stands in the blocks given. */
export async function fragmentModel(text: string, context: readonly string[]): Promise<ConfigModel> {
  const files = memoryFiles({ '/etc/nginx/part.conf': text });
  return createModel(await loadFragment(fileAt('/etc/nginx/part.conf'), context, { files, facts: createFacts() }));
}

/**
 * The block at a path such as `http > server > location /a/`: each step is the beginning of a statement, and the first
 * that fits at its level counts.
 */
export function blockAtPath(model: ConfigModel, path: string): Occurrence {
  let level = model.roots;
  let found: Occurrence | undefined;
  for (const step of path.split(' > ')) {
    found = level.find(({ node }) =>
      `${[node.name, ...node.args].map(({ value }) => value).join(' ')} `.startsWith(`${step} `),
    );
    if (found === undefined) throw new Error(`no ${step} of ${path}`);
    level = found.children;
  }
  if (found === undefined) throw new Error('an empty path');
  return found;
}
