import { locationPattern } from '../model/locations.ts';
import type { Occurrence } from '../tree/tree.ts';

/** What makes a block this block and no other: of a server its names, of a location its modifier and pattern. */
export function blockIdentity(at: Occurrence): string {
  const { name, args } = at.node;
  if (name.value === 'location') {
    const read = locationPattern(args);
    return read === null ? 'location' : `location ${read.match} ${read.caseless} ${read.pattern}`;
  }
  if (name.value !== 'server') return [name, ...args].map(({ value }) => value).join(' ');
  return at.children
    .filter(({ name }) => name === 'server_name')
    .flatMap(({ node }) => node.args.map(({ value }) => value))
    .sort()
    .join(' ');
}
