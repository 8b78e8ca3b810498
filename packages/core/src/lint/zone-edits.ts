import type { ConfigModel, UpstreamModel } from '../model/types.ts';
import type { FileEdit } from './diagnostic.ts';
import { insertAtStart } from './edits.ts';

/** A `zone` for a group; null where something else has a zone of that name, which nginx would refuse. */
export function addZone(model: ConfigModel, { at, name }: UpstreamModel): FileEdit | null {
  if (!/^[\w.-]+$/.test(name.value) || isTaken(model, name.value)) return null;
  return insertAtStart(model.source(at.file), at.node, [`zone ${name.value} 64k;`]);
}

/** Zones of all kinds share their names: `zone=app:10m`, `keys_zone=app:10m`, `shared:app:10m`, `zone app 64k`. */
function isTaken(model: ConfigModel, name: string): boolean {
  const named = new RegExp(`(?:^|[=:])${name.replace(/[.]/g, '\\.')}(?::|$)`);
  return model.tree.all.some(
    ({ node }) =>
      /zone|cache/.test(node.name.value) &&
      node.args.some(({ value }, index) => (index === 0 || /[=:]/.test(value)) && named.test(value)),
  );
}
