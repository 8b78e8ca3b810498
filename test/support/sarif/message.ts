/** A message of SARIF as a reader takes it that keeps to the letter: what it shows, and what it takes for a place or a link. */
export interface ReadMessage {
  readonly shown: string;
  readonly placeholders: readonly string[];
  readonly links: readonly string[];
  /** Braces that are neither doubled nor a placeholder. */
  readonly stray: number;
}

/** `{0}`, `{{`, `}}` and single braces (§3.11.5), and links of the grammar of §3.11.6. */
const PIECE = /\{\{|\}\}|\{(\d+)\}|[{}]|\[((?:[^[\]\\]|\\[[\]\\])*)\]\(([^)]+)\)/g;

export function readMessage(text: string): ReadMessage {
  const placeholders: string[] = [];
  const links: string[] = [];
  let stray = 0;
  const shown = text.replace(PIECE, (piece, index?: string, label?: string) => {
    if (piece === '{{' || piece === '}}') return piece.slice(1);
    if (index !== undefined) placeholders.push(index);
    else if (label !== undefined) links.push(label);
    else stray++;
    return piece;
  });
  return { shown: unescaped(shown), placeholders, links, stray };
}

/** Outside of links only a bracket that would end one is escaped. */
function unescaped(text: string): string {
  return text.replace(/(\\+)\](?=\()/g, (_, run: string) => `${'\\'.repeat((run.length - 1) / 2)}]`);
}
