import { expect } from 'vitest';
import { nginxLint } from '../support/command.ts';
import { activationTime } from './driver/activation.ts';
import { fillPalette, pickEntry, quickOpen, runCommand } from './driver/palette.ts';
import { poll } from './driver/poll.ts';
import { type Problem, problems } from './driver/problems.ts';
import { accept, applyQuickFix, dismiss, hover, rename, suggestionsWith } from './driver/typing.ts';
import { breadcrumbs, notifications, outlineWith, pageWith, tokenHere, treeWith } from './driver/views.ts';
import { inWindow } from './driver/window.ts';

interface Found {
  readonly file: string;
  readonly severity: string;
  readonly message: string;
  readonly rule: string;
  readonly range: { readonly start: { readonly line: number; readonly column: number } };
}

/** What the command prints in a folder, as the Problems panel would show it, in some order. */
async function printed(folder: string): Promise<string[]> {
  const { stdout } = await nginxLint(['--format', 'json'], { cwd: folder });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: Found[] };
  return diagnostics
    .map(({ file, rule, severity, message, range: { start } }) =>
      lineOf({
        file: file.split('/').at(-1) ?? '',
        ...start,
        severity: severity as Problem['severity'],
        code: rule,
        message,
      }),
    )
    .sort();
}

function lineOf({ file, line, column, severity, code, message }: Problem): string {
  return `${file}:${line}:${column}: ${severity}: ${message} [${code}]`;
}

/** Is it a finding of a rule in a file? */
function isFinding(rule: string, name: string): (problem: Problem) => boolean {
  return ({ file, code }) => file === name && code === rule;
}

