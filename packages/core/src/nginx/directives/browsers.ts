import type { DirectiveCheck } from '../fault.ts';
import { valueFault } from '../values/index.ts';
import { notAmong } from '../values/words.ts';

const BROWSERS = ['msie', 'gecko', 'opera', 'safari', 'konqueror'];

/** `modern_browser browser version | unlisted`: ngx_http_modern_browser() */
export const modernBrowser: DirectiveCheck = {
  names: ['modern_browser'],
  *check(at) {
    const [browser, version] = at.node.args;
    if (browser === undefined) return;
    if (version === undefined) {
      if (browser.value === 'unlisted') return;
      const message = `"modern_browser" takes "unlisted", or a browser and its version, not "${browser.value}" alone`;
      // nginx stops without a word.
      yield valueFault(at, browser, { message, nginx: '' });
    } else if (!BROWSERS.includes(browser.value.toLowerCase())) {
      const nginx = `unknown browser name "${browser.value}"`;
      yield valueFault(at, browser, { ...notAmong(browser.value, BROWSERS, 'modern_browser'), nginx });
    } else if (!/^[0-9.]*$/.test(version.value)) {
      const message = `a version is made of numbers and dots, not "${version.value}"`;
      yield valueFault(at, version, { message, nginx: `invalid browser version "${version.value}"` });
    }
  },
};
