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

/** What the block sets itself comes first, then what it inherits, by module. */
function placePart({ entry, blocks, settings }: EffectivePlace): Html {
  const nameOf = namesFrom(entry);
  const own = settings.filter(({ inherited }) => !inherited);
  const groups = byModule(settings.filter(({ inherited }) => inherited));
  return html`<h2><code>${blocks.length === 0 ? 'outside of all blocks' : blocks.join(' › ')}</code></h2>
<p class="faint">as ${nameOf(entry)} has it</p>
${settings.length === 0 ? html`<p>Nothing is set here.</p>` : null}
${own.length === 0 ? null : groupPart('set in this block', own, nameOf)}
${groups.map(([module, inherited]) => groupPart(`inherited: ${module || 'other modules'}`, inherited, nameOf))}`;
}

function groupPart(title: string, settings: readonly EffectiveSetting[], nameOf: NameOf): Html {
  return html`<h3 class="faint">${title}</h3>\n${settings.map((one) => settingRows(one, nameOf))}`;
}

/** As it could stand in the block, a row for each value. */
function settingRows({ name, values }: EffectiveSetting, nameOf: NameOf): readonly Html[] {
  return values.map(({ text, location }) => {
    const line = text === '' ? `${name};` : `${name} ${text};`;
    return html`<div class="row"><code>${line}</code> ${locationLink(location, nameOf)}</div>\n`;
  });
}

function byModule(settings: readonly EffectiveSetting[]): readonly [string, readonly EffectiveSetting[]][] {
  const modules = new Map<string, EffectiveSetting[]>();
  for (const setting of settings) modules.set(setting.module, [...(modules.get(setting.module) ?? []), setting]);
  return [...modules];
}