inWindow('desktop', 'the extension in VS Code', {}, (step) => {
  step('knows files of nginx and colours them', async (session) => {
    await session.open('nginx.conf');
    await poll('the language', async () => (await session.editor())?.language === 'nginx');
    await quickOpen(session, 'sites-enabled/api.conf', 'api.conf');
    await poll('the language', async () => (await session.editor())?.language === 'nginx');
    await session.goTo('proxy_connect_timeout', 3);
    expect(await tokenHere(session)).toMatch(/source\.nginx/);
    // What a grammar tells apart inside of an expression is not hidden by one token for all of it.
    await session.goTo('location ~ ^/v1/orders/', 23);
    const inside = await tokenHere(session);
    expect(inside).toMatch(/string\.regexp/);
    expect(inside).not.toMatch(/semantic token type/i);
  });

  step('is activated within 300 ms', async (session) => {
    const time = await activationTime(session, 'nginx-lint');
    console.log(`VS Code says that the extension was activated in ${time} ms.`);
    expect(time).toBeLessThanOrEqual(300);
  });

  step('shows in the Problems panel what the command prints', async (session) => {
    const expected = await printed(session.workspace);
    expect(expected.length).toBeGreaterThan(50);
    const shown = await problems(session, (found) => found.length >= expected.length);
    expect(shown.map(lineOf).sort()).toEqual(expected);
  });

  step('explains a directive in its hover', async (session) => {
    await session.open('sites-enabled/api.conf');
    await session.goTo('proxy_connect_timeout', 3);
    const text = await hover(session);
    expect(text).toMatch(/proxy_connect_timeout/);
    expect(text).toMatch(/Context: http, server, location/);
    await dismiss(session);
  });

  step('completes what is typed', async (session) => {
    await session.goTo('proxy_read_timeout 30s;', 23);
    await session.press('Enter');
    await session.type('proxy_sock');
    await suggestionsWith(session, 'proxy_socket_keepalive');
    await accept(session, 'proxy_socket_keepalive');
    expect(await session.text()).toContain('\n    proxy_socket_keepalive');
    await dismiss(session);
    await session.command('workbench.action.files.revert');
  });

  step('goes to the definition in an included file, and back', async (session) => {
    await session.goTo('include snippets/tls.conf', 12);
    await session.press('F12');
    await poll('the included file', async () => (await session.editor())?.uri.endsWith('/snippets/tls.conf'));
    await runCommand(session, 'Go Back');
    await poll('the way back', async () => (await session.editor())?.uri.endsWith('/sites-enabled/api.conf'));
    await session.goTo('http://storefront_api', 10);
    await session.press('F12');
    const there = await poll('the upstream', async () => {
      const editor = await session.editor();
      return editor?.uri.endsWith('/conf.d/upstreams.conf') && editor;
    });
    expect(there.line).toBe(3);
    await runCommand(session, 'Go Back');
    await poll('the way back', async () => (await session.editor())?.uri.endsWith('/sites-enabled/api.conf'));
  });

  step('renames an upstream in all files', async (session) => {
    await session.open('conf.d/upstreams.conf');
    await session.goTo('upstream storefront_api', 12);
    expect(await rename(session, 'shop_api')).toBe('storefront_api');
    await session.command('workbench.action.files.saveAll');
    const files = ['conf.d/upstreams.conf', 'sites-available/api.conf', 'sites-available/partners.conf'];
    await poll('the new name on the disk', async () =>
      files.every((file) => session.onDisk(file).includes('shop_api')),
    );
    expect(session.onDisk('sites-available/api.conf')).not.toContain('http://storefront_api');
    expect(session.onDisk('sites-available/partners.conf')).not.toContain('http://storefront_api');
  });

  step('fixes a finding, which then is no longer shown', async (session) => {
    await session.open('sites-enabled/docs.conf');
    const isTraversal = isFinding('alias-traversal', 'docs.conf');
    expect((await problems(session)).filter(isTraversal)).toHaveLength(1);
    await session.goTo('location /files', 12);
    await applyQuickFix(session, 'End the location with a slash');
    expect(await session.text()).toContain('location /files/ {');
    await problems(session, (found) => found.length > 0 && !found.some(isTraversal));
  });

  step('switches a rule off by a comment', async (session) => {
    await session.open('sites-enabled/ops.conf');
    await session.goTo('alias /srv/larkspur/ops/reports', 10);
    await runCommand(session, 'nginx: Disable rule here');
    await pickEntry(session, 'Disable alias-missing-trailing-slash for this line');
    await poll('the comment', async () => /# nginx-lint-disable-next-line alias-missing/.test(await session.text()));
    const isSlash = isFinding('alias-missing-trailing-slash', 'ops.conf');
    await problems(session, (found) => found.length > 0 && !found.some(isSlash));
  });

  step('formats a file', async (session) => {
    await session.command('workbench.action.files.saveAll');
    await session.open('snippets/office-only.conf');
    const before = await session.text();
    await session.goTo('', 0);
    await session.type('   ');
    await poll('the blanks', async () => (await session.text()) === `   ${before}`);
    await runCommand(session, 'Format Document');
    await poll('the text as it was', async () => (await session.text()) === before);
  });

  step('shows the blocks of a file in the Outline and above the editor', async (session) => {
    await session.open('sites-enabled/api.conf');
    const rows = await outlineWith(session, 'api.larkspur.example :443 ssl');
    expect(rows.map(({ label }) => label)).toContain('/v2/checkout/');
    await session.goTo('proxy_next_upstream off');
    await poll('the location above the editor', async () => (await breadcrumbs(session)).at(-1) === '/v2/');
    expect(await breadcrumbs(session)).toEqual(['sites-enabled', 'api.conf', 'api.larkspur.example :443 ssl', '/v2/']);
  });

  step('explains a request on a page with links', async (session) => {
    await runCommand(session, 'nginx: Explain a request…');
    await fillPalette(session, 'https://www.larkspur.example/blog/first');
    await pickEntry(session, 'https://www.larkspur.example/blog/first');
    const page = await pageWith(session, 'Passed on to 10.20.0.31:2368');
    expect(await page.locator('li').count()).toBeGreaterThan(3);
    await page.locator('a').filter({ hasText: 'sites-enabled/www.conf:72' }).first().click();
    await poll('the location', async () => (await session.editor())?.uri.endsWith('/sites-enabled/www.conf'));
    expect((await session.editor())?.line).toBe(72);
    await runCommand(session, 'nginx: Clear marks of the request');
  });

  step('shows the tree of includes, servers and locations', async (session) => {
    await runCommand(session, 'nginx: Show include tree');
    const rows = await treeWith(session, 'nginx.conf');
    const found = rows.map(({ level, label }) => `${level} ${label}`);
    expect(found).toEqual(
      expect.arrayContaining(['1 nginx.conf', '2 sites-enabled/shop.conf', '3 ops.larkspur.internal']),
    );
    await session.page.locator('.customview-tree .label-name', { hasText: 'ops.larkspur.internal' }).first().click();
    await poll('the server', async () => (await session.editor())?.uri.endsWith('/sites-enabled/ops.conf'));
  });

  step('takes a change of a setting at once', async (session) => {
    const isOld = ({ code }: Problem) => code === 'deprecated-listen-http2';
    expect((await problems(session)).some(isOld)).toBe(true);
    await session.set('nginxLint.ignore', ['deprecated-listen-http2']);
    await problems(session, (found) => found.length > 0 && !found.some(isOld));
    await session.set('nginxLint.ignore');
    await problems(session, (found) => found.some(isOld));
  });

  step('has nothing to complain of', async (session) => {
    expect(session.errors).toEqual([]);
    expect(await notifications(session)).toEqual([]);
  });
});
