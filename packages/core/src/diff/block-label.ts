import type { Occurrence } from '../tree/tree.ts';

/** A block as people call it: `server www.example.com`, `location ~ \.php$`, `if ($x)`. */
export function blockLabel(at: Occurrence): string {
  const { name, args } = at.node;
  if (name.value !== 'server') return [name, ...args].map(({ value }) => value).join(' ');
  const of = (directive: string): string =>
    at.children
      .filter(({ name }) => name === directive)
      .flatMap(({ node }) => (directive === 'listen' ? node.args.slice(0, 1) : node.args).map(({ value }) => value))
      .filter((value) => value !== '')
      .slice(0, 3)
      .join(' ');
  const names = of('server_name');
  return `server ${names === '' ? of('listen') || '(no name)' : names}`;
}

/** The blocks around a block and itself, as labels, `http` left out. */
export function blockTrail(at: Occurrence): readonly string[] {
  const trail: string[] = [];
  for (let block: Occurrence | null = at; block !== null; block = block.parent)
    if (block.name !== 'http' || block === at) trail.unshift(blockLabel(block));
  return trail;
}
