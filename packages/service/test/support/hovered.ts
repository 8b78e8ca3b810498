import { hover } from '../../src/features/hover.ts';
import { markdownText } from '../../src/features/markdown.ts';
import { marked } from './marked.ts';

/** What hover says at the cursor: the part of the text that it is about, an empty line, and the Markdown; null for nothing. */
export async function hovered(text: string, version?: string): Promise<string | null> {
  const { snapshot, file, offset } = await marked(text, version === undefined ? {} : { version });
  const found = hover(snapshot, file, offset);
  if (found === null) return null;
  const part = snapshot.source(file)?.text.slice(found.span.start, found.span.end) ?? '';
  return `${part}\n\n${markdownText(found.markdown, ({ label }) => `[${label}]`)}`;
}

/** What hover says of this configuration, without the documentation that follows. */
export async function about(text: string): Promise<string | null> {
  const all = await hovered(text);
  const parts = all?.split('\n\n---\n\n');
  return parts?.slice(0, -1).join('\n\n---\n\n') ?? null;
}

/** A site with these lines in its server: they begin in line 12, behind a group named app and what the server sets. */
export function inServer(...lines: readonly string[]): string {
  const inner = lines.map((line) => `        ${line}\n`).join('');
  return `http {
    upstream app {
        least_conn;
        server 10.0.0.1;
        server 10.0.0.2 backup;
    }
    server {
        listen 80;
        server_name a.example;
        root /srv;
        add_header X-A 1;
${inner}    }
}
`;
}
