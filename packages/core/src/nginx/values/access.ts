import type { ValueFamily } from './index.ts';

/** ngx_conf_set_access_slot() */
export const access: ValueFamily = ({ value }, _kind, at) =>
  /^(?:user|group|all):(?:rw|r)$/.test(value)
    ? null
    : {
        message: `"${at.name}" takes rights such as "user:rw" or "group:r" (of user, group and all, r or rw), not "${value}"`,
        nginx: `invalid value "${value}"`,
      };
