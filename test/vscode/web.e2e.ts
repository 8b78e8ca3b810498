import { expect } from 'vitest';
import { poll } from './driver/poll.ts';
import { problems } from './driver/problems.ts';
import { accept, dismiss, hover, suggestionsWith } from './driver/typing.ts';
import { notifications, tokenHere } from './driver/views.ts';
import { inWindow } from './driver/window.ts';

inWindow('web', 'the extension in VS Code for the web', {}, (step) => {
  step('colours a file of a virtual workspace', async (session) => {
    await session.open('nginx.conf');
    await poll('the language', async () => (await session.editor())?.language === 'nginx');
    expect((await session.editor())?.uri).toBe('test://site/nginx.conf');
    await session.goTo('keepalive_timeout', 3);
    expect(await tokenHere(session)).toMatch(/source\.nginx/);
  });

  step('shows findings of included files, with what other files say', async (session) => {
    const found = await problems(session, (all) => all.some(({ file }) => file === 'api.conf'));
    const inApi = found.filter(({ file }) => file === 'api.conf').map(({ code }) => code);
    // That the location loses headers can be known only from the snippet that sets them.
    expect(inApi).toContain('proxy-set-header-not-inherited');
    expect(found.map(({ file }) => file)).toEqual(expect.arrayContaining(['upstreams.conf', 'mqtt.conf', 'www.conf']));
  });

  step('explains a directive in its hover', async (session) => {
    await session.goTo('keepalive_timeout', 3);
    expect(await hover(session)).toMatch(/Default: keepalive_timeout 75s;/);
    await dismiss(session);
  });

  step('completes names that another file defines', async (session) => {
    await session.open('sites-enabled/api.conf');
    await poll('the language', async () => (await session.editor())?.language === 'nginx');
    await session.goTo('http://search;', 7);
    await session.press('Shift+End', 'Delete');
    await session.type('store');
    await suggestionsWith(session, 'storefront_api');
    await accept(session, 'storefront_api');
    await poll('the name', async () => (await session.text()).includes('http://storefront_api\n    }\n\n    # live'));
    await dismiss(session);
  });

  step('goes to the definition in an included file', async (session) => {
    await session.goTo('include snippets/tls.conf', 12);
    await session.press('F12');
    await poll('the file', async () => (await session.editor())?.uri === 'test://site/snippets/tls.conf');
  });

  step('has nothing to complain of', async (session) => {
    expect(session.errors).toEqual([]);
    expect(await notifications(session)).toEqual([]);
  });
});
