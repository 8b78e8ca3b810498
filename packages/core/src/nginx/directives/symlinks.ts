import type { DirectiveCheck } from '../fault.ts';
import { type ParameterGrammar, parameterFaults } from '../named-parameters.ts';
import { valueFault } from '../values/index.ts';

const MODES = ['off', 'on', 'if_not_owner'];

const GRAMMAR: ParameterGrammar = {
  parameters: [
    ...MODES.map((name) => ({ name })),
    { name: 'from=', takes: { what: 'the beginning of a path', accepts: () => true } },
  ],
  unknown: (word) => `invalid parameter "${word}"`,
};

/** `disable_symlinks off | on | if_not_owner [from=part]`: ngx_http_disable_symlinks() */
export const disableSymlinks: DirectiveCheck = {
  names: ['disable_symlinks'],
  *check(at) {
    const words = at.node.args;
    const faults = parameterFaults(at, words, GRAMMAR);
    yield* faults;
    const [first, second] = words;
    if (faults.length > 0 || first === undefined) return;
    const mode = words.findLast(({ value }) => MODES.includes(value));
    const from = words.find(({ value }) => value.startsWith('from='));
    if (mode === undefined) {
      const message = '"disable_symlinks" needs "off", "on" or "if_not_owner"';
      const nginx = '"disable_symlinks" must have "off", "on" or "if_not_owner" parameter';
      yield valueFault(at, first, { message, nginx });
    } else if (second !== undefined && from === undefined) {
      const message = `"${first.value}" and "${second.value}" exclude each other`;
      yield valueFault(at, second, { message, nginx: `duplicate parameters "${first.value} ${second.value}"` });
    } else if (mode.value === 'off' && from !== undefined) {
      const message = '"off" leaves nothing for "from=" to say; remove one of them';
      yield valueFault(at, from, { message, nginx: '"from=" cannot be used with "off" parameter' });
    }
  },
};
