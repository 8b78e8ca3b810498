import type { Fix } from '../../lint/diagnostic.ts';
import { deleteStatement, insertAfter, insertAtStart, statementText } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { isWrittenIn } from '../../model/blocks.ts';
import { mapsFiles } from '../../model/files.ts';
import type { ConfigModel, ServerModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'root-in-location',
    group: 'files',
    severity: 'info',
    preset: 'strict',
    fix: 'unsafe',
    absence: true,
    docs: {
      summary: 'Several locations repeat a `root` that the server could have',
      why: 'One `root` in the server holds for all of its locations. Without it every path that no location takes, and every location that is added later, gets the folder that nginx was built with.',
      bad: 'location / { root /srv/www; }\nlocation /docs/ { root /srv/www; }',
      good: 'root /srv/www;\nlocation / { }\nlocation /docs/ { }',
      context: 'http, server',
      silent: [
        'where the server or `http` has a root',
        'for a folder that only one location has, such as that of error pages or ACME challenges',
        'where a handler such as `proxy_pass` or a `return` leaves the root unused',
      ],
      remedy: 'Set the root in the server and remove it from those locations.',
      links: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#root'],
    },
    options: {},
    messages: {
      repeated: ({ root, count }: { root: string; count: number }) =>
        `${count} locations set "root ${root}" and the server sets none, so that other paths get the built-in folder; set it in the server`,
    },
  },
  (ctx) => ({
    config(model) {
      for (const [server, roots] of rootsByServer(model)) {
        const [first, ...others] = mostRepeated(roots);
        const word = first?.node.args[0];
        if (first === undefined || word === undefined || others.length === 0) continue;
        if (model.effective(server.at, 'root').values.length > 0 || hasUnread(model, server.at)) continue;
        const related = others.map(({ file, node }) => ({ file, span: node.name, message: 'sets the same root' }));
        const data = { root: word.value, count: others.length + 1 };
        ctx.report(first, word, 'repeated', data, { related, fixes: hoist(model, server, [first, ...others]) });
      }
    },
  }),
);

/** The roots of locations that stand directly in a server, and are used. */
function rootsByServer(model: ConfigModel): ReadonlyMap<ServerModel, readonly Occurrence[]> {
  const servers = new Map<ServerModel, Occurrence[]>();
  for (const root of model.named('root')) {
    const location = root.parent?.name === 'location' ? model.location(root) : null;
    if (location === null || location.at !== root.parent || location.parent !== null) continue;
    if (!mapsFiles(model, location.at)) continue;
    const roots = servers.get(location.server);
    if (roots === undefined) servers.set(location.server, [root]);
    else roots.push(root);
  }
  return servers;
}

/** Those of the folder that most of them name. */
function mostRepeated(roots: readonly Occurrence[]): readonly Occurrence[] {
  const byFolder = new Map<string, Occurrence[]>();
  for (const root of roots) {
    const folder = root.node.args[0]?.value.replace(/(?<=.)\/+$/, '');
    if (folder === undefined || folder.includes('$')) continue;
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), root]);
  }
  let most: readonly Occurrence[] = [];
  for (const same of byFolder.values()) if (same.length > most.length) most = same;
  return most;
}

function hoist(model: ConfigModel, { at }: ServerModel, roots: readonly Occurrence[]): readonly Fix[] {
  const [first] = roots;
  const written = roots.every((root) => root.file === at.file && isWrittenIn(root, at));
  if (first === undefined || at.implied || !written) return [];
  const source = model.source(at.file);
  const line = [statementText(source, first.node)];
  const anchor = at.children.findLast((child) => isWrittenIn(child, at) && /^(?:server_name|listen)$/.test(child.name));
  const edit = anchor ? insertAfter(source, anchor.node, line) : insertAtStart(source, at.node, line);
  if (edit === null) return [];
  const edits = [edit, ...roots.map(({ node }) => deleteStatement(source, node))];
  return [{ title: 'Set it in the server', safe: false, edits }];
}
