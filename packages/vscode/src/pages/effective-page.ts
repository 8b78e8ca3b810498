import type { EffectivePlace, EffectiveSetting } from '../answers.ts';
import { type Html, html } from './html.ts';
import { page } from './page.ts';
import { locationLink, type NameOf, namesFrom } from './places.ts';

/** The page of what holds at a place: for each place that the file is included in, what is set there and where. */
export function effectivePage(where: string, places: readonly EffectivePlace[], nonce: string): string {
  const body = html`<h1>What holds at ${where}</h1>
${places.length === 0 ? html`<p class="verdict open">No configuration holds this file.</p>` : null}
${places.map(placePart)}`;
  return page(`What holds at ${where}`, body, nonce);
}

function placePart({ entry, blocks, settings }: EffectivePlace): Html {
  const nameOf = namesFrom(entry);
  return html`<h2><code>${blocks.length === 0 ? 'outside of all blocks' : blocks.join(' › ')}</code>
<span class="faint">in ${nameOf(entry)}</span></h2>
${settings.length === 0 ? html`<p>Nothing is set here.</p>` : null}
${byModule(settings).map(([module, own]) => modulePart(module, own, nameOf))}`;
}

function modulePart(module: string, settings: readonly EffectiveSetting[], nameOf: NameOf): Html {
  return html`<h3 class="faint">${module === '' ? 'other modules' : module}</h3>
<table>${settings.map((one) => settingRows(one, nameOf))}</table>`;
}

/** The values of a setting have a row each; the name stands in the first. */
function settingRows({ name, inherited, values }: EffectiveSetting, nameOf: NameOf): Html {
  const rows = values.map(
    (
      { text, location },
      index,
    ) => html`<tr><th class="code">${index === 0 ? name : ''}</th><td><code>${text}</code></td>
<td>${locationLink(location, nameOf)}</td><td class="faint">${inherited ? 'inherited' : 'set here'}</td></tr>\n`,
  );
  return html`${rows}`;
}

function byModule(settings: readonly EffectiveSetting[]): readonly [string, readonly EffectiveSetting[]][] {
  const modules = new Map<string, EffectiveSetting[]>();
  for (const setting of settings) modules.set(setting.module, [...(modules.get(setting.module) ?? []), setting]);
  return [...modules];
}
