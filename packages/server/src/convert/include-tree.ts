import type { FileId, Span } from '@nginx-lint/core';
import type { Snapshot, TreeNode } from '@nginx-lint/service';
import type { Location } from 'vscode-languageserver';
import type { Session } from '../session.ts';

/** A node of the include tree with places as the protocol has them. */
export function treeJson(node: TreeNode, snapshot: Snapshot, session: Session): object {
  const place = (file: FileId, span: Span): Location | null => session.location(snapshot, file, span);
  const children = 'children' in node ? node.children.map((child) => treeJson(child, snapshot, session)) : [];
  switch (node.kind) {
    case 'server': {
      const { kind, names, listen } = node;
      return { kind, location: place(node.file, node.span), names, listen, children };
    }
    case 'location': {
      const { kind, match, pattern, order } = node;
      return { kind, location: place(node.file, node.span), match, pattern, order, children };
    }
    case 'missing':
      return { kind: node.kind, location: place(node.file, node.span), path: node.path, children };
    default: {
      const from = node.from === null ? null : place(node.from.file, node.from.span);
      return { kind: node.kind, uri: session.uri(snapshot, node.file), shipped: node.shipped, from, children };
    }
  }
}
