import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';
import { entryFault } from '../entries.ts';
import type { DirectiveCheck, Fault } from '../fault.ts';
import { addExact, newHostNames, refusesName } from '../host-names.ts';
import { invalidValue } from '../invalid-value.ts';

/** The entries of a body that its handler reads on: one of a wrong shape, or without a semicolon, has been reported. */
export function entriesOf(block: Occurrence, model: ConfigModel): readonly Occurrence[] {
  return block.children.filter((at) => {
    const { terminator, stop } = at.node;
    return terminator === ';' && model.source(at.file).text[stop] === ';' && entryFault(at, model.facts) === null;
  });
}

/** Is it the `include` of a body? What it leads to follows on the same level. */
export function isIncluding({ node }: Occurrence): boolean {
  return node.name.value === 'include' && node.args.length === 1;
}

/** Mirrors ngx_http_map() and its twin of stream; values and expressions are judged with all others. */
export const mapEntries: DirectiveCheck = {
  names: ['map'],
  *check(block, model) {
    const names = newHostNames();
    let wildcards = false;
    let byDefault: Occurrence | null = null;
    for (const at of entriesOf(block, model)) {
      const { name, args } = at.node;
      if (isIncluding(at)) continue;
      if (args.length === 0) {
        wildcards ||= name.value === 'hostnames';
      } else if (name.value === 'default') {
        if (byDefault !== null) yield twice(at, byDefault);
        byDefault ??= at;
      } else if (!name.value.startsWith('~')) {
        const key = name.value.replace(/^\\/, '');
        const refused = wildcards ? refusesName(names, key) : addExact(names, key) ? null : 'conflict';
        if (refused !== null) yield refusedKey(at, key, refused);
      }
    }
  },
};

function twice(at: Occurrence, first: Occurrence): Fault {
  const nginx = 'duplicate default map parameter';
  const fault = invalidValue(at, at.node.name, nginx, 'this "map" has a default already; remove one of them');
  return { ...fault, related: [{ file: first.file, span: first.node.name, message: 'the other default' }] };
}

function refusedKey(at: Occurrence, key: string, refused: 'invalid' | 'conflict'): Fault {
  const { name } = at.node;
  if (refused === 'conflict') {
    const shown = key.toLowerCase();
    const message = `"${key}" is in this "map" already; case does not count`;
    return invalidValue(at, name, `conflicting parameter "${shown}"`, message);
  }
  const message = `"${key}" is neither a name nor one with "*" as its first or last label`;
  return invalidValue(at, name, `invalid hostname or wildcard "${key}"`, message);
}
