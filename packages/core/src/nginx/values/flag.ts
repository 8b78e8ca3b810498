import type { ValueFamily } from './index.ts';

/** How others write them. */
const ON_OFF: Readonly<Record<string, string>> = {
  yes: 'on',
  true: 'on',
  '1': 'on',
  enable: 'on',
  enabled: 'on',
  no: 'off',
  false: 'off',
  '0': 'off',
  disable: 'off',
  disabled: 'off',
};

/** ngx_conf_set_flag_slot() */
export const flag: ValueFamily = ({ value }, _kind, at) => {
  const lower = value.toLowerCase();
  if (lower === 'on' || lower === 'off') return null;
  const name = at.name;
  const meant = ON_OFF[lower];
  return {
    message: `"${name}" is "on" or "off", not "${value}"`,
    nginx: `invalid value "${value}" in "${name}" directive, it must be "on" or "off"`,
    ...(meant === undefined ? {} : { meant: { text: meant, safe: true } }),
  };
};
