import type { Output, World } from './world.ts';

/** Programs that call themselves so and draw links, and from which version on. */
const PROGRAMS: Readonly<Record<string, readonly [number, number]>> = {
  'iTerm.app': [3, 1],
  WezTerm: [0, 0],
  vscode: [1, 72],
  ghostty: [0, 0],
  Hyper: [3, 0],
  Tabby: [0, 0],
};

const TERMS = /^(?:xterm-kitty|xterm-ghostty|alacritty.*|foot.*|contour.*)$/;

/**
 * Can links be written to this output (OSC 8)? Terminals cannot be asked, so that those that are known to draw them are
 * told by what they leave in the environment. `FORCE_HYPERLINK` decides, where it is set; a plain output has no links.
 */
export function wantsLinks(colored: boolean, output: Output, env: World['env']): boolean {
  if (!colored) return false;
  const force = env['FORCE_HYPERLINK'];
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  if (!output.isTTY || env['TERM'] === 'dumb' || env['CI'] || env['TEAMCITY_VERSION']) return false;
  const program = PROGRAMS[env['TERM_PROGRAM'] ?? ''];
  if (program !== undefined) return isFrom(env['TERM_PROGRAM_VERSION'] ?? '', program);
  // Windows Terminal; VTE (GNOME, Xfce and others) from 0.50.1 on, as 0.50.0 dies of them.
  if (env['WT_SESSION'] || Number(env['VTE_VERSION']) > 5000) return true;
  return TERMS.test(env['TERM'] ?? '');
}

function isFrom(version: string, [major, minor]: readonly [number, number]): boolean {
  if (major === 0) return true;
  const [first = 0, second = 0] = version.split('.').map(Number);
  return first > major || (first === major && second >= minor);
}

/** Text that leads to an address, which must hold no characters besides those of addresses. */
export function linked(text: string, address: string): string {
  return `\u001b]8;;${address}\u001b\\${text}\u001b]8;;\u001b\\`;
}
