import type { PlainLocation, TreeNode } from '../answers.ts';
import { namesFrom } from '../pages/places.ts';

/** A line of the include tree. */
export interface ItemText {
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  /** A name of the editor's icons. */
  readonly icon: string;
  /** What a click shows. */
  readonly opens: { readonly uri: string; readonly line: number } | null;
  readonly open: boolean;
}

const MATCHES = {
  exact: { icon: 'symbol-constant', sign: '=', says: 'exactly this URI' },
  prefix: { icon: 'symbol-field', sign: '', says: 'what begins so; the longest counts' },
  'prefix-final': { icon: 'symbol-field', sign: '^~', says: 'what begins so; no expression is tried then' },
  regex: { icon: 'regex', sign: '~', says: 'an expression' },
  named: { icon: 'symbol-event', sign: '', says: 'only for redirects inside nginx' },
} as const;

/** What a node of the tree says; `entry` is the first file of its configuration. */
export function itemOf(node: TreeNode, entry: string): ItemText {
  switch (node.kind) {
    case 'server':
      return {
        label: node.names.filter((name) => name !== '').join(' ') || 'server',
        description: node.listen.join(', '),
        tooltip: `server, ${node.listen.length === 0 ? 'on the default port' : `listens on ${node.listen.join(', ')}`}`,
        icon: 'server',
        opens: startOf(node.location),
        open: false,
      };
    case 'location': {
      const { icon, sign, says } = MATCHES[node.match];
      const order = node.order === null ? '' : `tried ${ordinal(node.order)}`;
      return {
        label: `${sign} ${node.pattern}`.trim(),
        description: order,
        tooltip: `location: ${says}${order === '' ? '' : `, ${order} of its level`}`,
        icon,
        opens: startOf(node.location),
        open: true,
      };
    }
    case 'missing':
      return {
        label: node.path,
        description: 'leads nowhere',
        tooltip: `include ${node.path}: there is no such file`,
        icon: 'warning',
        opens: startOf(node.location),
        open: false,
      };
    default: {
      const name = namesFrom(entry)(node.uri).replace(node.shipped ? /^\// : '', '');
      return {
        label: node.kind === 'file' ? name : (name.split('/').at(-1) ?? name),
        description: { entry: '', fragment: 'alone', file: node.shipped ? 'comes with nginx' : '' }[node.kind],
        tooltip: node.kind === 'fragment' ? `${name}: nothing includes it` : name,
        icon: node.kind === 'entry' ? 'home' : node.shipped ? 'package' : 'file',
        opens: node.shipped ? startOf(node.from) : { uri: node.uri, line: 0 },
        open: node.kind !== 'file' || node.children.some(({ kind }) => kind === 'file' || kind === 'server'),
      };
    }
  }
}

function startOf(location: PlainLocation | null): ItemText['opens'] {
  return location === null ? null : { uri: location.uri, line: location.range.start.line };
}

function ordinal(number: number): string {
  const tens = number % 100;
  const end = tens >= 11 && tens <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${end}`;
}

/** The innermost node that a line of a file lies in, with those around it, outermost first; null where none does. */
export function nodesAt(roots: readonly TreeNode[], uri: string, line: number): readonly TreeNode[] | null {
  let found: readonly TreeNode[] | null = null;
  const look = (node: TreeNode, above: readonly TreeNode[]): void => {
    const path = [...above, node];
    if (holds(node, uri, line) && (found === null || path.length > found.length)) found = path;
    for (const child of node.children) look(child, path);
  };
  for (const root of roots) look(root, []);
  return found;
}

function holds(node: TreeNode, uri: string, line: number): boolean {
  if ('uri' in node) return node.uri === uri;
  const { location } = node;
  if (location === null || location.uri !== uri) return false;
  return location.range.start.line <= line && line <= location.range.end.line;
}
