import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fillPalette, pickEntry, runCommand } from './driver/palette.ts';
import { poll } from './driver/poll.ts';
import type { Session } from './driver/session.ts';
import { dismiss, hover, quickFixes, suggestionsWith } from './driver/typing.ts';
import { outlineWith, pageWith, treeWith } from './driver/views.ts';
import { inWindow } from './driver/window.ts';
import { smallerPng } from './smaller-png.ts';

// `npm run screenshots` makes the pictures of the extension's README and those of the guide.

const OF_README = fileURLToPath(new URL('../../packages/vscode/images/', import.meta.url));
const OF_GUIDE = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const WINDOW = { size: { width: 1200, height: 760 } };

async function picture({ page }: Session, folder: string, name: string): Promise<void> {
  await page.mouse.move(2, 2);
  // Lenses keep a line free until they are known.
  const lenses = page.locator('.codelens-decoration').filter({ visible: true });
  await poll('the texts of the lenses', async () => (await lenses.allInnerTexts()).every((text) => text.trim() !== ''));
  // What has changed is painted: two frames have passed.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}${name}.png`, smallerPng(await page.screenshot()));
}

/** Opens a file and waits until the server has said what it says of it: colours, findings, lines above blocks. */
async function openWhole(session: Session, name: string): Promise<void> {
  await session.open(name);
  await poll('lenses', async () => (await session.page.locator('.codelens-decoration').count()) > 0);
  await poll('findings', async () => (await session.page.locator('[class*="squiggly-"]').count()) > 0);
}

inWindow('desktop', 'pictures in a dark theme', WINDOW, (step) => {
  step('the playground', async (session) => {
    await openWhole(session, 'sites-enabled/shop.conf');
    await picture(session, OF_GUIDE, 'vscode-dark');
  });

  step('problems', async (session) => {
    await session.command('workbench.panel.markers.view.focus');
    await openWhole(session, 'sites-enabled/docs.conf');
    await session.goTo('location /files', 10);
    await picture(session, OF_README, 'problems');
    await quickFixes(session);
    await picture(session, OF_GUIDE, 'vscode-quick-fixes');
    await dismiss(session);
    await session.command('workbench.action.closePanel');
  });

  step('hover', async (session) => {
    await openWhole(session, 'sites-enabled/www.conf');
    await session.goTo('proxy_cache_valid', 4);
    await hover(session);
    await picture(session, OF_GUIDE, 'vscode-hover');
    await dismiss(session);
  });

  step('completion', async (session) => {
    await session.goTo('proxy_cache_valid 200 10m;', 26);
    await session.press('Enter');
    await session.type('proxy_next');
    await suggestionsWith(session, 'proxy_next_upstream');
    await session.command('toggleSuggestionDetails');
    await session.page.locator('.suggest-details').first().waitFor();
    await picture(session, OF_GUIDE, 'vscode-completion');
    await dismiss(session);
    await session.command('workbench.action.files.revert');
  });

  step('rename', async (session) => {
    await openWhole(session, 'conf.d/upstreams.conf');
    await session.goTo('upstream storefront_api', 12);
    await session.press('F2');
    await session.page.locator('.rename-box input').filter({ visible: true }).waitFor();
    await picture(session, OF_GUIDE, 'vscode-rename');
    await dismiss(session);
  });

  step('outline', async (session) => {
    await openWhole(session, 'sites-enabled/api.conf');
    await session.goTo('proxy_next_upstream off');
    await outlineWith(session, 'api.larkspur.example :443 ssl');
    await picture(session, OF_GUIDE, 'vscode-outline');
    await session.command('workbench.files.action.focusFilesExplorer');
  });

  step('include tree', async (session) => {
    await openWhole(session, 'sites-enabled/shop.conf');
    await session.goTo('location ~ \\.php$');
    await runCommand(session, 'nginx: Show include tree');
    await treeWith(session, 'nginx.conf');
    await picture(session, OF_README, 'include-tree');
  });

  step('what holds', async (session) => {
    await openWhole(session, 'sites-enabled/www.conf');
    await session.goTo('proxy_cache blog');
    await session.command('workbench.action.closeSidebar');
    await runCommand(session, 'nginx: Show effective configuration here');
    await pageWith(session, 'proxy_cache');
    await picture(session, OF_GUIDE, 'vscode-effective-configuration');
    await session.command('workbench.action.closeEditorsInOtherGroups');
  });

  step('a request', async (session) => {
    await runCommand(session, 'nginx: Explain a request…');
    await fillPalette(session, 'https://www.larkspur.example/blog/first');
    await pickEntry(session, 'https://www.larkspur.example/blog/first');
    await pageWith(session, 'Passed on to 10.20.0.31:2368');
    await session.goTo('location /blog/');
    await picture(session, OF_README, 'explain-request');
  });
});

const LIGHT = { ...WINDOW, settings: { 'workbench.colorTheme': 'Default Light Modern' } };

inWindow('desktop', 'pictures in a light theme', LIGHT, (step) => {
  step('the playground', async (session) => {
    await openWhole(session, 'sites-enabled/shop.conf');
    await picture(session, OF_GUIDE, 'vscode-light');
  });
});
