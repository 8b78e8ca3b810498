import { type Html, html } from './html.ts';

/** The commands that links of a page may call. */
export const PAGE_COMMANDS = ['nginx-lint.openPlace', 'nginx-lint.explainRequest'] as const;
export type PageCommand = (typeof PAGE_COMMANDS)[number];

/** A whole page: no script, nothing from outside, the colours of the editor. `nonce` marks the one style sheet. */
export function page(title: string, body: Html, nonce: string): string {
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'`;
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
${body}
</body>
</html>
`.text;
}

/** A link that calls a command of the editor. */
export function commandLink(text: string, command: PageCommand, argument: unknown, tooltip = ''): Html {
  const target = `command:${command}?${encodeURIComponent(JSON.stringify([argument]))}`;
  return html`<a href="${target}" title="${tooltip}">${text}</a>`;
}

const STYLE = html`
body { font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); color: var(--vscode-foreground);
  line-height: 1.5; padding: 0 24px 32px; max-width: 72em; }
h1 { font-size: 1.35em; font-weight: 600; margin: 20px 0 2px; overflow-wrap: anywhere; }
h2 { font-size: 1.05em; font-weight: 600; margin: 24px 0 6px; }
p { margin: 4px 0; }
a { color: var(--vscode-textLink-foreground); text-decoration: none; }
a:hover { color: var(--vscode-textLink-activeForeground); text-decoration: underline; }
code { padding: 0; font-family: var(--vscode-editor-font-family); font-size: .95em; color: inherit; background: none;
  white-space: pre-wrap; overflow-wrap: anywhere; }
.faint { color: var(--vscode-descriptionForeground); }
.verdict { margin: 14px 0; padding: 10px 14px; border-left: 4px solid var(--vscode-charts-blue);
  background: var(--vscode-textBlockQuote-background); font-size: 1.1em; font-weight: 600; overflow-wrap: anywhere; }
.verdict.good { border-color: var(--vscode-charts-green); }
.verdict.bad { border-color: var(--vscode-charts-red); }
.verdict.open { border-color: var(--vscode-charts-yellow); }
table { border-collapse: collapse; }
th { text-align: left; font-weight: 400; color: var(--vscode-descriptionForeground); padding: 2px 20px 2px 0;
  vertical-align: top; white-space: nowrap; }
td { padding: 2px 20px 2px 0; vertical-align: top; overflow-wrap: anywhere; }
h3 { font-size: 1em; font-weight: 400; margin: 14px 0 2px; }
.row { display: flex; flex-wrap: wrap; column-gap: 24px; padding: 1px 6px; border-radius: 3px; }
.row:hover { background: var(--vscode-list-hoverBackground); }
.row > code:first-child { flex: 1 1 24em; }
.row > code:last-child { font-size: .9em; }
ol { padding-left: 2.4em; margin: 4px 0; }
li { margin: 3px 0; }
li .at { float: right; margin-left: 16px; font-size: .92em; }
li .rule { font-size: .82em; margin-left: 6px; color: var(--vscode-descriptionForeground); }
li.no { color: var(--vscode-descriptionForeground); }
.branch { margin: 6px 0 6px 4px; padding-left: 12px; border-left: 2px solid var(--vscode-charts-yellow); }
.branch > p { font-weight: 600; }
`;
