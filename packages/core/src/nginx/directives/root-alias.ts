import type { Occurrence } from '../../tree/tree.ts';
import type { DirectiveCheck, Fault } from '../fault.ts';
import { invalidValue } from '../invalid-value.ts';

const OWN_ROOTS = ['document_root', 'realpath_root'];

/** Mirrors ngx_http_core_root(), which sets both. */
export const rootAndAlias: DirectiveCheck = {
  names: ['root', 'alias'],
  looksAround: true,
  check(at) {
    const inside = insideNamed(at);
    const circular = ownRoot(at);
    return inside === null && circular === null ? NONE : [inside, circular].flatMap((fault) => fault ?? []);
  },
};

const NONE: readonly Fault[] = [];

function insideNamed(at: Occurrence): Fault | null {
  const { name } = at.node;
  if (name.value !== 'alias' || at.parent?.node.args.length !== 1) return null;
  const [location] = at.parent.node.args;
  if (!location?.value.startsWith('@')) return null;
  const nginx = 'the "alias" directive cannot be used inside the named location';
  return invalidValue(at, name, nginx, `"alias" cannot be used in the named location "${location.value}"; take "root"`);
}

function ownRoot(at: Occurrence): Fault | null {
  const { name, args } = at.node;
  const path = args[0];
  if (!path?.value.includes('$')) return null;
  const used = OWN_ROOTS.find((root) => path.value.includes(`$${root}`) || path.value.includes(`\${${root}}`));
  if (used === undefined) return null;
  const nginx = `the $${used} variable cannot be used in the "${name.value}" directive`;
  return invalidValue(at, path, nginx, `"$${used}" is made of "${name.value}" and cannot be used in it`);
}
