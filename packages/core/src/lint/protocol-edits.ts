import type { SourceFile, Word } from '../syntax/nodes.ts';
import type { Fix } from './diagnostic.ts';

/** Takes versions of TLS out of a list and leaves the rest as it is written, comments too. */
export function withoutProtocols(file: SourceFile, args: readonly Word[], weak: readonly Word[]): Fix {
  const { text, id } = file;
  const span = { start: args[0]?.start ?? 0, end: args.at(-1)?.end ?? 0 };
  let kept = '';
  let from = span.start;
  for (const word of weak) {
    kept += text.slice(from, word.start);
    from = word.end;
    while (text[from] === ' ' || text[from] === '\t') from++;
  }
  kept = `${kept}${text.slice(from, Math.max(from, span.end))}`.replace(/[ \t]+$/, '');
  const rest = args.length > weak.length ? kept : 'TLSv1.2 TLSv1.3';
  return { title: 'Offer only the safe versions', safe: true, edits: [{ file: id, span, text: rest }] };
}
